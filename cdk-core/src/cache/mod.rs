//! Cache: responses kept on disk for the run, so that a request that was answered is not sent again.
//!
//! In: an unsigned request and whose it is, which make a [`Key`]; a success. Out: the success again, for an equal request:
//! same method, URL (its parameters in any order), body, headers and account.
//! Default: off; a stream asks for it by [`Cache`]. At most 8 GiB ([`Place`]), in a directory of the run's own that goes with
//! it; of what a killed run left, the next one rids the place. Requests that are under way are shared too (`single_flight`).
//! Bound: 33 bytes of memory for a response, or up to twice that; a body is held once, and once more compressed while it is
//! written. What cannot be written costs one warning and no record: the request is sent instead.
//! Not here: when the cache is asked (see `client`), what a success is, and how long it holds: nothing expires in a run.

mod directory;
mod entry;
mod key;
mod segments;
mod single_flight;
mod store;

pub(crate) use key::Key;
pub(crate) use segments::At;
pub(crate) use store::{Found, Place, Store};

use http::Method;

/// Which answers of a stream are kept for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Those to GET and HEAD, which only read by their definition.
    On,
    /// Those to POST: the connector's author knows that this one only reads.
    Safe,
}

impl Cache {
    /// Why a stream of that method cannot have its answers kept so, and what to do.
    pub(crate) fn problem(self, method: &Method) -> Option<String> {
        match (self, method) {
            (Self::On, &Method::GET | &Method::HEAD) | (Self::Safe, &Method::POST) => None,
            (Self::On, &Method::POST) => {
                Some("a POST may change something: say `cache(safe)` if this POST only reads".to_owned())
            }
            (Self::Safe, &Method::GET | &Method::HEAD) => {
                Some(format!("a {method} only reads anyway: `cache` does, without `safe`"))
            }
            _ => Some(format!("what answers a {method} is never kept: take `cache` away")),
        }
    }

    /// Whether the answer to this request may be kept.
    pub(crate) fn keeps(self, method: &Method) -> bool {
        match self {
            Self::On => matches!(*method, Method::GET | Method::HEAD),
            Self::Safe => matches!(*method, Method::GET | Method::HEAD | Method::POST),
        }
    }
}

#[cfg(test)]
mod tests;
