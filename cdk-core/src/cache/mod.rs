//! Cache: stores responses on disk during the run, so that an equal request is not sent again.
//!
//! In: an unsigned request and its account, which form a [`CacheKey`]; a success. Out: the same success for an equal
//! request: same method, URL (parameters in any order), body, headers and account.
//! Default: off; a stream enables it with [`Cache`]. At most 8 GiB ([`CacheLocation`]), in a private directory that is
//! removed at the end of the run. After a killed run, the next run removes the directory. Equal requests in flight
//! share one response (`single_flight`).
//! Memory: 33 to 66 bytes per response. While a body is written, it is held once as it is and once compressed. If a
//! response cannot be written, there is one warning and the request is sent again; no record is lost.
//! Not here: when the cache is used (see `client`), the definition of a success. Entries do not expire during a run.

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
