//! Scanner: internals of the record scanner, for the tests and benchmarks of this workspace. Not part of the API.

pub use crate::decode::{
    Became, Beyond, Change, Checked, Form, FoundRecord, Lead, LeafCheck, LeafError, Lone, Mismatch, MismatchKind,
    OnMismatch, PAD, PaddedBody, Page, PageError, Program, ProgramOptions, RecordsPath, Scanner, SplitError, Splitter,
    Undeclared, Why, lead_in, leaf_check, peek,
};
