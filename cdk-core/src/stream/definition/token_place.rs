//! Where a token goes, by the options `header`, `prefix` and `param`.

use std::str::FromStr;

use http::HeaderName;

use crate::auth::TokenPlace;
use crate::error::{Error, Result};

/// What was said, over what the kind does by itself.
#[derive(Clone, Default)]
pub(crate) struct PlaceWords {
    pub(crate) header: Option<String>,
    pub(crate) prefix: Option<String>,
    pub(crate) param: Option<String>,
}

impl PlaceWords {
    /// The place; `default`: where the token goes without a word, `None` where there is no such place.
    ///
    /// # Errors
    /// Where the words contradict each other, or are too few.
    pub(crate) fn place(&self, default: Option<TokenPlace>) -> Result<TokenPlace> {
        match self {
            Self { param: Some(_), header: Some(_), .. } => {
                Err(Error::system("auth: a token goes into `header` or `param`, not into both"))
            }
            Self { param: Some(_), prefix: Some(_), .. } => {
                Err(Error::system("auth: `prefix` is for a header; a parameter holds the token alone"))
            }
            Self { param: Some(name), .. } if name.is_empty() => Err(Error::system("auth: `param` has no name")),
            Self { param: Some(name), .. } => Ok(TokenPlace::Param(name.clone())),
            Self { header, prefix, .. } => {
                let (usual, before) = match default {
                    Some(TokenPlace::Header { name, prefix }) => (Some(name), prefix),
                    _ => (None, String::new()),
                };
                let name = header.clone().or(usual);
                let name = name.ok_or_else(|| Error::system("auth: `api_key` goes into a `header` or a `param`"))?;
                if HeaderName::from_str(&name).is_err() {
                    return Err(Error::system(format!("auth: `{name}` is no name of a header")));
                }
                Ok(TokenPlace::Header { name, prefix: prefix.clone().unwrap_or(before) })
            }
        }
    }
}
