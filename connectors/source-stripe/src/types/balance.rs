//! Balance: transactions, fees, transfers, bank accounts and cards.

use cdk_core::prelude::*;

use crate::types::{IdOrObject, Object, RequirementError};

/// A change of the account's balance.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BalanceTransaction {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    amount: Option<i64>,
    available_on: Option<i64>,
    currency: Option<String>,
    description: Option<String>,
    exchange_rate: Option<f64>,
    fee: Option<i64>,
    fee_details: Option<Vec<Fee>>,
    net: Option<i64>,
    reporting_category: Option<String>,
    source: Option<IdOrObject>,
    sourced_transfers: Option<Vec<Value>>,
    status: Option<String>,
    r#type: Option<String>,
}

/// A part of the fees of a balance transaction.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Fee {
    amount: Option<i64>,
    application: Option<String>,
    currency: Option<String>,
    description: Option<String>,
    r#type: Option<String>,
}

/// A refund of an application fee, or of a part of it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FeeRefund {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<IdOrObject>,
    currency: Option<String>,
    fee: Option<IdOrObject>,
    metadata: Option<Object>,
}

/// A reversal of a transfer, or of a part of it.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TransferReversal {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<IdOrObject>,
    currency: Option<String>,
    destination_payment_refund: Option<IdOrObject>,
    metadata: Option<Object>,
    source_refund: Option<IdOrObject>,
    transfer: Option<IdOrObject>,
}

/// The part of a payment that is transferred to a connected account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct TransferData {
    amount: Option<i64>,
    destination: Option<IdOrObject>,
}

/// The payment from which an application fee was collected.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FeeSource {
    fee_type: Option<String>,
    resource: Option<FeeSourceResource>,
}

/// The object from which an application fee was collected.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FeeSourceResource {
    charge: Option<String>,
    r#type: Option<String>,
}

/// An account at a bank.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BankAccount {
    id: Option<String>,
    object: Option<String>,
    account: Option<IdOrObject>,
    account_holder_name: Option<String>,
    account_holder_type: Option<String>,
    account_type: Option<String>,
    available_payout_methods: Option<Vec<String>>,
    bank_name: Option<String>,
    country: Option<String>,
    currency: Option<String>,
    customer: Option<IdOrObject>,
    default_for_currency: Option<bool>,
    fingerprint: Option<String>,
    future_requirements: Option<BankAccountRequirements>,
    last4: Option<String>,
    metadata: Option<Object>,
    name: Option<String>,
    requirements: Option<BankAccountRequirements>,
    routing_number: Option<String>,
    status: Option<String>,
}

/// The information that is still required for a bank account.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct BankAccountRequirements {
    currently_due: Option<Vec<String>>,
    errors: Option<Vec<RequirementError>>,
    past_due: Option<Vec<String>>,
    pending_verification: Option<Vec<String>>,
}

/// A stored card, for charges or payouts.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct Card {
    id: Option<String>,
    object: Option<String>,
    account: Option<IdOrObject>,
    address_city: Option<String>,
    address_country: Option<String>,
    address_line1: Option<String>,
    address_line1_check: Option<String>,
    address_line2: Option<String>,
    address_state: Option<String>,
    address_zip: Option<String>,
    address_zip_check: Option<String>,
    available_payout_methods: Option<Vec<String>>,
    brand: Option<String>,
    country: Option<String>,
    currency: Option<String>,
    customer: Option<IdOrObject>,
    cvc_check: Option<String>,
    default_for_currency: Option<bool>,
    dynamic_last4: Option<String>,
    exp_month: Option<i64>,
    exp_year: Option<i64>,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    metadata: Option<Object>,
    name: Option<String>,
    status: Option<String>,
    tokenization_method: Option<String>,
    r#type: Option<String>,
}

/// A URL to download a file without a key.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct FileLink {
    id: Option<String>,
    object: Option<String>,
    created: Option<i64>,
    #[schemars(extend("type" = ["null", "boolean", "integer"]))]
    expired: Option<Value>,
    expires_at: Option<i64>,
    file: Option<IdOrObject>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    url: Option<String>,
}

/// The object of an event, and its previous values.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(crate) struct EventData {
    object: Option<Object>,
    previous_attributes: Option<Object>,
}
