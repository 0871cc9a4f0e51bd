//! Which responses of a stream are kept: what the attribute `cache` says.

use http::Method;

/// Which answers of a stream are kept for the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
