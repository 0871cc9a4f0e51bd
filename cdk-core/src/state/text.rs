//! Text: a cursor that is a text of no declared form.
//!
//! In: the text. Out: what it looks like, and a key that has an order.
//! Default: what looks like a number or a time is compared as one. Texts of different looks cannot be compared: the
//! fixed order between the looks only says which of them a stream's cursors are (a time rather than a number, a number
//! rather than letters).
//! Not here: what becomes of a record whose cursor has another look (see `read::cursor`).

use jiff::Timestamp;

use crate::time::any_date_time;

/// A text by its looks. A fixed order between the looks makes it a total one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CursorText {
    Letters(String),
    /// Digits before the point without leading zeros, by their number and then their order, and those after it.
    Number(usize, String, String),
    Time(Timestamp),
}

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Look {
    /// Nothing, or blanks.
    Empty,
    Letters,
    Number,
    Time,
}

impl CursorText {
    pub(super) fn of(text: &str) -> Self {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        let is_digits = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if !whole.is_empty() && is_digits(whole) && is_digits(fraction) {
            let whole = whole.trim_start_matches('0');
            return Self::Number(whole.len(), whole.to_owned(), fraction.trim_end_matches('0').to_owned());
        }
        any_date_time(text).map_or_else(|| Self::Letters(text.to_owned()), Self::Time)
    }

    pub(super) fn look(&self) -> Look {
        match self {
            Self::Letters(letters) if letters.trim().is_empty() => Look::Empty,
            Self::Letters(_) => Look::Letters,
            Self::Number(..) => Look::Number,
            Self::Time(_) => Look::Time,
        }
    }
}
