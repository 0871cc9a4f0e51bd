//! The attribute `auth`: how requests are signed, said by hand or by the derive.
//!
//! In: a kind ([`Auth`]) with its templates, which know the root `config` alone. Out: what signs a run's requests, once the
//! config is known.
//! Default: not at all. A token goes into the header `Authorization` behind `Bearer`, unless its kind or its words say else.
//! Not here: what signs as the engine sees it (see `definition::auth`), getting and keeping tokens (see `auth`), asking for credentials at the moment of sending (see `client`).

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
