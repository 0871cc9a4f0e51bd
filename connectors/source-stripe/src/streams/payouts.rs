//! Payouts to banks, and transfers to connected accounts.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{BankAccount, Fee, List, Object, TransferReversal};
use crate::updates::{by_events, in_full};

/// A payout to the account's own bank.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, cache, define = by_events)]
pub(crate) struct Payouts {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_reversed: Option<i64>,
    arrival_date: Option<i64>,
    automatic: Option<bool>,
    balance_transaction: Option<String>,
    bank_account: Option<BankAccount>,
    currency: Option<String>,
    date: Option<i64>,
    description: Option<String>,
    destination: Option<String>,
    failure_balance_transaction: Option<String>,
    failure_code: Option<String>,
    failure_message: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    method: Option<String>,
    original_payout: Option<String>,
    recipient: Option<String>,
    reconciliation_status: Option<String>,
    reversed_by: Option<String>,
    source_balance: Option<String>,
    source_transaction: Option<String>,
    source_type: Option<String>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    status: Option<String>,
    transfer_group: Option<String>,
    r#type: Option<String>,
}

/// A balance transaction of a payout.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, parent(Payouts, only = is_automatic, as = "payout_id", incremental), path = "balance_transactions", define = in_full,
    params(payout = "{parent.id}", "created[gte]" = none), add(payout = parent.id, updated = parent.updated), cursor_field = "updated",
)]
pub(crate) struct PayoutBalanceTransactions {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    available_on: Option<i64>,
    currency: Option<String>,
    description: Option<String>,
    exchange_rate: Option<f64>,
    fee: Option<i64>,
    fee_details: Option<Vec<Fee>>,
    net: Option<i64>,
    payout: Option<String>,
    reporting_category: Option<String>,
    source: Option<String>,
    status: Option<String>,
    r#type: Option<String>,
}

/// Stripe lists the balance transactions of automatic payouts only.
fn is_automatic(cx: &Cx<'_, PayoutBalanceTransactions>) -> Result<bool> {
    Ok(cx.parent()?.automatic != Some(false))
}

/// A transfer to a connected account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, cache, define = by_events)]
pub(crate) struct Transfers {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    amount: Option<i64>,
    amount_reversed: Option<i64>,
    arrival_date: Option<i64>,
    automatic: Option<bool>,
    balance_transaction: Option<String>,
    currency: Option<String>,
    date: Option<i64>,
    description: Option<String>,
    destination: Option<String>,
    destination_payment: Option<String>,
    failure_balance_transaction: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    recipient: Option<String>,
    reversals: Option<List<TransferReversal>>,
    reversed: Option<bool>,
    source_transaction: Option<String>,
    source_type: Option<String>,
    statement_description: Option<String>,
    statement_descriptor: Option<String>,
    transfer_group: Option<String>,
}

/// A reversal of a transfer, or of a part of it.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(
    source = Stripe, parent(Transfers, as = "transfer_id", incremental), path = "transfers/{parent.id}/reversals",
    params("created[gte]" = none), cursor_field = "created", incremental(format = "%s"),
)]
pub(crate) struct TransferReversals {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    amount: Option<i64>,
    balance_transaction: Option<String>,
    currency: Option<String>,
    destination_payment_refund: Option<String>,
    metadata: Option<Object>,
    source_refund: Option<String>,
    transfer: Option<String>,
}
