//! Events of the account. Stripe keeps them for 30 days.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{EventData, IdOrObject};
use crate::updates::by_creation;

/// An event of the account.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_creation)]
pub(crate) struct Events {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    api_version: Option<String>,
    data: Option<EventData>,
    livemode: Option<bool>,
    pending_webhooks: Option<i64>,
    request: Option<IdOrObject>,
    r#type: Option<String>,
}
