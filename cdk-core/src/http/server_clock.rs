//! The server's clock: what time it is where a response comes from.
//!
//! In: the headers of a response, and our own time. Out: the time by which the response's other times are measured, since
//! the two clocks need not agree.

use http::HeaderMap;
use http::header::DATE;
use jiff::Timestamp;

use crate::time::http_date;

/// The time by the `Date` header, else `now`.
pub(crate) fn server_now(headers: &HeaderMap, now: Timestamp) -> Timestamp {
    let date = headers.get(DATE).and_then(|date| http_date(date.to_str().ok()?.trim()));
    date.unwrap_or(now)
}
