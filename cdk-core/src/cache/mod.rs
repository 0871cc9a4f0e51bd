//! Cache: responses on disk, so that a request is sent once per run.
//!
//! In: an unsigned request with its account, as a [`CacheKey`]; a success. Out: the success again for an equal request:
//! same method, URL (parameters in any order), body, headers and account.
//! Default: off; a stream turns it on with [`Cache`]. At most 8 GiB ([`CacheLocation`]), in a directory that is removed
//! with the run. The next run removes the directory of a killed run. Equal requests in flight are shared too
//! (`single_flight`).
//! Memory: 33 to 66 bytes per response. A body is held once, and once more compressed while it is written. A response
//! that cannot be written costs one warning: later requests are sent.
//! Not here: when the cache is used (see `client`). Nothing expires during a run.

mod directory;
mod entry;
mod key;
mod location;
mod rule;
mod segments;
mod single_flight;
mod store;

pub(crate) use key::CacheKey;
pub(crate) use location::CacheLocation;
pub use rule::Cache;
pub(crate) use segments::SegmentRange;
pub(crate) use single_flight::SendTurn;
pub(crate) use store::{CacheLookup, Store};

#[cfg(test)]
mod tests;
