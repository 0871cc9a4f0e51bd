//! Rule: which responses of a stream are cached, as in the attribute `cache`.

use http::Method;

/// Which responses of a stream are cached for the run. Default of a stream: none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cache {
    /// Responses to GET and HEAD, which by definition only read.
    On,
    /// Also responses to POST: the author of the connector knows that this POST only reads.
    Safe,
}

impl Cache {
    /// The error if a stream with this method cannot use the rule, and how to fix it.
    pub(crate) fn problem(self, method: &Method) -> Option<String> {
        match (self, method) {
            (Self::On, &Method::GET | &Method::HEAD) | (Self::Safe, &Method::POST) => None,
            (Self::On, &Method::POST) => {
                Some("a POST may change something: say `cache(safe)` if this POST only reads".to_owned())
            }
            (Self::Safe, &Method::GET | &Method::HEAD) => {
                Some(format!("a {method} only reads anyway: use `cache` without `safe`"))
            }
            _ => Some(format!("responses to a {method} are never cached: remove `cache`")),
        }
    }

    /// Whether the response to this method may be cached.
    pub(crate) fn keeps(self, method: &Method) -> bool {
        match self {
            Self::On => matches!(*method, Method::GET | Method::HEAD),
            Self::Safe => matches!(*method, Method::GET | Method::HEAD | Method::POST),
        }
    }
}
