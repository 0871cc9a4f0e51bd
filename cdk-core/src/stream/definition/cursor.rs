//! The cursor of a stream, and the checks that do not need a config.
//!
//! Not here: cursors and windows (see `state`), reading by them (see `read`).

use std::rc::Rc;

use serde_json::Value;

use super::scope::Scope;
use super::template::FieldNode;
use crate::error::{Error, Result};
use crate::state::{CursorKind, Stride};
use crate::stream::value::{Order, StreamState, plain};

/// The options of a stream's cursor.
pub(crate) struct CursorDef<C> {
    /// Empty until the stream sets it.
    pub(crate) field: Vec<String>,
    pub(crate) start: Option<FieldNode<C>>,
    pub(crate) end: Option<FieldNode<C>>,
    pub(crate) param_start: Option<String>,
    pub(crate) param_end: Option<String>,
    pub(crate) format: Option<String>,
    pub(crate) step: Option<FieldNode<C>>,
    pub(crate) lookback: Option<FieldNode<C>>,
    pub(crate) granularity: Option<Stride>,
    pub(crate) retention: Option<Stride>,
    pub(crate) order: Order,
    pub(crate) drops_outside: bool,
    /// Whether `incremental` is set.
    pub(crate) is_declared: bool,
}

/// `state_migration`: from an earlier form of the state to the current one.
pub(crate) type Migration<C> = Rc<dyn Fn(&Scope<'_, C>, StreamState) -> Result<StreamState>>;
/// `get_updated_state`, for the record's JSON.
pub(crate) type Updated<C> = Rc<dyn Fn(&Scope<'_, C>, &[u8]) -> Result<StreamState>>;

// Not derived: a derive would demand `C: Default`.
impl<C> Default for CursorDef<C> {
    fn default() -> Self {
        Self {
            field: Vec::new(),
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
}

impl<C> CursorDef<C> {
    /// The kind of the cursor, by the field's schema.
    ///
    /// # Errors
    /// If the field's values have no order, or an option does not match the kind.
    pub(crate) fn kind(&self, schema: &Value) -> Result<CursorKind> {
        let field = self.field.join(".");
        let mut node = schema;
        for name in &self.field {
            node = node.get("properties").and_then(|properties| properties.get(name)).unwrap_or(&Value::Null);
        }
        let kind = CursorKind::of(node, self.format.as_deref());
        kind.map_err(|why| Error::system(format!("cursor_field: `{field}` {why}")))
    }

    /// `step`, `lookback` and `granularity` for this kind of cursor.
    ///
    /// # Errors
    /// If a template does not result in a length, or a length does not match the kind: durations are for times, numbers
    /// for numbers.
    pub(crate) fn strides(&self, kind: &CursorKind, scope: &Scope<'_, C>) -> Result<[Option<Stride>; 3]> {
        let length = |word: &str, node: Option<&FieldNode<C>>| {
            let at = |error: Error| error.in_attribute(format_args!("incremental: {word}"));
            let value = node.map(|node| node.value(scope)).transpose().map_err(at)?.flatten();
            let text = value.filter(|value| !value.is_null()).map(|value| plain(&value));
            let stride = text.map(|text| Stride::parse_or_none(&text)).transpose();
            stride.map(Option::flatten).map_err(|why| at(Error::config(why)))
        };
        let (step, lookback) = (length("step", self.step.as_ref())?, length("lookback", self.lookback.as_ref())?);
        let fixed = [("granularity", &self.granularity), ("retention", &self.retention)];
        for (word, stride) in [("step", &step), ("lookback", &lookback)].into_iter().chain(fixed) {
            let Some(stride) = stride else { continue };
            let why = match (&kind, stride.is_time()) {
                (CursorKind::Time { .. }, true) | (CursorKind::Integer, false) => continue,
                (CursorKind::Time { .. }, false) => "must be a duration like `P30D` here",
                (CursorKind::Integer, true) => {
                    "must be a whole number here, like the cursor; for seconds set `format = \"%s\"`"
                }
                (CursorKind::Float | CursorKind::Text, _) => {
                    "needs the type of the cursor; set its `format`, such as `\"%s\"`"
                }
            };
            return Err(Error::system(format!("incremental: `{word}` {why}")));
        }
        let granularity = self.granularity.clone().or_else(|| kind.granularity());
        if let (Some(granularity), Some(step)) = (&granularity, &step)
            && granularity.is_longer(step)
        {
            return Err(Error::system("incremental: `step` must not be shorter than `granularity`"));
        }
        Ok([step, lookback, granularity])
    }
}
