//! Moments: which texts are dates and times, as cdk-core's own scanner judges them.
//!
//! In: a text. Out: the type that holds all of it: `Date` for `2024-01-31`, `DateTime` for a time without a zone,
//! `Timestamp` for a time with a zone. Texts without dashes (`20240131`) are read as dates by the scanner, but an id may
//! look like that, so they are texts here.

use std::convert::Infallible;
use std::sync::Arc;

use cdk_core::prelude::{Date, DateTime, Timestamp};
use cdk_core::testing::scanner::{LeafCheck, OnMismatch, PaddedBody, Program, ProgramOptions, Scanner, leaf_check};
use serde_json::json;

/// A type of dates or times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Moment {
    Timestamp,
    DateTime,
    Date,
}

/// How many bytes `2024-01-31` has.
const DATE_BYTES: usize = 10;
/// The longest text that is looked at: fractions and the name of a time zone fit.
const LONGEST: usize = 80;

/// The scanners of the three types.
pub(crate) struct MomentParser {
    timestamp: Scanner,
    date_time: Scanner,
    date: Scanner,
}

impl Default for MomentParser {
    fn default() -> Self {
        Self {
            timestamp: scanner("date-time", leaf_check::<Timestamp>),
            date_time: scanner("partial-date-time", leaf_check::<DateTime>),
            date: scanner("date", leaf_check::<Date>),
        }
    }
}

impl MomentParser {
    /// The type that holds all that the text says.
    pub(crate) fn moment(&mut self, text: &str) -> Option<Moment> {
        if !has_form_of_date(text) {
            return None;
        }
        let is_date_alone = text.len() == DATE_BYTES;
        let order: &[Moment] = if is_date_alone { &[Moment::Date] } else { &[Moment::Timestamp, Moment::DateTime] };
        order.iter().copied().find(|moment| self.accepts(*moment, text))
    }

    /// Whether the engine accepts the text if the field has this type.
    pub(crate) fn accepts(&mut self, moment: Moment, text: &str) -> bool {
        let scanner = match moment {
            Moment::Timestamp => &mut self.timestamp,
            Moment::DateTime => &mut self.date_time,
            Moment::Date => &mut self.date,
        };
        let record = json!({ "value": text }).to_string();
        scanner.record(&PaddedBody::from(record.as_bytes()), |_| Ok::<_, Infallible>(())).is_ok()
    }
}

fn scanner(format: &str, check: LeafCheck) -> Scanner {
    let schema = json!({
        "type": "object",
        "properties": { "value": { "type": "string", "format": format } },
        "required": ["value"],
    });
    let leaves = vec![("value".to_owned(), check)];
    let options = ProgramOptions { leaves, on_mismatch: OnMismatch::Fail, ..ProgramOptions::default() };
    Scanner::new(Arc::new(Program::compile(&schema, &options).expect("a schema of one text is valid")))
}

/// `2024-01-31…`
fn has_form_of_date(text: &str) -> bool {
    let form = b"dddd-dd-dd";
    let bytes = text.as_bytes();
    let fits = |(byte, form): (&u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == form };
    (DATE_BYTES..=LONGEST).contains(&bytes.len()) && bytes.iter().zip(form).all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_the_type_that_holds_all_of_it() {
        let mut parser = MomentParser::default();
        for (text, want) in [
            ("2024-01-31", Some(Moment::Date)),
            ("2024-02-31", None),
            ("2024-01-31T10:00:00Z", Some(Moment::Timestamp)),
            ("2024-01-31T10:00:00.123456+02:00", Some(Moment::Timestamp)),
            ("2024-01-31 10:00:00Z", Some(Moment::Timestamp)),
            ("9999-12-31T23:59:59Z", Some(Moment::Timestamp)),
            ("2024-01-31T10:00:00", Some(Moment::DateTime)),
            ("2024-01-31 10:00:00", Some(Moment::DateTime)),
            ("20240131", None),
            ("2024-01-31 and later", None),
            ("31/01/2024", None),
            ("", None),
            ("2024-01-3é", None),
        ] {
            assert_eq!(parser.moment(text), want, "{text}");
        }
    }
}
