//! Token place: where a request carries a token.

use super::Credentials;

/// Where a request carries a token: in a header, with an optional prefix, or in a query parameter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TokenPlace {
    Header { name: String, prefix: String },
    Param(String),
}

impl TokenPlace {
    /// `Authorization: Bearer …` (RFC 6750).
    pub(crate) fn bearer() -> Self {
        Self::Header { name: "Authorization".to_owned(), prefix: "Bearer".to_owned() }
    }

    /// The credentials that carry this token.
    pub(crate) fn credentials(&self, token: &str) -> Credentials {
        match self {
            Self::Header { name, prefix } if prefix.is_empty() => Credentials::new().header(name, token),
            Self::Header { name, prefix } => Credentials::new().header(name, format!("{prefix} {token}")),
            Self::Param(name) => Credentials::new().param(name, token),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_stands_where_the_api_wants_it() {
        let header = |name: &str, prefix: &str| TokenPlace::Header { name: name.to_owned(), prefix: prefix.to_owned() };

        assert!(TokenPlace::bearer().credentials("t") == Credentials::new().header("Authorization", "Bearer t"));
        assert!(header("X-Key", "").credentials("t") == Credentials::new().header("X-Key", "t"));
        assert!(
            header("Authorization", "Token").credentials("t") == Credentials::new().header("Authorization", "Token t")
        );
        assert!(TokenPlace::Param("key".to_owned()).credentials("t") == Credentials::new().param("key", "t"));
    }
}
