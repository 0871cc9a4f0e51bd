//! The place of a token: the options `header`, `prefix` and `param`.

use std::str::FromStr;

use http::HeaderName;

use crate::auth::TokenPlace;
use crate::error::{Error, Result};

/// The options. They have precedence over the default of the kind.
#[derive(Clone, Default)]
pub(crate) struct PlaceWords {
    pub(crate) header: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) param: Option<String>,
}

impl PlaceWords {
    /// The place. `default`: the place without any option, `None` if an option is required.
    ///
    /// # Errors
    /// If the options contradict each other, or a required one is missing.
    pub(crate) fn place(&self, default: Option<TokenPlace>) -> Result<TokenPlace> {
        match self {
            Self { param: Some(_), header: Some(_), .. } => {
                Err(Error::system("auth: `header` and `param` cannot be combined; remove one of them"))
            }
            Self { param: Some(_), prefix: Some(_), .. } => {
                Err(Error::system("auth: `prefix` needs a `header`; a query parameter holds only the token"))
            }
            Self { param: Some(name), .. } if name.is_empty() => Err(Error::system("auth: `param` must not be empty")),
            Self { param: Some(name), .. } => Ok(TokenPlace::Param(name.clone())),
            Self { header, prefix, .. } => {
                let (usual, before) = match default {
                    Some(TokenPlace::Header { name, prefix }) => (Some(name), prefix),
                    _ => (None, String::new()),
                };
                let name = header.clone().or(usual);
                let name = name.ok_or_else(|| Error::system("auth: `api_key` requires `header` or `param`"))?;
                if HeaderName::from_str(&name).is_err() {
                    return Err(Error::system(format!("auth: `{name}` is not a header name")));
                }
                Ok(TokenPlace::Header { name, prefix: prefix.clone().unwrap_or(before) })
            }
        }
    }
}
