//! Cache: responses kept on disk for the run, so that a request that was answered is not sent again.
//!
//! In: an unsigned request and whose it is, which make a [`CacheKey`]; a success. Out: the success again, for an equal request:
//! same method, URL (its parameters in any order), body, headers and account.
//! Default: off; a stream asks for it by [`Cache`]. At most 8 GiB ([`CacheLocation`]), in a directory of the run's own that goes with
//! it; of what a killed run left, the next one rids the place. Requests that are under way are shared too (`single_flight`).
//! Bound: 33 bytes of memory for a response, or up to twice that; a body is held once, and once more compressed while it is
//! written. What cannot be written costs one warning and no record: the request is sent instead.
//! Not here: when the cache is asked (see `client`), what a success is, and how long it holds: nothing expires in a run.

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
