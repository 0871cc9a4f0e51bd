//! Embedded: from the records that a parent embeds to the page after them.
//!
//! In: how many records a parent's record embeds, and the last of them. Out: the token of the first request for the
//! rest. Only what the records themselves say can lead on: a `cursor` whose token lies in the last record, and
//! `offset`.
//! Not here: whether there is a rest (the parent's record says so).

use serde_json::Value;

use super::place::{Place, is_none};
use super::strategy::{Paginate, Strategy};
use crate::error::{Error, Result};
use crate::json::{JsonKind, kind};

impl Paginate {
    /// Why no page can follow records that came without a response; `None` where one can.
    pub(crate) fn needs_response(&self) -> Option<&'static str> {
        match &self.strategy {
            Strategy::Cursor { token: Place::Last(_), .. } | Strategy::Offset { .. } => None,
            Strategy::None => Some("the stream has no pagination"),
            Strategy::Cursor { .. } => {
                Some("the token of its `cursor` lies in a response, which an embedded list has not")
            }
            Strategy::Page { .. } => Some("its `page` counts whole pages, and an embedded list is none of them"),
            Strategy::Link { .. } | Strategy::NextUrl { .. } => {
                Some("its next page's URL lies in a response, which an embedded list has not")
            }
        }
    }

    /// The token that leads on from embedded records.
    ///
    /// # Errors
    /// Where the last record holds no token, though it is known that there is more; where the strategy needs a
    /// response.
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
