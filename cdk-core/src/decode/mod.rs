//! Decode: reads the records and the envelope from the bytes of a page.
//!
//! In: a response's body, the place of its records, and the stream's contract as a [`Program`]. Out: each record's own
//! bytes, checked and cut as the contract says, the values that keys and cursors need, and the envelope for pagination.
//! One pass over the bytes does all of it, without decoding the record: this is cheaper than slicing the page
//! unchecked. Defaults: undeclared fields are cut and counted; a misfit inside a nullable value makes that value null.
//! The order of reading: `path` and `body` (what comes in), `page` (a response from end to end), `envelope` (around the
//! records). Then come `scan` (one record), `settle` (values for serde), `found` and `report` (what goes out),
//! `advice` (what to declare), `drift` (undeclared counts), `peek` (the envelope before the records are read), `lossy`
//! (what is not a record). `typed` reads a record into its struct, where one is wanted; `split` finds the records of a
//! body that is read as it comes: lines, or the elements of an array.
//! Not here: other formats than JSON, the RECORD message, deciding what the next page is.

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
