//! HTTP methods of builders: a `Method`, or its name.

use http::Method;

use crate::error::{Error, Result};

/// # Errors
/// If the name is not a valid method.
pub(crate) fn http_method(method: impl TryInto<Method> + ToString) -> Result<Method> {
    let name = method.to_string();
    method.try_into().map_err(|_| Error::system(format!("`{name}` is not an HTTP method")))
}
