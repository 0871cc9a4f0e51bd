//! Events: what happened in the account. Stripe keeps them for 30 days.

use cdk_core::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Stripe;
use crate::types::Object;

/// Something that happened in the account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, name = "events", primary_key = "id")]
pub(crate) struct Event {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    api_version: Option<String>,
    data: Option<Object>,
    livemode: Option<bool>,
    pending_webhooks: Option<i64>,
    #[schemars(extend("type" = ["null", "object", "string"]))]
    request: Option<Value>,
    r#type: Option<String>,
}
