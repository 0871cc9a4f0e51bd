//! `Debug` of the credential builders: shows only the type's name, since they contain secrets.

#[cfg(feature = "aws_sigv4")]
use super::aws_sigv4::AwsSigv4;
use super::jwt::JwtAuth;
use super::kinds::Auth;
use super::oauth2::OAuth2;
use super::session_token::SessionToken;
use crate::stream::value::opaque_debug;

opaque_debug! {
    [C] Auth<C>, "Auth";
    [C] JwtAuth<C>, "JwtAuth";
    [C] OAuth2<C>, "OAuth2";
    [C] SessionToken<C>, "SessionToken";
}

#[cfg(feature = "aws_sigv4")]
opaque_debug! {
    [C] AwsSigv4<C>, "AwsSigv4";
}
