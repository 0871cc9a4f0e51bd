//! Read page: what the source of a page brought.

use crate::http::Response;
use crate::read::base::slice_progress::SliceProgress;
use crate::read::record::collector::PageTail;
use crate::template::exact::Exact;

/// A page whose records are read.
pub(crate) struct ReadPage {
    pub(crate) response: Response,
    /// The body without its records.
    pub(crate) envelope: Exact,
    pub(crate) records: u64,
    pub(crate) tail: PageTail,
    /// What the slice's records have shown with it.
    pub(crate) progress: SliceProgress,
}
