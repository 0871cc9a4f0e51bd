//! Incremental: the options about a stream's cursor, and how only new records are requested.
//!
//! In: the options of [`Incremental`]. Out: a `CursorDef`.
//! Default: without `incremental` all records are requested, and those older than the last sync's cursor are dropped
//! here. With it the API filters.
//! Not here: cursors and windows (see `state`), reading by them (see `read`).

use super::field::{FieldValue, IntoField};
use super::stream_def::StreamDef;
use super::view::{SourceView, StreamView, View};
use crate::error::{Error, Result};
use crate::json::split;
use crate::state::{Stride, TimeFormat};
use crate::stream::definition::{CursorDef, FieldNode};
use crate::stream::value::{CursorField, Order};

/// How new records are requested from the API. The options are those of the Python CDK's `DatetimeBasedCursor`, with
/// shorter names.
///
/// ```
/// use cdk_core::stream::{Incremental, StreamDef};
/// # use serde::{Serialize, Deserialize};
/// # #[derive(Serialize, Deserialize, schemars::JsonSchema)] struct Charge { id: String, created: u64 }
/// # struct Config {}
/// let charges: StreamDef<Charge, Config> = StreamDef::new("charges").cursor_field("created").incremental(
///     Incremental::new()
///         .start("2020-01-01T00:00:00Z")
///         .param_start("created[gte]")
///         .param_end("created[lte]")
///         .format("%s")
///         .step("P30D"),
/// );
/// ```
pub struct Incremental<X: View> {
    cursor: CursorDef<X::Config>,
    problems: Vec<Error>,
}

impl<X: View> Default for Incremental<X> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: View> Incremental<X> {
    /// From the first record to now, in one window. The requests do not contain the window.
    pub fn new() -> Self {
        Self { cursor: CursorDef { is_declared: true, ..CursorDef::default() }, problems: Vec::new() }
    }

    /// Start of the first sync: a date, a time, a number, or a template with the roots `config`, `slice`, `parent` and
    /// `grandparent`. A state that is older is ignored. A start in the future is ignored too: one WARN quotes it, and
    /// the sync reads from the saved state, else from now minus the lookback. Default: at the first record.
    #[must_use]
    pub fn start(mut self, value: impl IntoField<X>) -> Self {
        self.cursor.start = self.keep(value.into_field().0);
        self
    }

    /// End of a sync. Default: for cursors that are times, the time when the stream begins; else no end.
    #[must_use]
    pub fn end(mut self, value: impl IntoField<X>) -> Self {
        self.cursor.end = self.keep(value.into_field().0);
        self
    }

    /// The query parameter for the start of a window, inclusive. In other parts of a request the start is
    /// `{window.start}`; in a hook, `cx.window()`.
    #[must_use]
    pub fn param_start(mut self, name: &str) -> Self {
        self.cursor.param_start = Some(name.to_owned());
        self
    }

    /// The query parameter for the end of a window, inclusive. In other parts of a request the end is `{window.end}`.
    #[must_use]
    pub fn param_end(mut self, name: &str) -> Self {
        self.cursor.param_end = Some(name.to_owned());
        self
    }

    /// How times are written, in requests and in the state: `rfc3339`, or a format of `strftime` with the Python CDK's
    /// `%s`, `%s_as_float`, `%ms`, `%_ms` and `%epoch_microseconds`. Records may use this format or ISO 8601.
    ///
    /// Default: RFC 3339 for a date-time, `%Y-%m-%d` for a date; numbers and other texts are not times.
    #[must_use]
    pub fn format(mut self, format: &str) -> Self {
        if let Err(why) = TimeFormat::parse(format) {
            self.problems.push(Error::system(format!("format: {why}")));
        }
        self.cursor.format = Some(format.to_owned());
        self
    }

    /// Length of a window: `P30D`, `PT1H`, `1h`; a whole number for cursors that are whole numbers; or a template of
    /// one with the root `config`: `P{config.days}D`. Default: one window.
    #[must_use]
    pub fn step(mut self, length: impl IntoField<SourceView<X::Config>>) -> Self {
        self.cursor.step = self.length("step", length.into_field());
        self
    }

    /// How far before the end of the last sync the next one begins, for records that arrive late. Forms as for
    /// [`Self::step`]; `0` is allowed. Default: 0.
    #[must_use]
    pub fn lookback(mut self, length: impl IntoField<SourceView<X::Config>>) -> Self {
        self.cursor.lookback = self.length("lookback", length.into_field());
        self
    }

    /// The smallest difference of two cursors: a window ends that much before the next one begins. Default: the
    /// precision of the format, but not below a microsecond; 1 for whole numbers.
    #[must_use]
    pub fn granularity(mut self, length: &str) -> Self {
        let stride = Stride::parse(length).map_err(|why| Error::system(format!("granularity: {why}")));
        self.cursor.granularity = self.keep(stride);
        self
    }

    /// How long the API keeps the data that a sync with a state requests, such as a log of changes. An older state is
    /// ignored with one WARN, and everything is read again. To avoid that for a stream in which nothing changes, the
    /// state of a complete sync is never older than half of this time. Only for streams without slices. Default:
    /// unlimited.
    #[must_use]
    pub fn retention(mut self, length: &str) -> Self {
        let stride = Stride::parse(length).map_err(|why| Error::system(format!("retention: {why}")));
        self.cursor.retention = self.keep(stride);
        self
    }

    /// The order of the records in a window. Default: [`Order::None`].
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.cursor.order = order;
        self
    }

    /// Drops records whose cursor is outside of their window. Needed if the requests do not contain the window.
    #[must_use]
    pub fn drop_outside(mut self) -> Self {
        self.cursor.drops_outside = true;
        self
    }

    /// A duration or number. A literal is checked here.
    fn length(&mut self, word: &str, length: FieldValue<SourceView<X::Config>>) -> Option<FieldNode<X::Config>> {
        let node = self.keep(length.0)?;
        if let Some(Err(why)) = node.plain_text().map(|text| Stride::parse_or_none(&text)) {
            self.problems.push(Error::system(format!("{word}: {why}")));
            return None;
        }
        Some(node)
    }

    fn keep<T>(&mut self, value: Result<T>) -> Option<T> {
        value.map_err(|problem| self.problems.push(problem)).ok()
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// The field that orders records by age, by its name in the record; `"a.b"` is a nested field. It may be an added
    /// field.
    ///
    /// The stream can then be read incrementally. Without [`Self::incremental`], and if no request contains `{state.…}`
    /// or `{window.…}`, records older than the last sync's greatest cursor are dropped here.
    #[must_use]
    pub fn cursor_field(mut self, field: &str) -> Self {
        self.definition.cursor.get_or_insert_default().field = split(field);
        self
    }

    /// The same for a field of type `T`, which must have an order.
    #[must_use]
    pub fn cursor_field_of<T: CursorField>(self, field: &str) -> Self {
        self.cursor_field(field)
    }

    /// Requests the records that are new since the last state, in windows.
    #[must_use]
    pub fn incremental(mut self, incremental: Incremental<StreamView<R, C, P, S>>) -> Self {
        let Incremental { cursor, problems } = incremental;
        let at = |problem: Error| problem.in_attribute("incremental");
        self.definition.own.problems.extend(problems.into_iter().map(at));
        let field = self.definition.cursor.take().map(|said| said.field).unwrap_or_default();
        self.definition.cursor = Some(CursorDef { field, ..cursor });
        self
    }
}
