//! A token in the header `Authorization` (RFC 6750).

use super::Credentials;

/// `Authorization: Bearer token`.
pub(crate) fn bearer(token: &str) -> Credentials {
    Credentials::new().header("Authorization", format!("Bearer {token}"))
}
