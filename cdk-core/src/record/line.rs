//! The RECORD line around a record's data.

use serde_json::Value;

use crate::decode::{Became, Change};

/// Writes RECORD lines of one stream.
pub(crate) struct Line {
    prefix: Vec<u8>,
}

impl Line {
    pub(crate) fn new(stream: &str) -> Self {
        let name = Value::from(stream);
        Self { prefix: format!(r#"{{"type":"RECORD","record":{{"stream":{name},"data":"#).into_bytes() }
    }

    /// Opens a line; the record's data follows.
    pub(crate) fn open(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.prefix);
    }

    /// Closes it.
    pub(crate) fn close(&self, emitted_at: &str, changes: &[Change], out: &mut Vec<u8>) {
        out.extend_from_slice(br#","emitted_at":"#);
        out.extend_from_slice(emitted_at.as_bytes());
        if !changes.is_empty() {
            out.extend_from_slice(br#","meta":{"changes":["#);
            for (number, change) in changes.iter().enumerate() {
                if number > 0 {
                    out.push(b',');
                }
                out.extend_from_slice(br#"{"field":"#);
                out.extend_from_slice(Value::from(change.field.as_str()).to_string().as_bytes());
                out.extend_from_slice(match change.became {
                    Became::Null => br#","change":"NULLED""#.as_slice(),
                    // The protocol's word for a value of which a part is left.
                    Became::Replaced => br#","change":"TRUNCATED""#,
                });
                out.extend_from_slice(br#","reason":"SOURCE_SERIALIZATION_ERROR"}"#);
            }
            out.extend_from_slice(b"]}");
        }
        out.extend_from_slice(b"}}\n");
    }
}
