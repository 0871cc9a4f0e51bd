//! Credentials: headers and query parameters that authenticate a request.

/// Headers and query parameters that authenticate a request.
///
/// ```
/// let credentials = cdk_core::Credentials::new().header("X-Api-Key", "k1").param("sig", "s1");
/// ```
#[derive(Clone, Default, PartialEq, Eq, Hash)]
pub struct Credentials {
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) params: Vec<(String, String)>,
}

impl Credentials {
    /// Empty credentials: no headers and no parameters.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a header. It replaces a header of the same name on the request.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a query parameter. It replaces a parameter of the same name on the request.
    #[must_use]
    pub fn param(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.params.push((name.into(), value.into()));
        self
    }
}

/// Shows the names only, because the values are secrets.
impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let names = self.headers.iter().chain(&self.params).map(|(name, _)| name);
        f.debug_list().entries(names).finish()
    }
}
