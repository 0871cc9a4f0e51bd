//! Embedded list: what a parent's record holds of its children: `parent(P, from = "lines.data", more =
//! "lines.has_more")`.
//!
//! In: the parent's record as it came. Out: the text of the list, and whether it goes on.
//! Not here: reading the list by the child's contract (see `page::embedded`).

use serde_json::Value;

use crate::decode::{FoundRecord, Lead, PaddedBody};
use crate::error::{Error, Result};
use crate::json::kind;
use crate::read::plan::captures::EmbeddedCaptures;
use crate::stream::scope::EmbeddedPage;

/// Longer values are quoted by their kind.
const QUOTED_BYTES: usize = 40;

/// What a parent's record embeds; `None` where its slice is read by requests alone.
pub(crate) fn embedded_page(
    carried: Option<&EmbeddedCaptures>,
    found: &FoundRecord<'_>,
) -> Result<Option<EmbeddedPage>> {
    let Some(EmbeddedCaptures { at, list, more }) = carried else { return Ok(None) };
    let list = match value_of(found.lead(*list), &at.way)? {
        Some(text) if can_hold_records(text, at.records.is_map()) => Some(PaddedBody::from(text)),
        Some(text) => {
            let (from, found) = (&at.from, quote_value(text));
            return Err(Error::system(format!("`{from}` should hold the embedded records, but holds {found}")));
        }
        None => None,
    };
    let goes_on = match (more, &at.more) {
        (Some(more), Some(way)) => match value_of(found.lead(*more), way)? {
            None | Some(b"false") => false,
            Some(b"true") => true,
            Some(other) => {
                let (way, found) = (way.join("."), quote_value(other));
                return Err(Error::system(format!(
                    "`{way}` should say by true or false whether the embedded list goes on, but holds {found}"
                )));
            }
        },
        _ => false,
    };
    // Elements that the record does not have are requested, if that is possible.
    if list.is_none() && more.is_some() {
        return Ok(None);
    }
    Ok(Some(EmbeddedPage { list, goes_on }))
}

/// What lies at the end of a way; null is nothing.
fn value_of<'a>(lead: Lead<'a>, way: &[String]) -> Result<Option<&'a [u8]>> {
    let up_to = |names: usize| way.get(..names).unwrap_or(way).join(".");
    match lead {
        Lead::Absent | Lead::Value(b"null") => Ok(None),
        Lead::Value(text) => Ok(Some(text)),
        Lead::Stopped(names, text) => {
            let (way, place, found) = (way.join("."), up_to(names), quote_value(text));
            Err(Error::system(format!("`{way}` cannot be reached: `{place}` should be an object, but is {found}")))
        }
        Lead::Twice(names) => Err(Error::system(format!("`{}` stands twice", up_to(names + 1)))),
    }
}

/// Whether a value can hold records.
fn can_hold_records(text: &[u8], is_map: bool) -> bool {
    matches!((text.first(), is_map), (Some(b'{'), _) | (Some(b'['), false))
}

/// A value as a message shows it.
fn quote_value(json: &[u8]) -> String {
    match serde_json::from_slice::<Value>(json) {
        Ok(Value::Array(_) | Value::Object(_)) | Err(_) => {}
        Ok(_) if json.len() <= QUOTED_BYTES => return String::from_utf8_lossy(json).into_owned(),
        Ok(_) => {}
    }
    serde_json::from_slice(json).map_or("a value that cannot be read", |value| kind(&value)).to_owned()
}
