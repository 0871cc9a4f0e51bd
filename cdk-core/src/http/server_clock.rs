//! Server clock: the current time of the server that sent a response.
//!
//! In: the headers of a response, and the local time. Out: the time against which other times of the response are
//! measured, because the two clocks may differ.

use http::HeaderMap;
use http::header::DATE;
use jiff::Timestamp;

use crate::time::http_date;

/// The time in the `Date` header, otherwise `now`.
pub(crate) fn server_now(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    let date = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?.trim()));
    date.unwrap_or(now)
}
