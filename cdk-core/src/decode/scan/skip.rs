//! Skip: JSON syntax and nothing else.
//!
//! In: a place where a value starts. Out: where it ends, or where the text stops being JSON. Strings are held to their
//! syntax only (a lone surrogate passes), numbers likewise, keys may repeat: this is for what is cut, for the envelope,
//! and for the rest of a page that has failed already.
//! Iterative, one bit a level: depth is bounded by the body alone, as with serde's `IgnoredAny`.
//! Not here: values that are emitted without a schema (see `free`).

use super::block::{byte, space_end, text_stop};

/// Where and why the text is not JSON.
pub(in super::super) type SyntaxFault = (usize, &'static str);

/// The end of the value at `at`, which must not be whitespace.
pub(in super::super) fn skip(text: &[u8], mut at: usize) -> Result<usize, SyntaxFault> {
    let mut levels = Levels::default();
    loop {
        // A value starts here.
        match byte(text, at) {
            b'{' => {
                at = space_end(text, at + 1);
                if byte(text, at) == b'}' {
                    at += 1;
                } else {
                    levels.push(true);
                    at = skip_key(text, at)?;
                    continue;
                }
            }
            b'[' => {
                at = space_end(text, at + 1);
                if byte(text, at) == b']' {
                    at += 1;
                } else {
                    levels.push(false);
                    continue;
                }
            }
            _ => at = skip_scalar(text, at)?,
        }
        // A value has ended here.
        loop {
            let Some(in_object) = levels.top() else { return Ok(at) };
            at = space_end(text, at);
            match (byte(text, at), in_object) {
                (b',', true) => {
                    at = skip_key(text, space_end(text, at + 1))?;
                    break;
                }
                (b',', false) => {
                    at = space_end(text, at + 1);
                    break;
                }
                (b'}', true) | (b']', false) => {
                    levels.pop();
                    at += 1;
                }
                (_, true) => return Err((at, "expected `,` or `}`")),
                (_, false) => return Err((at, "expected `,` or `]`")),
            }
        }
    }
}

/// The end of the text, number or word at `at`.
pub(in super::super) fn skip_scalar(text: &[u8], at: usize) -> Result<usize, SyntaxFault> {
    match byte(text, at) {
        b'"' => skip_text(text, at + 1),
        b'-' | b'0'..=b'9' => number_end(text, at).map(|(end, _)| end),
        b't' => literal(text, at, b"true"),
        b'f' => literal(text, at, b"false"),
        b'n' => literal(text, at, b"null"),
        _ => Err((at, "expected a value")),
    }
}

/// Over a key and its colon, to where the value starts.
fn skip_key(text: &[u8], at: usize) -> Result<usize, SyntaxFault> {
    if byte(text, at) != b'"' {
        return Err((at, "expected a key"));
    }
    let at = space_end(text, skip_text(text, at + 1)?);
    if byte(text, at) != b':' {
        return Err((at, "expected `:`"));
    }
    Ok(space_end(text, at + 1))
}

/// After the closing quote of the text whose first character is at `at`.
pub(in super::super) fn skip_text(text: &[u8], mut at: usize) -> Result<usize, SyntaxFault> {
    loop {
        at = text_stop(text, at);
        match byte(text, at) {
            b'"' => return Ok(at + 1),
            b'\\' => at = skip_escape(text, at)?,
            _ => return Err((at, "a control character in a text, or a text without an end")),
        }
    }
}

/// After the escape at `at`.
pub(in super::super) fn skip_escape(text: &[u8], at: usize) -> Result<usize, SyntaxFault> {
    match byte(text, at + 1) {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Ok(at + 2),
        b'u' => hex(text, at).map(|_| at + 6),
        _ => Err((at + 1, "an unknown escape")),
    }
}

/// The number that `\uXXXX` at `at` says.
pub(in super::super) fn hex(text: &[u8], at: usize) -> Result<u16, SyntaxFault> {
    let mut code = 0u16;
    for place in at + 2..at + 6 {
        let digit = char::from(byte(text, place)).to_digit(16).ok_or((place, "expected a hexadecimal digit"))?;
        code = code << 4 | digit as u16;
    }
    Ok(code)
}

/// After `true`, `false` or `null`.
pub(in super::super) fn literal(text: &[u8], at: usize, word: &'static [u8]) -> Result<usize, SyntaxFault> {
    if text.get(at..at + word.len()) == Some(word) {
        return Ok(at + word.len());
    }
    let same = word.iter().enumerate().take_while(|(i, b)| byte(text, at + i) == **b).count();
    Err((at + same, "expected a value"))
}

/// The end of the number at `at`, and whether it has no fraction and no exponent.
pub(in super::super) fn number_end(text: &[u8], mut at: usize) -> Result<(usize, bool), SyntaxFault> {
    let digits = |mut at: usize| {
        let first = at;
        while byte(text, at).is_ascii_digit() {
            at += 1;
        }
        if at == first { Err((at, "expected a digit")) } else { Ok(at) }
    };
    if byte(text, at) == b'-' {
        at += 1;
    }
    let first = at;
    at = digits(at)?;
    if byte(text, first) == b'0' && at > first + 1 {
        return Err((first + 1, "a number starts with 0"));
    }
    let mut integer = true;
    if byte(text, at) == b'.' {
        integer = false;
        at = digits(at + 1)?;
    }
    if matches!(byte(text, at), b'e' | b'E') {
        integer = false;
        at += 1;
        if matches!(byte(text, at), b'+' | b'-') {
            at += 1;
        }
        at = digits(at)?;
    }
    Ok((at, integer))
}

/// The open containers, one bit each: true is an object. The first 64 cost no allocation.
#[derive(Default)]
struct Levels {
    bits: u64,
    used: u32,
    below: Vec<u64>,
}

impl Levels {
    fn push(&mut self, object: bool) {
        if self.used == 64 {
            self.below.push(self.bits);
            (self.bits, self.used) = (0, 0);
        }
        self.bits = self.bits << 1 | u64::from(object);
        self.used += 1;
    }

    fn top(&self) -> Option<bool> {
        (self.used > 0).then_some(self.bits & 1 == 1)
    }

    fn pop(&mut self) {
        self.bits >>= 1;
        self.used -= 1;
        if self.used == 0
            && let Some(bits) = self.below.pop()
        {
            (self.bits, self.used) = (bits, 64);
        }
    }
}
