//! Decode: reads the records and the envelope from the bytes of a page.
//!
//! In: a response's body, the position of its records, and the stream's contract as a [`Program`]. Out: the bytes of
//! each record, checked and cut by the contract; the values that keys and cursors need; the envelope for pagination.
//! One pass over the bytes does all of it, without decoding the record. This is cheaper than cutting the page into
//! records without a check. Defaults: undeclared fields are cut and counted; a misfit inside a nullable value makes
//! that value null.
//!
//! Order of reading:
//! - `path` and `body` are the input. `page` reads a whole response, `envelope` the part around the records.
//! - `scan` reads one record, `settle` uses serde for values that need it.
//! - `found` and `report` are the output. `advice` suggests declarations, and `drift` counts undeclared fields.
//! - `peek` reads the envelope before the records. `lossy` handles values that are not records.
//! - `typed` reads a record into its struct, if one is needed.
//! - `split` finds the records of a streamed body: lines, or the elements of an array.
//!
//! Not here: other formats than JSON, the RECORD message, the decision about the next page.

#![cfg_attr(
    not(feature = "testing"),
    allow(
        dead_code,
        unreachable_pub,
        unused_imports,
        reason = "`testing::scanner` shows them to the tests of the scanner"
    )
)]

mod advice;
mod body;
mod drift;
mod envelope;
mod field;
mod found;
mod locate;
mod lossy;
mod page;
mod path;
mod peek;
mod program;
mod report;
mod scan;
mod settle;
mod split;
#[cfg(test)]
mod tests;
mod typed;
mod way;

pub use body::{PAD, PaddedBody};
pub use field::Checked;
pub use found::{Change, FoundRecord};
pub use locate::{Lead, lead_in};
pub(crate) use lossy::lossy;
pub use page::{Lone, Page, Scanner};
pub use path::RecordsPath;
pub use peek::peek;
pub use program::{LeafCheck, LeafError, OnMismatch, Program, ProgramOptions, Undeclared, leaf_check};
pub use report::{Mismatch, PageError, Why};
pub use scan::fault::MismatchKind;
pub use scan::noted::Became;
pub use split::{Form, SplitError, Splitter};
pub use typed::Beyond;
pub(crate) use typed::typed_beyond;
