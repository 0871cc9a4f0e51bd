//! Stream plan: a stream's definition and the config, made ready to read.
//!
//! Data without cells: nothing here changes while the stream is read (see `base::tally` for what does).
//! Not here: making a plan (see `build`), what is done by it (see the folders `request`, `record` and `page`).

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::captures::{Captures, EmbeddedCaptures};
use super::columns::Columns;
use super::cursor::CursorPlan;
use super::gate_passes::GatePasses;
use crate::auth::{ConfigUpdates, Signer};
use crate::decode::{Form, Program, RecordsPath};
use crate::http::url::Origins;
use crate::paginate::Paginate;
use crate::record::Line;
use crate::stream::Definition;

/// One stream, ready to read.
pub(crate) struct StreamPlan<C> {
    pub(crate) definition: Rc<Definition<C>>,
    pub(crate) request: RequestPlan<C>,
    pub(crate) record: RecordPlan<C>,
    pub(crate) cursor: Option<CursorPlan>,
    pub(crate) paging: PagingPlan,
    /// Those of its parents, in the order of their slicers.
    pub(crate) parents: Vec<Rc<StreamPlan<C>>>,
}

/// How a stream's requests are made and sent.
pub(crate) struct RequestPlan<C> {
    pub(crate) definition: Rc<Definition<C>>,
    /// Where a request holds the page's token and size.
    pub(crate) paginate: Rc<Paginate>,
    pub(crate) origins: Origins,
    pub(crate) signer: Option<Rc<dyn Signer>>,
    /// What its requests show at the gate.
    pub(crate) passes: GatePasses,
    /// Requests of the stream that may be in flight, if the stream limits them.
    pub(crate) most_in_flight: Option<usize>,
    /// The config as it came.
    pub(crate) config_updates: Rc<dyn ConfigUpdates>,
    /// The stream that the catalog selects: this one, or one that this is a parent of.
    pub(crate) selected: String,
}

/// What becomes of a stream's records.
pub(crate) struct RecordPlan<C> {
    pub(crate) definition: Rc<Definition<C>>,
    pub(crate) program: Arc<Program>,
    pub(crate) captures: Captures,
    /// Fields that serde demands.
    pub(crate) required: BTreeSet<String>,
    /// Why records go through serde, if they do.
    pub(crate) typed_because: Option<String>,
    pub(crate) line: Line,
    /// Whether a hook or a template may look at the last record of a page.
    pub(crate) keeps_last: bool,
    /// Whether an added field comes from the page around its record.
    pub(crate) adds_from_page: bool,
    /// What a child finds in each record, if this is a parent.
    pub(crate) carried: Option<EmbeddedCaptures>,
    /// The fields that the catalog selects. `None`: all.
    pub(crate) columns: Option<Columns>,
    /// The path of a record's identity for that child; `None`: the primary key.
    pub(crate) key: Option<Vec<String>>,
}

/// How a slice is read page by page.
pub(crate) struct PagingPlan {
    pub(crate) paginate: Rc<Paginate>,
    /// Where a page holds its records.
    pub(crate) records: RecordsPath,
    /// The form of bodies that are read while they arrive.
    pub(crate) form: Option<Form>,
    /// Whether a hook makes requests, and may look at the response before.
    pub(crate) has_request_hooks: bool,
    /// Whether a request depends on the response before it.
    pub(crate) names_page_before: bool,
    /// Whether a function finds the next page's token.
    pub(crate) has_token_hook: bool,
    /// Whether records have a primary key.
    pub(crate) has_key: bool,
}
