//! Scope: the data at one point of a read, with the types of slice, parent and record erased.

use std::any::Any;
use std::rc::Rc;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::decode::{PaddedBody, lossy};
use crate::error::{Error, Result};
use crate::hook_log::HookLog;
use crate::http::Response;
use crate::json::at;
use crate::retry::Attempt;
use crate::state::{CursorRange, CursorValue, State};
use crate::template::Placeholder;
use crate::template::exact::Exact;

/// One slice of a stream: one value or record per slicer.
#[derive(Default)]
pub(crate) struct Slice {
    /// The values of functions; the first one is `slice`, whatever its name.
    pub(crate) given: Vec<Given>,
    /// Parent records by the names of their roots; the first one is also `parent`.
    pub(crate) parents: Vec<(Rc<str>, Rc<ParentRecord>)>,
    /// The identity of the slice within the stream, as in the state.
    pub(crate) partition: Map<String, Value>,
    /// The first records of the slice, if embedded in the parent record. Taken when they are read.
    pub(crate) embedded: Option<EmbeddedPage>,
    /// The cursor window being read.
    pub(crate) window: CursorRange,
    /// The partition's state of the last complete sync.
    pub(crate) state: Option<Rc<State>>,
    /// The position of an interrupted run.
    pub(crate) resume: Option<Resume>,
}

/// The position in a slice at which an earlier run was interrupted.
pub(crate) struct Resume {
    /// The number of the window in the stream's progress.
    pub(crate) number: u64,
    pub(crate) token: Option<Value>,
    pub(crate) recent: Option<CursorValue>,
}

impl Slice {
    /// A copy without embedded records.
    pub(crate) fn again(&self) -> Self {
        let (given, parents) = (self.given.clone(), self.parents.clone());
        Self { given, parents, partition: self.partition.clone(), state: self.state.clone(), ..Self::default() }
    }

    /// The record of the first parent.
    pub(crate) fn parent(&self) -> Option<&ParentRecord> {
        self.parents.first().map(|(_, record)| &**record)
    }
}

/// A slice value from a function.
#[derive(Clone)]
pub(crate) struct Given {
    /// Its root in templates.
    pub(crate) name: Rc<str>,
    pub(crate) typed: Rc<dyn Any>,
    /// Its type, for messages.
    pub(crate) type_name: &'static str,
    /// Its part of the slice's partition.
    pub(crate) partition: Rc<Map<String, Value>>,
}

/// The records of a slice that are embedded in the parent record.
pub(crate) struct EmbeddedPage {
    /// Their original text; `None` if there are none and nothing is requested.
    pub(crate) list: Option<PaddedBody>,
    /// Whether the list continues after them.
    pub(crate) goes_on: bool,
}

/// A parent record and its own slice.
pub(crate) struct ParentRecord {
    pub(crate) typed: Box<dyn Any>,
    /// Its key, for messages: ` (id = 42)`.
    pub(crate) key: String,
    /// The slice in which it was read.
    pub(crate) slice: Rc<Slice>,
}

/// The previous page of a request, or the page of the current records.
pub(crate) struct PageScope {
    pub(crate) response: Response,
    /// The body without its records.
    pub(crate) envelope: Exact,
    /// The page's last raw record, kept only if the stream uses it.
    pub(crate) last: Option<Exact>,
    /// How many records the page had; `None` until they are read.
    pub(crate) records: Option<u64>,
    /// Whether hooks can use the response. False for embedded records, and for records of a body that is still being
    /// read.
    pub(crate) has_response: bool,
}

/// The data at one point of a read.
pub(crate) struct Scope<'a, C> {
    pub(crate) config: &'a C,
    pub(crate) stream: &'a str,
    pub(crate) slice: &'a Slice,
    /// The state at the start of the slice; in `get_updated_state` the state so far.
    pub(crate) state: Option<&'a State>,
    pub(crate) next_page_token: Option<&'a Value>,
    pub(crate) page: Option<&'a PageScope>,
    /// The record's JSON text.
    pub(crate) raw_record: Option<&'a [u8]>,
    /// The record's struct.
    pub(crate) record: Option<&'a dyn Any>,
    /// The attempt, in hooks about one.
    pub(crate) attempt: Option<&'a Attempt<'a>>,
    pub(crate) now: Timestamp,
    /// The log for hooks.
    pub(crate) log: &'a dyn HookLog,
}

// Not derived: a derive would demand `C: Clone`.
impl<C> Clone for Scope<'_, C> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<C> Copy for Scope<'_, C> {}

impl<'a, C> Scope<'a, C> {
    /// The value of a placeholder that is looked up at run time; `None` if absent.
    pub(crate) fn lookup(&self, place: &Placeholder) -> Option<Value> {
        let path = place.path.as_slice();
        match place.root.as_str() {
            "token" => at(self.next_page_token?, path).cloned(),
            "response" => at(self.page?.envelope.value(), path).cloned(),
            "header" => self.page?.response.header(&path.join(".")).map(Value::from),
            "last" => at(self.page?.last.as_ref()?.value(), path).cloned(),
            "state" => at(self.state?.get(path.first()?)?, path.get(1..)?).cloned(),
            "window" => self.slice.window.edge(path.first()?),
            "record" => at(&self.raw_record_value().ok()?, path).cloned(),
            _ => None,
        }
    }

    pub(crate) fn attempt(&self) -> Result<&'a Attempt<'a>> {
        self.attempt
            .ok_or_else(|| Error::system("no attempt is available; use it in `should_retry` and `backoff_time`"))
    }

    pub(crate) fn raw_record_value(&self) -> Result<Value> {
        let raw = self
            .raw_record
            .ok_or_else(|| Error::system("no record is available: this function is not called for a record"))?;
        Ok(lossy(raw)?)
    }
}
