//! Lossy: JSON that is not a record, read as far as it can be.
//!
//! In: a JSON text: the envelope, the last record of a page, one value. Out: its `Value`, with U+FFFD for half a
//! surrogate pair, and null for what is nested too deeply. Such a value
//! must not fail a page of good records.
//! Default: what `serde_json` reads is read by it alone. A number keeps its digits (`template::exact`), also one that
//! no double can hold.
//! Not here: records (`scan`), which are mended by the same rules and say so in `meta.changes`.

use std::borrow::Cow;

use serde_json::Value;

use super::body::PaddedBody;
use super::scan::block::{byte, space_end};
use super::scan::skip::{number_end, skip, skip_text};
use super::scan::text::decoded_lossy;
use crate::template::exact;

/// Containers that may be open at a time: as many as `serde_json` reads, less one for a number that keeps its digits.
const MOST_DEPTH: usize = 126;

/// The value of a JSON text.
///
/// # Errors
/// Where the text is not JSON.
pub(crate) fn lossy(json: &[u8]) -> serde_json::Result<Value> {
    match exact::parse(json) {
        Ok(value) => Ok(value),
        Err(error) => readable(json).map_or(Err(error), |text| exact::parse(&text)),
    }
}

/// The text with what readers refuse replaced; `None` where it is not JSON.
#[cold]
fn readable(json: &[u8]) -> Option<Vec<u8>> {
    let json: Cow<'_, [u8]> = match String::from_utf8_lossy(json) {
        Cow::Borrowed(_) => json.into(),
        Cow::Owned(_) => return None,
    };
    let body = PaddedBody::from(&*json);
    let text = body.padded();
    skip(text, space_end(text, 0)).ok()?;

    let mut written = Vec::with_capacity(json.len());
    let (mut at, mut depth) = (0, 0usize);
    while at < json.len() {
        let end = match byte(text, at) {
            b'"' => {
                let end = skip_text(text, at + 1).ok()?;
                let said = decoded_lossy(text.get(at + 1..end - 1)?);
                written.extend_from_slice(Value::from(String::from_utf8_lossy(&said)).to_string().as_bytes());
                at = end;
                continue;
            }
            b'{' | b'[' if depth == MOST_DEPTH => {
                written.extend_from_slice(b"null");
                at = skip(text, at).ok()?;
                continue;
            }
            b'{' | b'[' => {
                depth += 1;
                at + 1
            }
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                at + 1
            }
            b'-' | b'0'..=b'9' => {
                let (end, _) = number_end(text, at).ok()?;
                end
            }
            _ => at + 1,
        };
        written.extend_from_slice(text.get(at..end)?);
        at = end;
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::template::exact::Exact;

    #[test]
    fn what_readers_refuse_is_replaced_and_the_rest_stays() {
        let text = br#" {"a\ud800":"x\udc00y \u00e9\n","n":[1e400,-1e999,1.5,12345678901234567890],"t":true} "#;

        let value = Exact::from(lossy(text).unwrap()).into_rounded();

        let n = json!([null, null, 1.5, 12345678901234567890u64]);
        assert_eq!(value, json!({ "a\u{fffd}": "x\u{fffd}y é\n", "n": n, "t": true }));
    }

    #[test]
    fn nesting_is_read_as_deep_as_it_can_be() {
        let text = format!(r#"{{"deep":{}1.10{},"next":"b"}}"#, "[".repeat(200), "]".repeat(200));

        let value = lossy(text.as_bytes()).unwrap();

        assert_eq!(value["next"], "b");
        assert!(value["deep"][0][0][0].is_array());
    }

    #[test]
    fn what_is_not_json_is_an_error() {
        for text in [&b"{"[..], b"{\"a\":1e400", b"nan", b"", b"[1e400] x", b"\"\xff\""] {
            assert!(lossy(text).is_err(), "{}", String::from_utf8_lossy(text));
        }
    }
}
