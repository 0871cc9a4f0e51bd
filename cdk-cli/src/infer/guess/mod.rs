//! Guess: the attributes of a stream that a response or a document shows, each with its reason.
//!
//! In: pages of a sample, or schemas. Out: lines of `#[stream(…)]`. What the input does not show is not guessed: the line
//! is then only a comment that says so.
//! Not here: types (see `record`), Rust text (see `write`).

mod cursor_field;
mod envelope;
mod evidence;
mod line;
mod names;
mod pagination;
mod primary_key;
mod records;
mod schema_records;

pub(crate) use cursor_field::cursor_field;
pub(crate) use envelope::{leaves_of_schema, leaves_of_values};
pub(crate) use evidence::{Evidence, LinkHeader, Request};
pub(crate) use line::{Line, parameter_key, quoted};
pub(crate) use names::{pascal_case, singular};
pub(crate) use pagination::pagination;
pub(crate) use primary_key::primary_key;
pub(crate) use records::{FoundRecords, records};
pub(crate) use schema_records::schema_records;
