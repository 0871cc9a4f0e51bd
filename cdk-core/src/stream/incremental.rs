//! Incremental: what a stream says of its cursor, and of what is new since the last state.
//!
//! In: the words of [`Incremental`]. Out: [`CursorDef`], erased, with everything that can be judged without a config.
//! Default: a cursor alone filters the records here, by the value that the last sync ended with; `incremental` lets the API do it.
//! Not here: cursors and windows themselves (see `state`), what is read because of them (see `read::cursor`).

use serde_json::Value;

use super::context::{Context, SourceCx};
use super::field::{FieldValue, IntoField, Node, SourceView, StreamView, View};
use super::hook::plain;
use super::scope::Scope;
use super::{CursorField, StreamDef};
use crate::error::{Error, Result};
use crate::paginate::split;
use crate::state::{Kind, Stride, TimeFormat};

/// What a stream's state is: an object, as the protocol carries it.
pub type StreamState = serde_json::Map<String, Value>;

/// The order in which an API gives the records of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Any.
    #[default]
    None,
    /// The oldest first: a sync that is cut off goes on at the last record that was written.
    Asc,
    /// The newest first: reading ends behind the page whose last record is older than the window.
    Desc,
}

/// How the API is asked for what is new. The words are those of the Python CDK's `DatetimeBasedCursor`, shorter.
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
    start: Option<Node<X::Config>>,
    end: Option<Node<X::Config>>,
    param_start: Option<String>,
    param_end: Option<String>,
    format: Option<String>,
    step: Option<Node<X::Config>>,
    lookback: Option<Node<X::Config>>,
    granularity: Option<Stride>,
    retention: Option<Stride>,
    order: Order,
    drops_outside: bool,
    problems: Vec<Error>,
}

impl<X: View> Default for Incremental<X> {
    fn default() -> Self {
        Self::new()
    }
}

impl<X: View> Incremental<X> {
    /// From the first record to now, in one window, with no word to the API.
    pub fn new() -> Self {
        Self {
            start: None,
            end: None,
            param_start: None,
            param_end: None,
            format: None,
            step: None,
            lookback: None,
            granularity: None,
            retention: None,
            order: Order::None,
            drops_outside: false,
            problems: Vec::new(),
        }
    }

    /// Where the first sync begins: a date, a time, a number, or a template with the roots `config`, `slice`, `parent` and
    /// `grandparent`. A state that is older is ignored. A start in the future is ignored too: one WARN quotes it, and the
    /// sync reads from the saved state, else from now minus the lookback. Default: at the first record.
    #[must_use]
    pub fn start(mut self, value: impl IntoField<X>) -> Self {
        self.start = self.keep(value.into_field().0);
        self
    }

    /// Where a sync ends. Default: now, when the stream begins, for cursors that are times; else nowhere.
    #[must_use]
    pub fn end(mut self, value: impl IntoField<X>) -> Self {
        self.end = self.keep(value.into_field().0);
        self
    }

    /// The query parameter that says where a window begins, its first cursor included. Elsewhere in a request it is
    /// `{window.start}`, and `cx.window()` in a hook.
    #[must_use]
    pub fn param_start(mut self, name: &str) -> Self {
        self.param_start = Some(name.to_owned());
        self
    }

    /// The one that says where it ends, its last cursor included; elsewhere `{window.end}`.
    #[must_use]
    pub fn param_end(mut self, name: &str) -> Self {
        self.param_end = Some(name.to_owned());
        self
    }

    /// How times are written, in requests and in the state: `rfc3339`, or a format of `strftime` with the Python CDK's `%s`,
    /// `%s_as_float`, `%ms`, `%_ms` and `%epoch_microseconds`. Records may have it or ISO 8601.
    ///
    /// Default: RFC 3339 for a date-time, `%Y-%m-%d` for a date; numbers and other texts are no times.
    #[must_use]
    pub fn format(mut self, format: &str) -> Self {
        if let Err(why) = TimeFormat::parse(format) {
            self.problems.push(Error::system(format!("format: {why}")));
        }
        self.format = Some(format.to_owned());
        self
    }

    /// How long a window is: `P30D`, `PT1H`, `1h`; a whole number for cursors that are whole numbers; or a template with the
    /// root `config` that gives one: `P{config.days}D`. Default: one window.
    #[must_use]
    pub fn step(mut self, length: impl IntoField<SourceView<X::Config>>) -> Self {
        self.step = self.length("step", length.into_field());
        self
    }

    /// How far before the end of the last sync the next one begins, for records that arrive late; as for [`Self::step`], and 0
    /// is nothing. Default: not at all.
    #[must_use]
    pub fn lookback(mut self, length: impl IntoField<SourceView<X::Config>>) -> Self {
        self.lookback = self.length("lookback", length.into_field());
        self
    }

