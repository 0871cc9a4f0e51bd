//! Customers: whom the account sells to.

use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Stripe;
use crate::types::Object;

/// A customer of the account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, name = "customers", primary_key = "id", add(updated = record.created))]
pub(crate) struct Customer {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    updated: Option<i64>,
    account_balance: Option<i64>,
    address: Option<Object>,
    balance: Option<i64>,
    cards: Option<Vec<Value>>,
    currency: Option<String>,
    default_card: Option<String>,
    default_source: Option<String>,
    delinquent: Option<bool>,
    description: Option<String>,
    discount: Option<Object>,
    email: Option<String>,
    invoice_prefix: Option<String>,
    invoice_settings: Option<Object>,
    is_deleted: Option<bool>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    name: Option<String>,
    next_invoice_sequence: Option<i64>,
    phone: Option<String>,
    preferred_locales: Option<Vec<Value>>,
    shipping: Option<Object>,
    #[schemars(extend("type" = ["null", "array", "object"]))]
    sources: Option<Value>,
    subscriptions: Option<Object>,
    tax_exempt: Option<String>,
    tax_info: Option<String>,
    tax_info_verification: Option<String>,
    test_clock: Option<String>,
}
