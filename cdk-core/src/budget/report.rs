//! Report: what the response to a request says of the quota.

use std::time::Duration;

use crate::http::Quota;

/// What the response to a request says of a quota.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QuotaReport<'a> {
    pub(crate) quota: Option<&'a Quota>,
    /// The wait that the response names if the request was refused because of the quota.
    pub(crate) refused: Option<Duration>,
    /// Whether the server worked as it should, if only by refusing an invalid request.
    pub(crate) is_good: bool,
}
