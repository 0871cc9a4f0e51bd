//! Embedded: the page after the records that a parent record embeds.
//!
//! In: the number of records that a parent record embeds, and the last of them. Out: the token of the first request for
//! the rest. Only two strategies can continue without a response: a `cursor` with its token in the last record, and
//! `offset`.
//! Not here: whether there are more records (the parent record says so).

use serde_json::Value;

use super::place::{Place, is_none};
use super::strategy::{Paginate, Strategy};
use crate::error::{Error, Result};
use crate::json::{JsonKind, kind};

impl Paginate {
    /// Why no page can follow embedded records, which come without a response; `None` if one can.
    pub(crate) fn needs_response(&self) -> Option<&'static str> {
        match &self.strategy {
            Strategy::Cursor { token: Place::Last(_), .. } | Strategy::Offset { .. } => None,
            Strategy::None => Some("the stream has no pagination"),
            Strategy::Cursor { .. } => {
                Some("the token of its `cursor` is in a response, but an embedded list does not have one")
            }
            Strategy::Page { .. } => Some("its `page` counts whole pages, but an embedded list is not a whole page"),
            Strategy::Link { .. } | Strategy::NextUrl { .. } => {
                Some("the URL of its next page is in a response, but an embedded list does not have one")
            }
        }
    }

    /// The token of the page after the embedded records.
    ///
    /// # Errors
    /// If the last record does not hold a token, although there are more records; or if the strategy needs a response.
    pub(crate) fn behind(&self, records: u64, last: Option<&Value>) -> Result<Value> {
        let place = match &self.strategy {
            Strategy::Offset { .. } => return Ok(Value::from(records)),
            Strategy::Cursor { token: place @ Place::Last(_), .. } => place.name(),
            _ => return Err(Error::system(self.needs_response().unwrap_or_default())),
        };
        match last {
            Some(token) if matches!(JsonKind::of(token), JsonKind::Array | JsonKind::Object) => {
                let kind = kind(token);
                Err(Error::system(format!("{place} should hold the next page's token, but holds {kind}")))
            }
            Some(token) if !is_none(token) => Ok(token.clone()),
            _ => Err(Error::system(format!("the parent's record says that there is more, but {place} holds no token"))),
        }
    }
}
