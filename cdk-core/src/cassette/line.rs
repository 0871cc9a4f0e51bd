//! Lines: the JSON lines of a cassette.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    /// The format version.
    pub(super) cassette: u32,
    pub(super) connector: String,
    pub(super) version: String,
    /// The clock of the run.
    pub(super) now: Timestamp,
    /// The test server that replaced the declared hosts; the recorded URLs contain it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url_base: Option<String>,
}

/// The last line of a complete recording.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct LastLine {
    /// Number of exchanges in the file.
    pub(super) end: u64,
}

/// One attempt of a request with its outcome.
#[derive(Debug, Serialize)]
pub(super) struct Exchange {
    /// From 1, in the order of the responses.
    pub(super) exchange: u64,
    /// Name of the sender; a stream may also be named `auth`.
    pub(super) stream: String,
    /// Whether `auth` sent the request: then everything is masked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(super) of_auth: bool,
    /// From 1, in the order of appearance; `None` without credentials.
    pub(super) account: Option<u32>,
    /// When the request was sent, by the real clock. This and the next four fields are missing in format 1.
    pub(super) sent: Timestamp,
    /// Milliseconds until the response was complete.
    pub(super) ms: u64,
    /// From 1, per request.
    pub(super) attempt: u32,
    /// Waits before the attempt, in milliseconds, by their reasons.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) waits: BTreeMap<&'static str, u64>,
    /// The masked slice whose page was requested: `partition` and `window`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slice: Option<Value>,
    pub(super) request: RecordedRequest,
    #[serde(flatten)]
    pub(super) outcome: RecordedOutcome,
}

/// A page whose records were read, or a STATE. A replay ignores these lines.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Event {
    Page(RecordedPage),
    State(Value),
}

/// A page, after its exchange. The exchange is the last one with the same stream, slice and URL.
#[derive(Debug, Serialize)]
pub(super) struct RecordedPage {
    pub(super) stream: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) slice: Option<Value>,
    /// From 1, per slice.
    pub(super) number: u64,
    /// The masked URL of its request.
    pub(super) url: String,
    /// The records on the page, before `filter`.
    pub(super) records: u64,
    /// Whether another page follows.
    pub(super) has_next: bool,
}

/// A line of a kind that a replay does not need.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum IgnoredEvent {
    Page(IgnoredAny),
    State(IgnoredAny),
}

/// An exchange without its response.
#[derive(Debug, Deserialize)]
pub(super) struct Question {
    pub(super) stream: String,
    #[serde(default)]
    pub(super) of_auth: bool,
    pub(super) account: Option<u32>,
    pub(super) request: RecordedRequest,
}

/// Only the response of an exchange.
#[derive(Debug, Deserialize)]
pub(super) struct RecordedAnswer {
    #[serde(flatten)]
    pub(super) outcome: RecordedOutcome,
}

/// A masked request.
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

/// A masked response with a decompressed body.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RecordedResponse {
    pub(super) status: u16,
    pub(super) headers: RecordedHeaders,
    #[serde(flatten)]
    pub(super) body: RecordedBody,
}

/// Why a request got no response.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct RecordedFailure {
    pub(super) message: String,
    pub(super) may_pass: bool,
}

/// Bytes in a readable form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) enum RecordedBody {
    #[serde(rename = "body")]
    Text(String),
    #[serde(rename = "body_base64")]
    Base64(String),
}

pub(super) type RecordedHeaders = BTreeMap<String, Values>;

/// The values of one header, usually one.
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
