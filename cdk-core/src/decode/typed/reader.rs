//! Reader: the tokens of one JSON text, whatever type they are read into.

use std::borrow::Cow;

use serde::de::{Error, Expected, Unexpected, Visitor};

use super::super::scan::block::{byte, space_end, text_stop};
use super::super::scan::skip::{SyntaxFault, literal, number_end, skip, skip_text};
use super::super::scan::text::decoded;
use super::refusal::Refusal;

/// Containers that may be open at a time, as in `serde_json`.
const MOST_DEPTH: u8 = 127;

/// Where the reading is.
pub(super) struct Reader<'de> {
    text: &'de str,
    pub(super) at: usize,
    /// Containers that may still be opened.
    room: u8,
}

/// A number, in the kinds of serde's visitors.
#[derive(Clone, Copy)]
pub(super) enum JsonNumber {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl JsonNumber {
    #[inline(always)]
    pub(super) fn visit<'de, V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self {
            Self::Unsigned(number) => visitor.visit_u64(number),
            Self::Signed(number) => visitor.visit_i64(number),
            Self::Float(number) => visitor.visit_f64(number),
        }
    }
}

impl<'de> Reader<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Self { text, at: 0, room: MOST_DEPTH }
    }

    /// The first byte of the next token; zero at the end.
    #[inline(always)]
    pub(super) fn next(&mut self) -> u8 {
        let first = byte(self.text.as_bytes(), self.at);
        if first > b' ' { first } else { self.next_behind_space() }
    }

    #[inline(never)]
    fn next_behind_space(&mut self) -> u8 {
        self.at = space_end(self.text.as_bytes(), self.at);
        byte(self.text.as_bytes(), self.at)
    }

    /// Refuses text after the value.
    pub(super) fn end(&mut self) -> Result<(), Refusal> {
        self.next();
        if self.at < self.text.len() { Err(Refusal::custom("trailing characters")) } else { Ok(()) }
    }

    /// The text at hand, which starts with a quote.
    #[inline(never)]
    pub(super) fn string(&mut self) -> Result<Cow<'de, str>, Refusal> {
        let (text, from) = (self.text, self.at + 1);
        let stop = text_stop(text.as_bytes(), from);
        if byte(text.as_bytes(), stop) != b'"' {
            return self.string_with_escapes();
        }
        self.at = stop + 1;
        Ok(Cow::Borrowed(text.get(from..stop).unwrap_or_default()))
    }

    #[inline(never)]
    fn string_with_escapes(&mut self) -> Result<Cow<'de, str>, Refusal> {
        let (text, from) = (self.text, self.at + 1);
        let end = skip_text(text.as_bytes(), from).map_err(syntax)?;
        self.at = end;
        let inside = text.as_bytes().get(from..end - 1).unwrap_or_default();
        let said = decoded(inside).ok_or_else(|| Refusal::custom("half of a surrogate pair in a text"))?;
        let said = String::from_utf8(said.into_owned()).map_err(|_| Refusal::custom("invalid UTF-8"))?;
        Ok(Cow::Owned(said))
    }

    /// The number at hand.
    #[inline(never)]
    pub(super) fn number(&mut self) -> Result<JsonNumber, Refusal> {
        let (digits, is_integer) = self.digits()?;
        if is_integer {
            if let Ok(number) = digits.parse() {
                return Ok(JsonNumber::Unsigned(number));
            }
            // `-0` is a double, as for serde_json.
            if let Ok(number @ ..0) = digits.parse() {
                return Ok(JsonNumber::Signed(number));
            }
        }
        match digits.parse() {
            Ok(number) if f64::is_finite(number) => Ok(JsonNumber::Float(number)),
            _ => Err(Refusal::custom("number out of range")),
        }
    }

    /// The text of the number at hand, and whether it has no fraction and no exponent.
    pub(super) fn digits(&mut self) -> Result<(&'de str, bool), Refusal> {
        let from = self.at;
        let (end, is_integer) = number_end(self.text.as_bytes(), from).map_err(syntax)?;
        self.at = end;
        Ok((self.text.get(from..end).unwrap_or_default(), is_integer))
    }

    /// Goes over `null`, if that is at hand.
    #[inline(never)]
    pub(super) fn null(&mut self) -> Result<bool, Refusal> {
        if self.next() != b'n' {
            return Ok(false);
        }
        self.word(b"null").map(|()| true)
    }

    pub(super) fn word(&mut self, word: &'static [u8]) -> Result<(), Refusal> {
        self.at = literal(self.text.as_bytes(), self.at, word).map_err(syntax)?;
        Ok(())
    }

    /// Goes over any value; gives its text.
    pub(super) fn raw(&mut self) -> Result<&'de str, Refusal> {
        self.next();
        let from = self.at;
        self.at = skip(self.text.as_bytes(), from).map_err(syntax)?;
        Ok(self.text.get(from..self.at).unwrap_or_default())
    }

    /// Goes into the object or array that is wanted.
    #[inline(never)]
    pub(super) fn open(&mut self, first: u8, expected: &dyn Expected) -> Result<(), Refusal> {
        if self.next() != first {
            return Err(self.unexpected(expected));
        }
        self.room = self.room.checked_sub(1).ok_or_else(|| Refusal::custom("recursion limit exceeded"))?;
        self.at += 1;
        Ok(())
    }

    /// Goes out of it.
    #[inline(never)]
    pub(super) fn close(&mut self, last: u8) -> Result<(), Refusal> {
        if self.next() != last {
            return Err(Refusal::custom(format_args!("expected `,` or `{}`", char::from(last))));
        }
        self.room += 1;
        self.at += 1;
        Ok(())
    }

    /// Goes to the next member's key or the next element, over the comma before it; `false` where there is none.
    #[inline(always)]
    pub(super) fn step(&mut self, is_first: &mut bool, last: u8) -> Result<bool, Refusal> {
        let first = self.next();
        if first == last {
            return Ok(false);
        }
        if std::mem::take(is_first) {
            return Ok(true);
        }
        if first != b',' {
            return Err(Refusal::custom(format_args!("expected `,` or `{}`", char::from(last))));
        }
        self.at += 1;
        self.next();
        Ok(true)
    }

    /// The key at hand; goes over its colon.
    #[inline(never)]
    pub(super) fn key(&mut self) -> Result<Cow<'de, str>, Refusal> {
        if self.next() != b'"' {
            return Err(Refusal::custom("expected a key"));
        }
        let key = self.string()?;
        if self.next() != b':' {
            return Err(Refusal::custom("expected `:`"));
        }
        self.at += 1;
        Ok(key)
    }

    /// What is wrong with a value of another kind than is wanted.
    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&mut self, expected: &dyn Expected) -> Refusal {
        let read = match self.next() {
            b'"' => self.string().map(|text| Refusal::invalid_type(Unexpected::Str(&text), expected)),
            b'-' | b'0'..=b'9' => self.number().map(|number| {
                let found = match number {
                    JsonNumber::Unsigned(number) => Unexpected::Unsigned(number),
                    JsonNumber::Signed(number) => Unexpected::Signed(number),
                    JsonNumber::Float(number) => Unexpected::Float(number),
                };
                Refusal::invalid_type(found, expected)
            }),
            b't' => self.word(b"true").map(|()| Refusal::invalid_type(Unexpected::Bool(true), expected)),
            b'f' => self.word(b"false").map(|()| Refusal::invalid_type(Unexpected::Bool(false), expected)),
            b'n' => self.word(b"null").map(|()| Refusal::invalid_type(Unexpected::Unit, expected)),
            b'[' => Ok(Refusal::invalid_type(Unexpected::Seq, expected)),
            b'{' => Ok(Refusal::invalid_type(Unexpected::Map, expected)),
            _ => Err(Refusal::custom("expected a value")),
        };
        read.unwrap_or_else(|refusal| refusal)
    }
}

#[cold]
fn syntax((_, message): SyntaxFault) -> Refusal {
    Refusal::custom(message)
}
