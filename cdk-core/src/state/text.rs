//! Text: a cursor without a declared format.
//!
//! In: the text. Out: its kind, and a key with an order.
//! Default: a text that looks like a number or a time is compared as one. Texts of different kinds cannot be compared.
//! The order of the kinds only decides which kind a stream has: times before numbers, numbers before letters.
//! Not here: records whose cursors have another kind (see `read::cursor`).

use jiff::Timestamp;

use crate::time::any_date_time;

/// A text as its kind, with a total order.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CursorText {
    Letters(String),
    /// Digits before the point without leading zeros, compared by length and then by digit; and the digits after it.
    Number(usize, String, String),
    Time(Timestamp),
}

/// The kind of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Look {
    /// Empty, or only blanks.
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
