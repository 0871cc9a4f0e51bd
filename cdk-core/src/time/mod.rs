//! Time: what texts and numbers say about a moment.
//!
//! In: a number or a text that an API sent. Out: the moment, or which of jiff's types can hold all that the text says.
//! Default: a date-time without a zone is in UTC, a date is its midnight.
//! `epoch` knows numbers since 1970, `http_date` the dates of HTTP and mail, `iso` ISO 8601 and its usual variants, `text`
//! what a text says besides a date.
//! Not here: declared formats of cursors (`state::format`), lengths of time (`http::wait`), clocks.

mod epoch;
mod http_date;
mod iso;
mod text;

pub(crate) use epoch::epoch_millis;
pub(crate) use http_date::http_date;
pub(crate) use iso::{any_date_time, date_time, in_utc};
pub(crate) use text::{TimeText, is_same_moment};
