//! Page: a response, or a file in its place.

use cdk_core::http::Url;
use serde_json::Value;

/// What was read.
#[derive(Debug)]
pub(crate) enum Input {
    Samples(Samples),
    /// A JSON Schema of one record.
    Schema(Value),
    OpenApi(Value),
}

/// Pages of one stream, in the order of their requests.
#[derive(Debug)]
pub(crate) struct Samples {
    pub(crate) pages: Vec<Page>,
    /// Whether the input was JSON Lines: one record per line.
    pub(crate) is_lines: bool,
}

/// One response.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) body: Value,
    /// The URL of the request; `None` for a file.
    pub(crate) url: Option<Url>,
    /// The response's `Link` header.
    pub(crate) link: Option<String>,
}

impl Page {
    pub(crate) fn of_file(body: Value) -> Self {
        Self { body, url: None, link: None }
    }
}

/// Where the input is from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    /// For the header comment: `customers.json`. Without secrets.
    pub(crate) shown: String,
    /// What the stream may be called.
    pub(crate) name: Option<String>,
}
