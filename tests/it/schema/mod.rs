//! What the schema room promises: the dialect of records, the contract, the spec of a config, its secrets.

mod agreement;
mod arbitrary;
mod given;
mod mends;
mod rewritten;
mod snapshots;
mod spec;
mod types;
