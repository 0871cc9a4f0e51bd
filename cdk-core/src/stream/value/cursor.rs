//! Cursor: the types that can be one, the form of a state, and the order of records.
//!
//! Not here: the options of a cursor (see `builder::incremental`), nested cursor fields (their schema shows the type).

use serde_json::Value;

/// The state of a stream: a JSON object.
pub type StreamState = serde_json::Map<String, Value>;

/// The order in which an API returns the records of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Order {
    /// Unknown order.
    #[default]
    None,
    /// Ascending, oldest first: an interrupted sync continues after the last written record.
    Asc,
    /// Descending, newest first: reading ends after the first page whose last record is older than the window.
    Desc,
}

/// A cursor type: a number, text, date or time, or an `Option` of one. A wrapper type can become one:
/// `impl CursorField for Version {}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a cursor: its values have no order",
    label = "a cursor must be a number, a string, a date or a time",
    note = "types that can be a cursor: integers, `f32`, `f64`, `String`, `Timestamp`, `DateTime`, `Date`, `serde_json::Number`, and an `Option` of one of them",
    note = "a field of a nested struct is named by its path, as in `cursor_field = \"meta.updated\"`",
    note = "a type of your own crate that serde writes as one of those types can be a cursor too: `impl cdk_core::stream::CursorField for Version {{}}`"
)]
pub trait CursorField {}

macro_rules! cursor_fields {
    ($($type:ty),*) => {$(impl CursorField for $type {})*};
}
cursor_fields!(
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    f32,
    f64,
    String,
    Box<str>,
    std::sync::Arc<str>,
    Value,
    serde_json::Number,
    jiff::Timestamp,
    jiff::civil::Date,
    jiff::civil::DateTime
);
impl<T: CursorField> CursorField for Option<T> {}
impl<T: CursorField> CursorField for Box<T> {}
impl CursorField for std::borrow::Cow<'_, str> {}
