//! Cursor field: what a cursor may be, and what is wrong between the words about it.
//!
//! In: a type, or a definition. Out: a type that the compiler takes, or the first problem.
//! Not here: the words themselves (see `incremental`), fields that lie deeper (the schema says what they are).

use serde_json::Value;

use super::definition::Definition;
use crate::error::Error;
use crate::template::Place;

/// A type whose values can be a cursor: numbers, texts, dates and times, and an `Option` of one. A wrapper around one of them can
/// be made one: `impl CursorField for Version {}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a cursor: its values have no order",
    label = "a cursor is a number, a text, a date or a time",
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

impl<C> Definition<C> {
    /// Whether its state can tell what is new.
    pub(crate) fn is_incremental(&self) -> bool {
        self.cursor.is_some() || self.updated.is_some()
    }

    /// Whether a request may say where a window begins or ends, so that the API chooses the records.
    pub(crate) fn asks_for_window(&self) -> bool {
        let Some(cursor) = &self.cursor else { return false };
        cursor.param_start.is_some()
            || cursor.param_end.is_some()
            || (cursor.is_declared && self.has_own_request_hook())
            || self.names(|place| matches!(place.root.as_str(), "window" | "state"))
    }

    /// Whether a request says where a window begins, so that a later run may begin in the middle of one.
    pub(crate) fn asks_for_start(&self) -> bool {
        let is_start = |place: &Place| place.root == "window" && place.path.first().is_some_and(|part| part == "start");
        self.cursor.as_ref().is_some_and(|cursor| {
            cursor.param_start.is_some() || (cursor.is_declared && self.has_own_request_hook()) || self.names(is_start)
        })
    }

    /// Whether a function makes any part of a request.
    pub(crate) fn has_request_hook(&self) -> bool {
        self.path_hook.is_some()
            || self.request_body.is_some()
            || self.nearest(|level| level.request_params.clone()).is_some()
            || self.nearest(|level| level.request_headers.clone()).is_some()
    }

    /// The same for functions that can see a window: a source's cannot.
    fn has_own_request_hook(&self) -> bool {
        let own = self.own.request_params.is_some() || self.own.request_headers.is_some();
        own || self.path_hook.is_some() || self.request_body.is_some()
    }

    fn names(&self, is_meant: impl Fn(&Place) -> bool) -> bool {
        self.templates().into_iter().any(|template| template.places().any(&is_meant))
    }

    /// What is wrong with the words about its state.
    pub(crate) fn state_problem(&self) -> Option<Error> {
        let error = |why: &str| Some(Error::system(format!("incremental: {why}")));
        if !self.is_incremental() && self.names(|place| matches!(place.root.as_str(), "window" | "state")) {
            return Some(Error::system(
                "a template names `{state.…}` or `{window.…}`, and the stream has no cursor; say `cursor_field = \"…\"`",
            ));
        }
        let incremental = self.parent_slicers().find(|(_, parent)| parent.words.is_incremental);
        if let Some((at, parent)) = incremental {
            let name = (parent.build)().name;
            if at > 0 || self.parents().filter(|other| (other.build)().name == name).count() > 1 {
                return Some(Error::system(format!(
                    "parent(…, incremental): `{name}` is read by its own state once, so it stands first, in front of any other \
                     slices, and is the stream's parent once"
                )));
            }
            let above = (parent.build)();
            let why = match (&self.cursor, &above.cursor) {
                (None, _) => "needs a `cursor_field` on the stream itself, whose state keeps the parent's".to_owned(),
                (_, None) => format!("needs a `cursor_field` on `{}`, by which it is told what is new", above.name),
                _ => String::new(),
            };
            if !why.is_empty() {
                return Some(Error::system(format!("parent(…, incremental) {why}")));
            }
        }
        let cursor = self.cursor.as_ref()?;
        if cursor.step.is_some() {
            let says_end = cursor.param_end.is_some()
                || self.has_own_request_hook()
                || self.names(|place| place.root == "window" && place.path.first().is_some_and(|part| part == "end"));
            if !says_end {
                return error(
                    "`step` cuts what is read into windows, and no request says where one ends; say `param_end`, or \
                     `{window.end}`",
                );
            }
            if cursor.start.is_none() {
                return error("`step` counts from `start`, which is missing");
            }
        }
        None
    }
}
