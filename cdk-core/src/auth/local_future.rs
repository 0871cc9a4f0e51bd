//! The future type that the functions of `auth` return.

use std::future::Future;
use std::pin::Pin;

/// A boxed future that stays on its thread (it is not `Send`).
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
