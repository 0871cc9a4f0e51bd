//! Scanner: the scanner of records, for the tests and benchmarks of this workspace. Not a part of the API.

pub use crate::decode::{
    Became, Beyond, Body, Change, Checked, Form, Found, Lead, LeafCheck, LeafError, Lone, Mismatch, MismatchKind,
    OnMismatch, PAD, Page, PageError, Program, ProgramOptions, RecordsPath, Scanner, SplitError, Splitter, Undeclared,
    Why, lead_in, leaf_check, peek,
};
