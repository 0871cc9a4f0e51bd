//! HTTP methods as builders take them: a `Method`, or its name where that is data.

use http::Method;

use crate::error::{Error, Result};

/// # Errors
/// If a name is not one of a method.
pub(crate) fn http_method(method: impl TryInto<Method> + ToString) -> Result<Method> {
    let name = method.to_string();
    method.try_into().map_err(|_| Error::system(format!("`{name}` is not an HTTP method")))
}
