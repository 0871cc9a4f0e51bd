//! Scope: everything that is known at one point of a read, with the types of slice, parent and record erased.

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

/// One slice of a stream: what each of its slicers gave.
#[derive(Default)]
pub(crate) struct Slice {
    /// What functions gave; the first is `slice`, whatever its name.
    pub(crate) given: Vec<Given>,
    /// Records of parents by the names of their roots; the first is `parent` too.
    pub(crate) parents: Vec<(Rc<str>, Rc<ParentRecord>)>,
    /// What tells the slice apart from the stream's others, as state names it.
    pub(crate) partition: Map<String, Value>,
    /// The slice's first records, where the parent's record holds them; taken when they are read.
    pub(crate) embedded: Option<EmbeddedPage>,
    /// What of the partition is read in one go: the cursors from here to there.
    pub(crate) window: CursorRange,
    /// The partition's state of the last complete sync.
    pub(crate) state: Option<Rc<State>>,
    /// Where an earlier run stopped.
    pub(crate) resume: Option<Resume>,
}

/// Where in a slice an earlier run stopped.
pub(crate) struct Resume {
    /// The window's number in the stream's progress.
    pub(crate) number: u64,
    pub(crate) token: Option<Value>,
    pub(crate) recent: Option<CursorValue>,
}

impl Slice {
    /// The same without embedded records.
    pub(crate) fn again(&self) -> Self {
        let (given, parents) = (self.given.clone(), self.parents.clone());
        Self { given, parents, partition: self.partition.clone(), state: self.state.clone(), ..Self::default() }
    }

    /// The record of the first parent.
    pub(crate) fn parent(&self) -> Option<&ParentRecord> {
        self.parents.first().map(|(_, record)| &**record)
    }
}

/// A value that a function gave for a slice.
#[derive(Clone)]
pub(crate) struct Given {
    /// The root by which templates see it.
    pub(crate) name: Rc<str>,
    pub(crate) typed: Rc<dyn Any>,
    /// Its type, for messages.
    pub(crate) type_name: &'static str,
    /// Its share of the slice's partition.
    pub(crate) partition: Rc<Map<String, Value>>,
}

/// The records of a slice that lie in the parent's record.
pub(crate) struct EmbeddedPage {
    /// Their text as it came; `None` where there is none and nothing is to be asked for either.
    pub(crate) list: Option<PaddedBody>,
    /// Whether the list goes on behind them.
    pub(crate) goes_on: bool,
}

/// A parent's record, and what lies above it.
pub(crate) struct ParentRecord {
    pub(crate) typed: Box<dyn Any>,
    /// Its key, for messages: ` (id = 42)`.
    pub(crate) key: String,
    /// The slice that it was read in.
    pub(crate) slice: Rc<Slice>,
}

/// The page before the request at hand, or the page whose records are at hand.
pub(crate) struct PageScope {
    pub(crate) response: Response,
    /// The body without its records.
    pub(crate) envelope: Exact,
    /// The page's last raw record, kept only where the stream asks for it.
    pub(crate) last: Option<Exact>,
    /// How many records the page had; `None` until they are read.
    pub(crate) records: Option<u64>,
    /// Whether hooks may look at the response: not where the records lay in the parent's record, and not while they are read.
    pub(crate) has_response: bool,
}

/// Everything that is known at one point.
pub(crate) struct Scope<'a, C> {
    pub(crate) config: &'a C,
    pub(crate) stream: &'a str,
    pub(crate) slice: &'a Slice,
    /// The state that the slice began with; in `get_updated_state` the one so far.
    pub(crate) state: Option<&'a State>,
    pub(crate) next_page_token: Option<&'a Value>,
    pub(crate) page: Option<&'a PageScope>,
    /// The record's JSON text.
    pub(crate) raw_record: Option<&'a [u8]>,
    /// The record's struct.
    pub(crate) record: Option<&'a dyn Any>,
    /// The attempt that is judged, in the hooks about one.
    pub(crate) attempt: Option<&'a Attempt<'a>>,
    pub(crate) now: Timestamp,
    /// Takes what a hook logs.
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
    /// The value of a placeholder that is known only at run time; `None` is absent.
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
        self.attempt.ok_or_else(|| {
            Error::system("no attempt is known at this point; `should_retry` and `backoff_time` are called about one")
        })
    }

    pub(crate) fn raw_record_value(&self) -> Result<Value> {
        let raw = self.raw_record.ok_or_else(|| Error::system("no record is known at this point"))?;
        Ok(lossy(raw)?)
    }
}
