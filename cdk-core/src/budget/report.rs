//! Report: the quota in the response to a request.

use std::time::Duration;

use crate::http::Quota;

/// The quota in the response to a request.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotaReport<'a> {
    pub(crate) quota: Option<&'a Quota>,
    /// The wait, if the response is a rate limit error.
    pub(crate) refused: Option<Duration>,
    /// Whether the server worked correctly, for example also if it rejected an invalid request.
    pub(crate) is_good: bool,
}
