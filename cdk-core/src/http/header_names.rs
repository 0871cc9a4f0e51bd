//! Header names: the `Debug` form of headers, without their values, which may be secrets.

use std::fmt;

use http::HeaderMap;

/// Shows only the names.
pub(super) struct HeaderNames<'a>(pub(super) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys().map(|name| name.as_str())).finish()
    }
}
