//! Civil: dates and times without a time zone, held to what their types can hold.
//!
//! In: a text where `DateTime`, `Date` or `Time` is expected. Out: whether the text says more than the type can hold:
//! an offset from UTC, a time zone, or a time of day other than midnight for a `Date`. The types of jiff read such a
//! text and drop the rest, so a record that passed with its own bytes would say something else than the type.
//! Any other spelling (`2024-01-31 10:00:00`, `T10:00`, `20240131`) is left to serde.
//! Not here: a date-time without a zone where a `Timestamp` is expected, which serde refuses.

use super::super::program::{DATE, DATE_TIME, MOMENT, TIME};
use super::memory::Scan;
use super::text::decoded;
use crate::time::TimeText;

/// Where the time of day starts in `2024-01-31T10:00:00`.
const DATE_BYTES: usize = 10;

impl Scan<'_> {
    /// Whether the text `at..end`, with its quotes, says more than each of the types can hold.
    pub(super) fn says_more(&self, types: u8, at: usize, end: usize) -> bool {
        let inside = self.text.get(at + 1..end.saturating_sub(1)).unwrap_or_default();
        may_say_more(types, inside) && decoded(inside).is_some_and(|said| says_more(types, &said))
    }
}

/// Quick, and true for every text that says more.
fn may_say_more(types: u8, inside: &[u8]) -> bool {
    match types {
        DATE => inside.len() > DATE_BYTES,
        DATE_TIME => {
            let time = inside.get(DATE_BYTES..).unwrap_or_default();
            time.iter().any(|byte| !matches!(byte, b'0'..=b'9' | b':' | b'.' | b'T' | b' '))
        }
        _ => true,
    }
}

fn says_more(types: u8, said: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(said) else { return false };
    let text = TimeText::new(text);
    let of_type = |kind: u8| match kind {
        DATE_TIME if text.is_date_time() => Some(text.has_zone()),
        DATE if text.is_date() => Some(text.has_zone() || !text.is_at_midnight()),
        TIME if text.is_time() => Some(!text.is_plain_time()),
        _ => None,
    };
    // One type that holds all of it is enough; where no type reads the text, serde says why.
    let judged: Vec<bool> =
        [DATE_TIME, DATE, TIME].into_iter().filter(|kind| types & kind != 0).filter_map(of_type).collect();
    types & MOMENT == 0 && !judged.is_empty() && judged.iter().all(|says_more| *says_more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_more_if_its_type_drops_a_part() {
        for (types, text, want) in [
            (DATE_TIME, "2024-01-31 10:00:00", false),
            (DATE_TIME, "2024-01-31T10:00", false),
            (DATE_TIME, "2024-01-31T10:00:00.000", false),
            (DATE_TIME, "2024-01-31", false),
            (DATE_TIME, "20240131", false),
            (DATE_TIME, "20240131T100000", false),
            (DATE_TIME, "2024-01-31T10:00:00+02:00", true),
            (DATE_TIME, "2024-01-31T10:00:00-02", true),
            (DATE_TIME, "20240131T100000+02", true),
            (DATE_TIME, "2024-01-31T10:00:00[Europe/Berlin]", true),
            (DATE, "2024-01-31", false),
            (DATE, "20240131", false),
            (DATE, "2024-01-31T00:00:00", false),
            (DATE, "2024-01-31T10:00:00", true),
            (DATE, "2024-01-31 10:00", true),
            (DATE, "2024-01-31T00:00:00+02:00", true),
            (DATE | DATE_TIME, "2024-01-31T10:00:00", false),
            (DATE | DATE_TIME, "2024-01-31T10:00:00+01:00", true),
            (DATE | MOMENT, "2024-01-31T10:00:00+01:00", false),
            (TIME, "10:00", false),
            (TIME, "10:00:00.5", false),
            (TIME, "2024-01-31T10:00", true),
            // Not read at all: serde says why.
            (DATE_TIME, "yesterday at 10-11", false),
            (DATE_TIME, "2024-01-31T10:00:00Z", false),
            (DATE, "31/01/2024 10:00", false),
        ] {
            let inside = text.as_bytes();
            assert_eq!(may_say_more(types, inside) && says_more(types, inside), want, "{types}: {text}");
        }
    }
}
