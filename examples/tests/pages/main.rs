//! The code that the pages below `docs/` show. `just docs` copies each region into its page.

#![allow(dead_code, unused_imports, clippy::unwrap_used, reason = "examples, compiled and not called")]

mod authentication;
mod builder;
mod derives;
mod errors;
mod first;
mod getting_started;
mod hooks;
mod incremental;
mod pagination;
mod python;
mod recipes;
mod records;
mod requests;
mod source;
mod substreams;
mod templates;
mod testing;
