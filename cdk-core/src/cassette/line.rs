//! The lines of a cassette.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// The format's number.
    pub(super) cassette: u32,
    pub(super) connector: String,
    pub(super) version: String,
    /// The run's clock.
    pub(super) now: Timestamp,
    /// The server that stood in for the declared ones: URLs below name it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url_base: Option<String>,
}

/// The last line of a recording that nothing cut short.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LastLine {
    /// How many exchanges stand above.
    pub(super) end: u64,
}

/// One attempt of a request.
#[derive(Debug, Serialize)]
pub(super) struct Exchange {
    /// From 1, in the order of the answers.
    pub(super) exchange: u64,
    /// Who asked; a stream may be named `auth`, too.
    pub(super) stream: String,
    /// Whether `auth` asked, and so everything is masked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) of_auth: bool,
    /// From 1, in the order of appearance; `None`: without credentials.
    pub(super) account: Option<u32>,
    pub(super) request: RecordedRequest,
    #[serde(flatten)]
    pub(super) outcome: RecordedOutcome,
}

/// What is known of an exchange without its answer.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    pub(super) stream: String,
    #[serde(default)]
    pub(super) of_auth: bool,
    pub(super) account: Option<u32>,
    pub(super) request: RecordedRequest,
}

/// The answer of an exchange alone.
#[derive(Debug, Deserialize)]
pub(super) struct RecordedAnswer {
    #[serde(flatten)]
    pub(super) outcome: RecordedOutcome,
}

/// A request, masked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RecordedRequest {
    pub(super) method: String,
    pub(super) url: String,
    pub(super) headers: RecordedHeaders,
    #[serde(flatten)]
    pub(super) body: Option<RecordedBody>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum RecordedOutcome {
    Response(RecordedResponse),
    Failure(RecordedFailure),
}

/// A response, masked; the body is inflated.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RecordedResponse {
    pub(super) status: u16,
    pub(super) headers: RecordedHeaders,
    #[serde(flatten)]
    pub(super) body: RecordedBody,
}

/// Why no response came.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RecordedFailure {
    pub(super) message: String,
    pub(super) may_pass: bool,
}

/// Bytes as a person may read them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum RecordedBody {
    #[serde(rename = "body")]
    Text(String),
    #[serde(rename = "body_base64")]
    Base64(String),
}

pub(super) type RecordedHeaders = BTreeMap<String, Values>;

/// The values of one header: most have one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Values {
    One(String),
    Several(Vec<String>),
}

impl Values {
    pub(super) fn all(&self) -> &[String] {
        match self {
            Self::One(value) => std::slice::from_ref(value),
            Self::Several(values) => values,
        }
    }
}
