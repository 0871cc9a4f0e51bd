//! Charge: a record like Stripe's charge, 33 fields, 1.4 KB: texts, integers, nulls, nested objects.
//!
//! The connector reads it with the derive, the hand-written typed loop with serde. Two more streams read the same
//! records:
//! `charge_mapped` through a `map` hook, so that serde decodes them, and `charge_numbered` by page numbers.

use std::collections::BTreeMap;

use cdk_core::prelude::*;
use cdk_core::stream::Paginate;

/// The account to read.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Config {
    /// API key of the account.
    api_key: Secret,
}

#[derive(Source)]
#[source(
    name = "charges",
    config = Config,
    url_base = "https://api.example.com",
    auth = bearer("{config.api_key}"),
    streams(Charge),
    streams = others,
)]
pub(crate) struct Charges;

async fn others(_: &StreamsCx<'_, Config>) -> Result<Vec<Stream<Config>>> {
    let stream =
        |name: &str| StreamDef::<Charge, Config>::new(name).source::<Charges>().records("data").primary_key(["id"]);
    let mapped = stream("charge_mapped").path("charges").paginate(Paginate::cursor()).map(|_, charge| Ok(Some(charge)));
    let numbered = stream("charge_numbered").path("numbered").paginate(Paginate::page().total("pages"));
    Ok(vec![mapped.into(), numbered.into()])
}

#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Charges, path = "charges", records = "data", paginate = "cursor", primary_key = "id")]
pub(crate) struct Charge {
    id: String,
    object: String,
    amount: i64,
    amount_captured: i64,
    amount_refunded: i64,
    application: Option<String>,
    application_fee: Option<String>,
    application_fee_amount: Option<i64>,
    balance_transaction: Option<String>,
    billing_details: BillingDetails,
    calculated_statement_descriptor: Option<String>,
    captured: bool,
    created: i64,
    currency: String,
    customer: Option<String>,
    description: Option<String>,
    disputed: bool,
    failure_code: Option<String>,
    failure_message: Option<String>,
    fraud_details: BTreeMap<String, String>,
    invoice: Option<String>,
    livemode: bool,
    metadata: BTreeMap<String, String>,
    on_behalf_of: Option<String>,
    outcome: Option<Outcome>,
    paid: bool,
    payment_intent: Option<String>,
    payment_method: Option<String>,
    payment_method_details: Option<PaymentMethodDetails>,
    receipt_email: Option<String>,
    receipt_url: Option<String>,
    refunded: bool,
    status: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct BillingDetails {
    address: Option<Address>,
    email: Option<String>,
    name: Option<String>,
    phone: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Address {
    city: Option<String>,
    country: Option<String>,
    line1: Option<String>,
    line2: Option<String>,
    postal_code: Option<String>,
    state: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Outcome {
    network_status: Option<String>,
    reason: Option<String>,
    risk_level: Option<String>,
    risk_score: Option<i64>,
    seller_message: Option<String>,
    r#type: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct PaymentMethodDetails {
    card: Option<Card>,
    r#type: String,
}

#[derive(Serialize, Deserialize, JsonSchema)]
struct Card {
    brand: Option<String>,
    checks: BTreeMap<String, Option<String>>,
    country: Option<String>,
    exp_month: i64,
    exp_year: i64,
    fingerprint: Option<String>,
    funding: Option<String>,
    last4: Option<String>,
    network: Option<String>,
}
