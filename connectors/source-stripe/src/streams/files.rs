//! Uploaded files and links to them.

use cdk_core::prelude::*;

use crate::Stripe;
use crate::types::{FileLink, List, Object};
use crate::updates::by_creation;

/// A file at Stripe.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_creation)]
pub(crate) struct Files {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    expires_at: Option<i64>,
    filename: Option<String>,
    links: Option<List<FileLink>>,
    purpose: Option<String>,
    size: Option<i64>,
    title: Option<String>,
    r#type: Option<String>,
    url: Option<String>,
}

/// A URL to download a file without a key.
#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]
#[stream(source = Stripe, define = by_creation)]
pub(crate) struct FileLinks {
    id: String,
    object: Option<String>,
    created: Option<i64>,
    expired: Option<bool>,
    expires_at: Option<i64>,
    file: Option<String>,
    livemode: Option<bool>,
    metadata: Option<Object>,
    url: Option<String>,
}
