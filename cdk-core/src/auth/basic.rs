//! Basic authentication (RFC 7617).

use base64::Engine as _;

use super::Credentials;

/// `Authorization: Basic base64(user:password)`.
pub(crate) fn basic(user: &str, password: &str) -> Credentials {
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{user}:{password}"));
    Credentials::new().header("Authorization", format!("Basic {pair}"))
}
