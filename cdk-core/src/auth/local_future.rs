//! The future that all of `auth` returns.

use std::future::Future;
use std::pin::Pin;

/// A future that stays on its thread.
pub type LocalFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;
