//! The attribute `auth`: how requests are signed, set by the derive or by hand.
//!
//! In: a kind ([`Auth`]) with its templates, whose only root is `config`. Out: the signer of a run's requests, made
//! once the config is known.
//! Default: no authentication. A token goes into the header `Authorization` after `Bearer`, unless its kind or its
//! options set another place.
//! Not here: the signer as the engine sees it (see `definition::auth`), requesting and storing tokens (see `auth`),
//! adding credentials when a request is sent (see `client`).

#[cfg(feature = "aws_sigv4")]
mod aws_sigv4;
mod debug;
mod jwt;
mod kinds;
mod oauth2;
mod session_token;
mod values;

#[cfg(feature = "aws_sigv4")]
pub use aws_sigv4::AwsSigv4;
pub use jwt::JwtAuth;
pub use kinds::Auth;
pub use oauth2::OAuth2;
pub use session_token::SessionToken;