    /// The distance of two neighbouring cursors: a window ends that much before the next one begins. Default: the finest that
    /// the format can tell, a microsecond at most; 1 for whole numbers.
    #[must_use]
    pub fn granularity(mut self, length: &str) -> Self {
        let stride = Stride::parse(length).map_err(|why| Error::system(format!("granularity: {why}")));
        self.granularity = self.keep(stride);
        self
    }

    /// How long the API keeps what is asked for behind a state, such as a log of changes: a state that is older is left, with one
    /// WARN, and all is read anew. So that a stream in which nothing changes does not come to that, the state of a complete sync is
    /// never older than half of this length. For streams without slices. Default: for ever.
    #[must_use]
    pub fn retention(mut self, length: &str) -> Self {
        let stride = Stride::parse(length).map_err(|why| Error::system(format!("retention: {why}")));
        self.retention = self.keep(stride);
        self
    }

    /// The order of the records in a window. Default: [`Order::None`].
    #[must_use]
    pub fn order(mut self, order: Order) -> Self {
        self.order = order;
        self
    }

    /// Drops records whose cursor lies outside of their window, as where nothing is said to the API.
    #[must_use]
    pub fn drop_outside(mut self) -> Self {
        self.drops_outside = true;
        self
    }

    /// A length; without placeholders it is judged here.
    fn length(&mut self, word: &str, length: FieldValue<SourceView<X::Config>>) -> Option<Node<X::Config>> {
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

/// What a stream says of its cursor.
pub(crate) struct CursorDef<C> {
    pub(crate) field: Vec<String>,
    pub(crate) start: Option<Node<C>>,
    pub(crate) end: Option<Node<C>>,
    pub(crate) param_start: Option<String>,
    pub(crate) param_end: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) step: Option<Node<C>>,
    pub(crate) lookback: Option<Node<C>>,
    pub(crate) granularity: Option<Stride>,
    pub(crate) retention: Option<Stride>,
    pub(crate) order: Order,
    pub(crate) drops_outside: bool,
    /// Whether `incremental` is said.
    pub(crate) is_declared: bool,
}

/// `state_migration`: an earlier state in, the state of today out.
pub(crate) type Migration<C> = std::rc::Rc<dyn Fn(&SourceCx<'_, C>, StreamState) -> Result<StreamState>>;
/// `get_updated_state`, for the record's JSON.
pub(crate) type Updated<C> = std::rc::Rc<dyn Fn(&Scope<'_, C>, &[u8]) -> Result<StreamState>>;

/// The words about the state, as the builder collects them.
pub(super) struct StateWords<R, C, P, S> {
    cursor_field: Option<Vec<String>>,
    incremental: Option<CursorDef<C>>,
    pub(super) migration: Option<Migration<C>>,
    pub(super) updated: Option<UpdatedHook<R, C, P, S>>,
}

pub(super) type UpdatedHook<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>) -> Result<StreamState>>;

impl<R, C, P, S> Default for StateWords<R, C, P, S> {
    fn default() -> Self {
        Self { cursor_field: None, incremental: None, migration: None, updated: None }
    }
}

impl<R, C, P, S> StateWords<R, C, P, S> {
    /// What they come to, or what is wrong between them.
    pub(super) fn cursor(&mut self) -> Result<Option<CursorDef<C>>> {
        if self.incremental.is_some() && self.updated.is_some() {
            let why = "`get_updated_state` keeps the state itself; take `incremental` or it away";
            return Err(Error::system(why));
        }
        match (self.cursor_field.take(), self.incremental.take()) {
            (Some(field), Some(words)) => Ok(Some(CursorDef { field, ..words })),
            (Some(field), None) => Ok(Some(CursorDef::new(field))),
            (None, Some(_)) => Err(Error::system(
                "incremental: the stream has no `cursor_field`, by which it is told what is new; say `cursor_field = \"…\"`",
            )),
            (None, None) => Ok(None),
        }
    }
}

impl<C> CursorDef<C> {
    fn new(field: Vec<String>) -> Self {
        Self {
            field,
            start: None,
            end: None,
            param_start: None,
            param_end: None,
            format: None,
            step: None,
            lookback: None,
            granularity: None,
            retention: None,
            order: Order::None,
            drops_outside: false,
            is_declared: false,
        }
    }

    /// What its cursors are, by the field's schema.
    ///
    /// # Errors
    /// A field without an order; words that are no words of such cursors.
    pub(crate) fn kind(&self, schema: &Value) -> Result<Kind> {
        let field = self.field.join(".");
        let mut node = schema;
        for name in &self.field {
            node = node.get("properties").and_then(|properties| properties.get(name)).unwrap_or(&Value::Null);
        }
        let kind = Kind::of(node, self.format.as_deref());
        kind.map_err(|why| Error::system(format!("cursor_field: `{field}` {why}")))
    }

    /// `step`, `lookback` and `granularity`, as they fit such cursors.
    ///
    /// # Errors
    /// A template that gives no length; a length of time for what is no time, and the other way round.
    pub(crate) fn strides(&self, kind: &Kind, scope: &Scope<'_, C>) -> Result<[Option<Stride>; 3]> {
        let length = |word: &str, node: Option<&Node<C>>| {
            let at = |error: Error| error.in_attribute(format_args!("incremental: {word}"));
            let value = node.map(|node| node.value(scope)).transpose().map_err(at)?.flatten();
            let text = value.filter(|value| !value.is_null()).map(|value| plain(&value));
            let stride = text.map(|text| Stride::parse_or_none(&text)).transpose();
            stride.map(Option::flatten).map_err(|why| at(Error::config(why)))
        };
        let (step, lookback) = (length("step", self.step.as_ref())?, length("lookback", self.lookback.as_ref())?);
        let told = [("granularity", &self.granularity), ("retention", &self.retention)];
        for (word, stride) in [("step", &step), ("lookback", &lookback)].into_iter().chain(told) {
            let Some(stride) = stride else { continue };
            let why = match (&kind, stride.is_time()) {
                (Kind::Time { .. }, true) | (Kind::Integer, false) => continue,
                (Kind::Time { .. }, false) => "is a length of time like `P30D` here",
                (Kind::Integer, true) => {
                    "is a whole number here, as the cursor is; if it counts seconds, say `format = \"%s\"`"
                }
                (Kind::Float | Kind::Text, _) => "needs to know what the cursor is; say its `format`, such as `\"%s\"`",
            };
            return Err(Error::system(format!("incremental: `{word}` {why}")));
        }
        let granularity = self.granularity.clone().or_else(|| kind.granularity());
        if let (Some(granularity), Some(step)) = (&granularity, &step)
            && granularity.is_longer(step)
        {
            return Err(Error::system(
                "incremental: `step` is shorter than `granularity`, so no window would hold anything",
            ));
        }
        Ok([step, lookback, granularity])
    }
}

impl<R: 'static, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S> {
    /// The field that says how new a record is, by its name in the record; `"a.b"` lies deeper. It may be one that is added.
    ///
    /// The stream can be read incrementally then. Without [`Self::incremental`], and where no request says `{state.…}` or
    /// `{window.…}`, records older than the last sync's greatest cursor are dropped here.
    #[must_use]
    pub fn cursor_field(mut self, field: &str) -> Self {
        self.state_words.cursor_field = Some(split(field));
        self
    }

    /// The same for a field of type `T`, which must have an order.
    #[must_use]
    pub fn cursor_field_of<T: CursorField>(self, field: &str) -> Self {
        self.cursor_field(field)
    }

    /// Asks the API for what is new since the last state, in windows.
    #[must_use]
    pub fn incremental(mut self, words: Incremental<StreamView<R, C, P, S>>) -> Self {
        let Incremental { start, end, param_start, param_end, format, step, lookback, granularity, .. } = words;
        let Incremental { retention, order, drops_outside, problems, .. } = words;
        let at = |problem: Error| problem.in_attribute("incremental");
        self.own.problems.extend(problems.into_iter().map(at));
        self.state_words.incremental = Some(CursorDef {
            field: Vec::new(),
            start,
            end,
            param_start,
            param_end,
            format,
            step,
            lookback,
            granularity,
            retention,
            order,
            drops_outside,
            is_declared: true,
        });
        self
    }

    /// Reads a state of an older form: called with the stream's state of the state file where there is one, before anything
    /// is asked for.
    #[must_use]
    pub fn state_migration(
        mut self,
        function: impl Fn(&SourceCx<'_, C>, StreamState) -> Result<StreamState> + 'static,
    ) -> Self {
        self.state_words.migration = Some(std::rc::Rc::new(function));
        self
    }

    /// Keeps the state by a function, for cursors that no word describes: it sees `cx.state()`, the state so far, and
    /// `cx.record()`, and gives the state behind that record. Slices are read one after the other then, and a STATE is written
    /// after each. The framework does not look into this state: a time in the future stays as it is.
    #[must_use]
    pub fn get_updated_state(
        mut self,
        hook: impl Fn(&Context<'_, R, C, P, S>) -> Result<StreamState> + 'static,
    ) -> Self {
        self.state_words.updated = Some(Box::new(hook));
        self
    }
}
