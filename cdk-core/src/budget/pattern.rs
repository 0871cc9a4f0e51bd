//! Pattern: the requests that a rate limit applies to.

use http::Method;

/// A method and a path, each optional.
#[derive(Clone, Debug, Default)]
pub(crate) struct RequestPattern {
    method: Option<Method>,
    path: Option<Path>,
}

#[derive(Clone, Debug)]
struct Path {
    segments: Vec<String>,
    /// Whether any path may follow.
    is_open: bool,
}

impl RequestPattern {
    /// # Errors
    /// If the path is invalid.
    pub(crate) fn set_path(&mut self, path: &str) -> Result<(), String> {
        let inner = path.trim_matches('/');
        let (inner, is_open) = match inner.strip_suffix("**") {
            Some(inner) => (inner.trim_end_matches('/'), true),
            None => (inner, false),
        };
        let segments: Vec<String> = inner.split('/').filter(|_| !inner.is_empty()).map(str::to_owned).collect();
        if segments.iter().any(|segment| segment.is_empty() || (segment.contains('*') && segment != "*"))
            || path.contains(['?', '#'])
        {
            return Err(format!(
                "invalid path `{path}`; use a form like `search`, `users/*` or `files/**`: `*` is one whole segment, \
                 `**` the rest"
            ));
        }
        self.path = Some(Path { segments, is_open });
        Ok(())
    }

    /// Restricts the pattern to one method.
    pub(crate) fn set_method(&mut self, method: Method) {
        self.method = Some(method);
    }

    /// Whether every request matches.
    pub(crate) fn is_of_all(&self) -> bool {
        self.method.is_none() && self.path.is_none()
    }

    /// `path`: the path after `url_base`.
    pub(crate) fn fits(&self, method: &Method, path: &str) -> bool {
        self.method.as_ref().is_none_or(|own| own == method) && self.path.as_ref().is_none_or(|own| own.fits(path))
    }
}

impl Path {
    fn fits(&self, path: &str) -> bool {
        let path = path.trim_matches('/');
        let mut segments = path.split('/').filter(|_| !path.is_empty());
        let fits = self.segments.iter().all(|own| segments.next().is_some_and(|segment| own == "*" || own == segment));
        fits && (self.is_open || segments.next().is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_one_segment_and_two_are_the_rest() {
        for (pattern, path, want) in [
            ("search", "/search", true),
            ("/search/", "search/", true),
            ("search", "/search/x", false),
            ("search", "/x/search", false),
            ("users/*", "/users/1", true),
            ("users/*", "/users", false),
            ("users/*", "/users/1/posts", false),
            ("users/*/posts", "/users/1/posts", true),
            ("files/**", "/files/a/b", true),
            ("files/**", "/files", true),
            ("files/**", "/filesystem", false),
            ("**", "/", true),
            ("", "/", true),
            ("", "/x", false),
        ] {
            let mut parsed = RequestPattern::default();
            parsed.set_path(pattern).unwrap();
            assert_eq!(parsed.fits(&Method::GET, path), want, "{pattern} {path}");
        }
        for wrong in ["a*", "a//b", "**/a", "a?b=1"] {
            assert!(RequestPattern::default().set_path(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_method_is_compared_as_it_is() {
        let mut pattern = RequestPattern::default();
        pattern.set_method(Method::POST);
        assert!(pattern.fits(&Method::POST, "/x") && !pattern.fits(&Method::GET, "/x"));
    }
}
