//! Number: numbers that are emitted, held to what their field's type can hold.
//!
//! In: the first character of a number and the node's rule. Out: where it ends, or which way it does not fit. The
//! digits themselves leave as they came; nothing is rounded here, so nothing is parsed either, except where a range has
//! to be known. Whether a double can hold it is checked with `serde_json` itself, since readers use its parser. `-0`is
//! not an integer: serde reads it as a double.
//! Not here: numbers that are cut (`skip`).

use super::super::program::NumberRange;
use super::block::byte;
use super::fault::MismatchKind;
use super::skip::{SyntaxFault, number_end};

/// What is wrong with a number.
pub(super) enum NumberFault {
    Syntax(SyntaxFault),
    Misfit(MismatchKind),
}

/// Up to here any digits fit into 64 bits.
const SAFE_DIGITS: usize = 18;
/// A number of fewer characters than this, with an exponent of at most two digits, is below 1e308.
const SAFE_LENGTH: usize = 200;

/// The end of the number at `at`.
#[inline(always)]
pub(super) fn number(text: &[u8], at: usize, rule: &NumberRange) -> Result<usize, NumberFault> {
    let negative = byte(text, at) == b'-';
    let first = at + usize::from(negative);
    let mut end = first;
    let mut value = 0u64;
    while end < first + SAFE_DIGITS {
        let digit = byte(text, end).wrapping_sub(b'0');
        if digit > 9 {
            break;
        }
        value = value * 10 + u64::from(digit);
        end += 1;
    }
    let plain = end > first
        && (byte(text, first) != b'0' || end == first + 1)
        && !matches!(byte(text, end), b'0'..=b'9' | b'.' | b'e' | b'E');
    if !plain {
        return long_number(text, at, *rule);
    }
    let fits = match *rule {
        NumberRange::Finite | NumberRange::Single => true,
        NumberRange::Integer { above, .. } if !negative => value <= above,
        NumberRange::Integer { below, .. } => value <= below && value != 0,
        NumberRange::Whole => !negative || value != 0,
        NumberRange::Wide => true,
        NumberRange::UnsignedWide => !negative,
    };
    if fits { Ok(end) } else { Err(NumberFault::Misfit(misfit(negative, value == 0))) }
}

fn misfit(negative: bool, zero: bool) -> MismatchKind {
    if negative && zero { MismatchKind::Fraction } else { MismatchKind::Range }
}

/// Fractions, exponents and long integers.
#[inline(never)]
fn long_number(text: &[u8], at: usize, rule: NumberRange) -> Result<usize, NumberFault> {
    let (end, integer) = number_end(text, at).map_err(NumberFault::Syntax)?;
    let digits = text.get(at..end).unwrap_or_default();
    if matches!(rule, NumberRange::Finite | NumberRange::Single) {
        let fits = is_finite(digits) && (rule == NumberRange::Finite || is_finite_single(digits));
        return if fits { Ok(end) } else { Err(NumberFault::Misfit(MismatchKind::Infinite)) };
    }
    if !integer {
        return Err(NumberFault::Misfit(MismatchKind::Fraction));
    }
    let parsed = std::str::from_utf8(digits).unwrap_or_default();
    let fits = match rule {
        NumberRange::Whole if is_finite(digits) => return Ok(end),
        NumberRange::Whole => return Err(NumberFault::Misfit(MismatchKind::Infinite)),
        NumberRange::Finite | NumberRange::Single => true,
        NumberRange::Wide => parsed.parse::<i128>().is_ok(),
        NumberRange::UnsignedWide => parsed.parse::<u128>().is_ok(),
        NumberRange::Integer { below, above } => parsed
            .parse::<i128>()
            .is_ok_and(|value| value >= -i128::from(below) && value <= i128::from(above) && (value != 0)),
    };
    if fits { Ok(end) } else { Err(NumberFault::Misfit(MismatchKind::Range)) }
}

/// Whether a double can hold it.
fn is_finite(digits: &[u8]) -> bool {
    let exponent = digits.iter().rev().take_while(|b| !matches!(b, b'e' | b'E')).count();
    let small = digits.len() < SAFE_LENGTH && (exponent == digits.len() || exponent <= 2);
    small || serde_json::from_slice::<f64>(digits).is_ok()
}

/// Whether a single-precision number can hold it. serde_json makes an infinity of what is too large, unless its feature
/// `float_roundtrip` is on; an infinity has no form in JSON, so it is refused in both cases.
fn is_finite_single(digits: &[u8]) -> bool {
    std::str::from_utf8(digits).is_ok_and(|text| text.parse::<f32>().is_ok_and(f32::is_finite))
}
