//! The attribute `auth`.

use std::rc::Rc;

use super::field::{ErasedTemplate, IntoTemplate, SourceView};
use crate::auth::AuthFn;
use crate::error::Result;

/// How requests are signed. Its templates know the root `config` alone.
pub struct Auth<C>(pub(crate) Result<AuthKind<C>>);

pub(crate) enum AuthKind<C> {
    None,
    Basic { user: ErasedTemplate<C>, password: ErasedTemplate<C> },
    Bearer { token: ErasedTemplate<C> },
    Custom(Rc<dyn AuthFn<C>>),
}

impl<C: 'static> Auth<C> {
    /// Not at all; takes an inherited authentication away.
    pub fn none() -> Self {
        Self(Ok(AuthKind::None))
    }

    /// `Authorization: Basic …` (RFC 7617).
    pub fn basic(user: impl IntoTemplate<SourceView<C>>, password: impl IntoTemplate<SourceView<C>>) -> Self {
        Self(user.into_template().and_then(|user| Ok(AuthKind::Basic { user, password: password.into_template()? })))
    }

    /// `Authorization: Bearer …` (RFC 6750).
    pub fn bearer(token: impl IntoTemplate<SourceView<C>>) -> Self {
        Self(token.into_template().map(|token| AuthKind::Bearer { token }))
    }

    /// By an `async fn(&AuthCx<'_, Config>) -> Result<Credentials>`, called before every attempt.
    pub fn custom(function: impl AuthFn<C>) -> Self {
        Self(Ok(AuthKind::Custom(Rc::new(function))))
    }
}
