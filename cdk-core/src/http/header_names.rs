//! Header names: what `Debug` shows of headers, whose values may be secrets.

use std::fmt;

use http::HeaderMap;

/// Shows the names alone.
pub(super) struct HeaderNames<'a>(pub(super) &'a HeaderMap);

impl fmt::Debug for HeaderNames<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys().map(|name| name.as_str())).finish()
    }
}
