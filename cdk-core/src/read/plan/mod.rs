//! Plan: a definition and the config, made ready to read. Data only; what changes while reading is in the `Tally`.

pub(super) mod cursor;
pub(super) mod judge;
pub(super) mod passing;
pub(super) mod signing;
pub(super) mod stream_plan;
