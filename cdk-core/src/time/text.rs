//! Text: which of jiff's types can read a text, and whether that loses a part of it.
//!
//! In: a text. Out: its properties. jiff reads `2024-01-31T10:00:00+02:00` as a `DateTime` and drops the offset, so a
//! type that can read a text does not always represent the whole text.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::temporal::Pieces;

/// A text that may be a date or a time.
pub(crate) struct TimeText<'a> {
    text: &'a str,
    /// The parts of a text that begins with a date.
    pieces: Option<Pieces<'a>>,
}

impl<'a> TimeText<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, pieces: Pieces::parse(text).ok() }
    }

    /// Whether a `Timestamp` can be read from it.
    pub(crate) fn is_moment(&self) -> bool {
        self.text.parse::<Timestamp>().is_ok()
    }

    /// Whether a `DateTime` can be read from it.
    pub(crate) fn is_date_time(&self) -> bool {
        self.text.parse::<DateTime>().is_ok()
    }

    /// Whether a `Date` can be read from it.
    pub(crate) fn is_date(&self) -> bool {
        self.text.parse::<Date>().is_ok()
    }

    /// Whether a `Time` can be read from it.
    pub(crate) fn is_time(&self) -> bool {
        self.text.parse::<Time>().is_ok()
    }

    /// Whether it has a time after a date; `None` if it does not have a date.
    pub(crate) fn has_time(&self) -> Option<bool> {
        self.pieces.as_ref().map(|pieces| pieces.time().is_some())
    }

    /// Whether it has an offset from UTC.
    pub(crate) fn has_offset(&self) -> bool {
        self.pieces.as_ref().is_some_and(|pieces| pieces.offset().is_some())
    }

    /// Whether it has an offset from UTC or a time zone.
    pub(crate) fn has_zone(&self) -> bool {
        self.has_offset() || self.pieces.as_ref().is_some_and(|pieces| pieces.time_zone_annotation().is_some())
    }

    /// Whether its time is midnight or missing.
    pub(crate) fn is_at_midnight(&self) -> bool {
        self.pieces.as_ref().and_then(Pieces::time).unwrap_or_default() == Time::midnight()
    }

    /// Whether it is only a time: no date before it, no offset after it.
    pub(crate) fn is_plain_time(&self) -> bool {
        let text = self.text.strip_prefix(['T', 't']).unwrap_or(self.text);
        text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b':' | b'.' | b','))
    }

    /// Whether it is a moment beyond the range of `Timestamp`, such as `9999-12-31T23:59:59Z`.
    pub(crate) fn is_beyond(&self) -> bool {
        let Some(pieces) = &self.pieces else { return false };
        let date = pieces.date();
        let is_last = (date.year(), date.month()) == (9999, 12) && date.day() >= 30;
        is_last && pieces.time().is_some() && pieces.offset().is_some() && !self.is_moment()
    }
}

/// Whether two texts are the same moment, the same date-time without a zone, or the same time of day.
pub(crate) fn is_same_moment(a: &str, b: &str) -> bool {
    if let (Ok(a), Ok(b)) = (a.parse::<Timestamp>(), b.parse::<Timestamp>()) {
        return a == b;
    }
    match (a.parse::<DateTime>(), b.parse::<DateTime>()) {
        (Ok(a), Ok(b)) => a == b,
        (Err(_), Err(_)) => matches!((a.parse::<Time>(), b.parse::<Time>()), (Ok(a), Ok(b)) if a == b),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_knows_what_it_says_besides_a_date() {
        let text = TimeText::new("2024-01-31T10:00:00+02:00");
        assert!(
            text.is_moment() && text.is_date_time() && text.has_offset() && text.has_zone() && !text.is_at_midnight()
        );
        let text = TimeText::new("2024-01-31T00:00:00[Europe/Berlin]");
        assert!(text.has_zone() && !text.has_offset() && text.is_at_midnight());
        let text = TimeText::new("2024-01-31");
        assert!(text.is_date() && text.has_time() == Some(false) && text.is_at_midnight() && !text.is_moment());
        let text = TimeText::new("T10:00:00.5");
        assert!(text.is_time() && text.is_plain_time() && text.has_time().is_none());
        assert!(TimeText::new("9999-12-31T23:59:59Z").is_beyond() && !TimeText::new("9999-12-31T23:59:59").is_beyond());
    }

    #[test]
    fn two_spellings_of_one_moment_are_the_same() {
        assert!(is_same_moment("2024-01-31T10:00:00Z", "2024-01-31T12:00:00+02:00"));
        assert!(is_same_moment("2024-01-31 10:00:00", "2024-01-31T10:00:00.000"));
        assert!(is_same_moment("10:00", "10:00:00"));
        assert!(!is_same_moment("2024-01-31", "2024-02-01") && !is_same_moment("a", "b"));
    }
}
