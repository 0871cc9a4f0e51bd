//! Purchases with issued cards.

use cdk_core::prelude::*;

use crate::types::{CashAmountDetails, IdOrObject, MerchantData, Object};

/// A purchase or refund with an issued card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct IssuedTransaction {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    amount: Option<i64>,
    amount_details: Option<CashAmountDetails>,
    authorization: Option<IdOrObject>,
    balance_transaction: Option<IdOrObject>,
    card: Option<IdOrObject>,
    cardholder: Option<IdOrObject>,
    currency: Option<String>,
    dispute: Option<IdOrObject>,
    livemode: Option<bool>,
    merchant_amount: Option<i64>,
    merchant_currency: Option<String>,
    merchant_data: Option<MerchantData>,
    metadata: Option<Object>,
    purchase_details: Option<PurchaseDetails>,
    treasury: Option<TreasuryReferences>,
    r#type: Option<String>,
    wallet: Option<String>,
}

/// Details of a purchase with an issued card.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct PurchaseDetails {
    flight: Option<Flight>,
    fuel: Option<Fuel>,
    lodging: Option<Lodging>,
    receipt: Option<Vec<ReceiptLine>>,
    reference: Option<String>,
}

/// A flight booking.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Flight {
    departure_at: Option<i64>,
    passenger_name: Option<String>,
    refundable: Option<bool>,
    segments: Option<Vec<FlightSegment>>,
    travel_agency: Option<String>,
}

/// One flight of a booking.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FlightSegment {
    arrival_airport_code: Option<String>,
    carrier: Option<String>,
    departure_airport_code: Option<String>,
    flight_number: Option<String>,
    service_class: Option<String>,
    stopover_allowed: Option<bool>,
}

/// A purchase of fuel.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Fuel {
    r#type: Option<String>,
    unit: Option<String>,
    unit_cost_decimal: Option<String>,
    volume_decimal: Option<String>,
}

/// A stay at a hotel.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Lodging {
    check_in_at: Option<i64>,
    nights: Option<i64>,
}

/// One line of a receipt.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct ReceiptLine {
    description: Option<String>,
    quantity: Option<f64>,
    total: Option<i64>,
    unit_cost: Option<i64>,
}

/// The transaction's references in a treasury account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TreasuryReferences {
    received_credit: Option<String>,
    received_debit: Option<String>,
}
