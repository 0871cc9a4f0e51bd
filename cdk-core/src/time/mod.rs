//! Time: reads texts and numbers as moments.
//!
//! In: a number or a text of an API. Out: the moment, or which of jiff's types can represent the whole text.
//! Default: a date-time without a zone is in UTC, a date is its midnight.
//! `epoch` reads numbers since 1970, `http_date` the dates of HTTP and mail, `iso` ISO 8601 and its usual variants,
//! `text` properties of a text.
//! Not here: declared formats of cursors (`state::format`), durations (`http::wait`), clocks.

mod epoch;
mod http_date;
mod iso;
mod text;

pub(crate) use epoch::epoch_millis;
pub(crate) use http_date::http_date;
pub(crate) use iso::{any_date_time, date_time, in_utc};
pub(crate) use text::{TimeText, is_same_moment};
