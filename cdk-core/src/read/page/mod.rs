//! Page: the pages of one slice, one after the other.
//!
//! In: a slice that is open. Out: each page's records in a sink; the slice's progress and its next token.
//! [`reader::PageReader`] is the one state machine: it requests a page, handles the answer (`answer`), reads its
//! records from a
//! [`source::PageSource`] (`whole`, `parsed`, `streamed`, `embedded`) and goes on to the next page (`advance`). Pages
//! that are known before their turn are requested by `look_ahead`.
//! Not here: which slices there are (see `slice`), what a record becomes (see `record`).

pub(super) mod advance;
pub(super) mod answer;
pub(super) mod embedded;
pub(super) mod errors;
pub(super) mod look_ahead;
pub(super) mod page_log;
pub(super) mod parsed;
pub(super) mod position;
pub(super) mod probe;
pub(super) mod read_page;
pub(super) mod reader;
pub(super) mod source;
pub(super) mod streamed;
pub(super) mod whole;
