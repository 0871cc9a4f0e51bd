//! Groups 1 to 3: numbers, texts, UTF-8.

use std::num::{NonZeroI32, NonZeroU32};

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::lists::{NUMBERS, TEXTS};
use super::support::{agree, page, read, scanner, strict, syntax};
use super::types::One;

fn numbers_of<T: DeserializeOwned + JsonSchema>(bounds: &[String]) {
    let mut scanner = scanner::<One<T>>(&strict::<One<T>>());
    let long = [
        "9".repeat(400),
        format!("0.{}1", "0".repeat(400)),
        format!("1{}.5", "0".repeat(307)),
        format!("1{}", "0".repeat(309)),
        format!("{}.0", "9".repeat(19)),
    ];
    let listed = NUMBERS.iter().map(|number| (*number).to_owned());
    for number in listed.chain(long).chain(bounds.iter().cloned()) {
        agree::<One<T>>(&mut scanner, format!("{{\"v\":{number}}}"));
        agree::<One<T>>(&mut scanner, format!("{{\"v\":{number} }}"));
    }
}

#[test]
fn group_01_numbers_fit_their_type_as_serde_says() {
    macro_rules! integers {
        ($($ty:ty)*) => {$({
            let (min, max) = (<$ty>::MIN, <$ty>::MAX);
            let below = if min == 0 { "-1".to_owned() } else { format!("-{}", min.unsigned_abs_plus_one()) };
            numbers_of::<$ty>(&[min.to_string(), max.to_string(), below, (max as u128).wrapping_add(1).to_string()]);
        })*};
    }
    integers!(i8 i16 i32 i64 isize u8 u16 u32 u64 usize i128 u128);
    numbers_of::<f32>(&[]);
    numbers_of::<f64>(&[]);
    numbers_of::<serde_json::Number>(&[]);
    numbers_of::<Value>(&[]);
    numbers_of::<NonZeroU32>(&[]);
    numbers_of::<NonZeroI32>(&[]);
}

/// One below the smallest value, without its sign.
trait BelowMin {
    fn unsigned_abs_plus_one(self) -> u128;
}

macro_rules! below_min {
    ($($signed:ty)*; $($unsigned:ty)*) => {
        $(impl BelowMin for $signed {
            fn unsigned_abs_plus_one(self) -> u128 { u128::from(self.unsigned_abs() as u128) + 1 }
        })*
        $(impl BelowMin for $unsigned {
            fn unsigned_abs_plus_one(self) -> u128 { 1 }
        })*
    };
}
below_min!(i8 i16 i32 i64 isize i128; u8 u16 u32 u64 usize u128);

#[test]
fn group_02_texts_are_decodable_as_serde_says() {
    let mut declared = scanner::<One<String>>(&strict::<One<String>>());
    let mut value = scanner::<One<Value>>(&strict::<One<Value>>());
    let mut character = scanner::<One<char>>(&strict::<One<char>>());
    let mut insides: Vec<String> = TEXTS.iter().map(|text| (*text).to_owned()).collect();
    insides.extend((0..0x80u8).map(|byte| char::from(byte).to_string()));
    insides.extend((0..0x80u8).map(|byte| format!("\\{}", char::from(byte))));
    for odd in ["\\\"", "\\\\", "\\udc00", "\\ud83d\\ude00", "\u{1}", "é", "\\u00"] {
        for before in [0, 13, 14, 15, 16, 17, 30, 31, 32, 33] {
            insides.push(format!("{}{odd}", "a".repeat(before)));
            insides.push(format!("{}{odd}{}", "a".repeat(before), "b".repeat(17)));
        }
    }
    for inside in insides {
        let record = format!("{{\"v\":\"{inside}\"}}");
        agree::<One<String>>(&mut declared, &record);
        agree::<One<Value>>(&mut value, &record);
        agree::<One<char>>(&mut character, &record);
        agree::<One<String>>(&mut declared, format!("{{\"v\":\"\",\"ignored\":\"{inside}\"}}"));
        agree::<One<String>>(&mut declared, format!("{{\"v\":\"\",\"{inside}\":1}}"));
        agree::<One<String>>(&mut declared, format!("{{\"v\":\"{inside}"));
    }
}

#[test]
fn group_03_invalid_utf8_is_a_syntax_error_with_its_offset() {
    let mut scanner = scanner::<One<String>>(&strict::<One<String>>());
    let bad: [&[u8]; 6] = [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xc3", b"\xf0\x9f\x98", b"\x80"];
    for bad in bad {
        for (before, behind) in [("{\"v\":\"", "\"}"), ("{\"", "\":1,\"v\":\"\"}"), ("{\"v\":\"\",\"x\":[\"", "\"]}")] {
            let record = [before.as_bytes(), bad, behind.as_bytes()].concat();
            assert_eq!(syntax(read(&mut scanner, &record)), (before.len(), false));
        }
    }
    assert_eq!(syntax(read(&mut scanner, b"{\"v\":\"\xc3")), (6, true));
    assert_eq!(syntax(read(&mut scanner, "\u{feff}{\"v\":\"\"}")), (0, false));
    assert_eq!(syntax(page(&mut scanner, b"{\"m\":\"\xff\",\"d\":[]}", "d")), (6, false));
}
