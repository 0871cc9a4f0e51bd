//! Tally: everything that changes while a stream is read, except the position of each slice.
//!
//! In: what requests, pages and records bring. Out: counts and once-flags for warnings, the summary, and the decisions
//! that hold for all slices of the stream.
//! One `Tally` belongs to each stream that is read, a parent's to the parent. All slices of the stream share it on one
//! thread, so its parts are cells. No plan holds a cell.
//! Not here: how far a slice is read (`page::position`), what a STATE says (`state::progress`).

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use jiff::Timestamp;

use super::nulled::NulledValues;
use super::short_pages::ShortPages;
use super::without_cursor::RecordsWithoutCursor;
use crate::client::Stats;
use crate::decode::{Program, Scanner};

/// The list that a function returned for slices.
pub(crate) type FunctionList = Rc<[Rc<dyn Any>]>;

/// The running totals of one stream.
pub(crate) struct Tally {
    /// Counts of its requests.
    pub(crate) requests: Rc<Stats>,
    /// The scanner with its buffers, and the undeclared fields that it has seen.
    pub(crate) scanner: RefCell<Scanner>,
    /// Fields whose values were changed: for one warning.
    pub(crate) nulled: RefCell<NulledValues>,
    /// Records that had no cursor, or none that can be read.
    pub(crate) without_cursor: RecordsWithoutCursor,
    /// Whether a short page ends a slice.
    pub(crate) short_pages: ShortPages,
    /// Whether any page had the place of the next page's token.
    pub(crate) token_place_seen: Rc<Cell<bool>>,
    /// Pages that were requested before their turn, over all slices.
    pub(crate) pages_ahead: Rc<Cell<usize>>,
    /// Whether serde has agreed with the contract on a first page.
    is_verified: Cell<bool>,
    /// Slices that ended early by the connector's rules.
    ignored: Cell<u64>,
    has_warned_of_empty_pages: Cell<bool>,
    has_warned_of_empty_object: Cell<bool>,
    /// When the sync that is resumed began, in an earlier run.
    resumed_sync_began: Cell<Option<Timestamp>>,
    /// The lists that functions returned for slices, by the places of their slicers.
    lists: RefCell<BTreeMap<usize, FunctionList>>,
    /// Slices that were begun.
    slices: Cell<u64>,
    has_records: Cell<bool>,
    has_failed_slice: Cell<bool>,
}

impl Tally {
    /// `program`: the stream's contract.
    pub(crate) fn new(program: Arc<Program>) -> Self {
        Self {
            requests: Rc::default(),
            scanner: RefCell::new(Scanner::new(program)),
            nulled: RefCell::default(),
            without_cursor: RecordsWithoutCursor::default(),
            short_pages: ShortPages::default(),
            token_place_seen: Rc::default(),
            pages_ahead: Rc::default(),
            is_verified: Cell::new(false),
            ignored: Cell::new(0),
            has_warned_of_empty_pages: Cell::new(false),
            has_warned_of_empty_object: Cell::new(false),
            resumed_sync_began: Cell::default(),
            lists: RefCell::default(),
            slices: Cell::new(0),
            has_records: Cell::new(false),
            has_failed_slice: Cell::new(false),
        }
    }

    /// Whether serde has agreed with the contract on a page that had records.
    pub(crate) fn is_verified(&self) -> bool {
        self.is_verified.get()
    }

    /// A page is read: with records, serde has agreed with the contract.
    pub(crate) fn count_page(&self, records: u64) {
        if records > 0 {
            self.is_verified.set(true);
        }
    }

    /// Counts a slice that ended early by a rule; returns how many did so far.
    pub(crate) fn count_ignored(&self) -> u64 {
        self.ignored.set(self.ignored.get() + 1);
        self.ignored.get()
    }

    pub(crate) fn ignored(&self) -> u64 {
        self.ignored.get()
    }

    /// Whether the warning about empty pages is due; it is due once.
    pub(crate) fn begin_warning_of_empty_pages(&self) -> bool {
        !self.has_warned_of_empty_pages.replace(true)
    }

    /// Whether the warning about an empty object is due; it is due once.
    pub(crate) fn begin_warning_of_empty_object(&self) -> bool {
        !self.has_warned_of_empty_object.replace(true)
    }

    /// Sets when the sync that is resumed began.
    pub(crate) fn resume_sync(&self, began: Option<Timestamp>) {
        self.resumed_sync_began.set(began);
    }

    pub(crate) fn resumed_sync_began(&self) -> Option<Timestamp> {
        self.resumed_sync_began.get()
    }

    pub(crate) fn list(&self, slicer: usize) -> Option<FunctionList> {
        self.lists.borrow().get(&slicer).cloned()
    }

    /// Keeps the list of a slicer, so that its function is called once.
    pub(crate) fn keep_list(&self, slicer: usize, list: FunctionList) {
        self.lists.borrow_mut().insert(slicer, list);
    }

    pub(crate) fn slices(&self) -> u64 {
        self.slices.get()
    }

    pub(crate) fn set_slices(&self, slices: u64) {
        self.slices.set(slices);
    }

    /// Whether these are the stream's first records.
    pub(crate) fn begin_records(&self) -> bool {
        !self.has_records.replace(true)
    }

    /// Takes how a slice ended; returns whether any slice has failed so far.
    pub(crate) fn record_slice_end(&self, is_complete: bool) -> bool {
        self.has_failed_slice.set(self.has_failed_slice.get() || !is_complete);
        self.has_failed_slice.get()
    }
}
