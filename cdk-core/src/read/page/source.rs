//! Page source: where the records of a page come from.

use url::Url;

use super::streamed::StreamedBody;
use crate::client::Tries;
use crate::http::Response;
use crate::stream::scope::EmbeddedPage;

/// Where the records of a page come from.
pub(crate) enum PageSource {
    /// The parent's record, which holds them.
    Embedded(EmbeddedPage),
    Requested(Box<RequestedPage>),
}

/// A page that was requested, with its attempts so far.
pub(crate) struct RequestedPage {
    pub(crate) tries: Tries,
    pub(crate) url: Url,
    pub(crate) body: PageBody,
}

/// Where in a response the records are found.
pub(crate) enum PageBody {
    /// The response is here as a whole: the scanner finds its records.
    Whole(Response),
    /// The response is here as a whole: `parse_response` finds its records.
    Parsed(Response),
    /// The body is read while it arrives.
    Streamed(Box<StreamedBody>),
}
