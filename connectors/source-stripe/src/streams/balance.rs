//! The account's balance: transactions, top-ups and application fees.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{Fee, FeeRefund, FeeSource, List, Object, Source};
use crate::updates::{below_then_by_events, by_creation, by_events};

/// A change of the account's balance.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_creation)]
pub(crate) struct BalanceTransactions {
    id: String,
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
    source: Option<String>,
    sourced_transfers: Option<Vec<Value>>,
    status: Option<String>,
    r#type: Option<String>,
}

/// Money that the account added to its balance.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, path = "topups", define = by_events)]
pub(crate) struct TopUps {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<String>,
    currency: Option<String>,
    description: Option<String>,
    destination_balance: Option<String>,
    expected_availability_date: Option<i64>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    source: Option<Source>,
    statement_descriptor: Option<String>,
    status: Option<String>,
    transfer_group: Option<String>,
}

/// A fee that a platform earned from a charge of a connected account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, cache, define = by_events)]
pub(crate) struct ApplicationFees {
    id: String,
    object: Option<String>,
    created: Option<f64>,
    updated: Option<i64>,
    account: Option<String>,
    amount: Option<f64>,
    amount_refunded: Option<f64>,
    application: Option<String>,
    balance_transaction: Option<String>,
    charge: Option<String>,
    currency: Option<String>,
    livemode: Option<bool>,
    originating_transaction: Option<String>,
    refunded: Option<bool>,
    refunds: Option<List<FeeRefund>>,
    source: Option<FeeSource>,
}

/// A refund of an application fee, or of a part of it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe,
    parent(ApplicationFees, from = "refunds.data", more = "refunds.has_more", as = "application_fee_id"),
    path = "application_fees/{parent.id}/refunds",
    params("created[gte]" = none),
    define = below_then_by_events,
)]
pub(crate) struct ApplicationFeesRefunds {
    id: String,
    object: Option<String>,
    created: Option<f64>,
    updated: Option<i64>,
    amount: Option<f64>,
    balance_transaction: Option<String>,
    currency: Option<String>,
    fee: Option<String>,
    metadata: Option<Object>,
}
