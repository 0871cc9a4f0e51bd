//! The type of a plain scalar, by the rules of YAML 1.1.

use serde_json::{Number, Value};

/// The value of a plain scalar, such as `yes`, `1_000`, `0o7` (a text), `1:30` (90) or `~`.
pub(super) fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => return true.into(),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => return false.into(),
        _ => {}
    }
    integer(text).or_else(|| float(text)).unwrap_or_else(|| text.into())
}

fn integer(text: &str) -> Option<Value> {
    let (is_negative, digits) = sign(text);
    let clean = digits.replace('_', "");
    let first = digits.chars().next().filter(char::is_ascii_digit)?;
    let radix = |start: usize, radix: u32| i128::from_str_radix(clean.get(start..)?, radix).ok();
    let value = if digits.contains(':') {
        if first == '0' || digits.contains('.') {
            return None;
        }
        let parts = sexagesimal(&clean)?;
        parts.iter().try_fold(0_i128, |sum, part| sum.checked_mul(60)?.checked_add(i128::from(*part)))?
    } else if digits.starts_with("0x") {
        radix(2, 16)?
    } else if digits.starts_with("0b") {
        radix(2, 2)?
    } else if first == '0' && clean.len() > 1 {
        radix(1, 8)?
    } else if digits.chars().all(|sign| sign.is_ascii_digit() || sign == '_') {
        radix(0, 10)?
    } else {
        return None;
    };
    let value = if is_negative { -value } else { value };
    match (i64::try_from(value), u64::try_from(value)) {
        (Ok(value), _) => Some(value.into()),
        (_, Ok(value)) => Some(value.into()),
        _ => Number::from_f64(value as f64).map(Value::Number),
    }
}

fn float(text: &str) -> Option<Value> {
    let (is_negative, digits) = sign(text);
    let clean = digits.replace('_', "");
    if !clean.starts_with(|first: char| first.is_ascii_digit() || first == '.') || !clean.contains('.') {
        return None;
    }
    let value = if clean.contains(':') {
        let (whole, fraction) = clean.split_once('.')?;
        let parts = sexagesimal(whole)?;
        let whole = parts.iter().fold(0.0, |sum, part| sum * 60.0 + f64::from(*part));
        whole + if fraction.is_empty() { 0.0 } else { format!("0.{fraction}").parse::<f64>().ok()? }
    } else {
        let (mantissa, exponent) = match clean.find(['e', 'E']) {
            Some(at) => (clean.get(..at)?, clean.get(at + 1..)),
            None => (clean.as_str(), None),
        };
        let is_exponent = |text: &str| {
            let digits = text.strip_prefix(['-', '+']);
            digits.is_some_and(|digits| !digits.is_empty() && digits.chars().all(|sign| sign.is_ascii_digit()))
        };
        let is_mantissa = mantissa.chars().all(|sign| sign.is_ascii_digit() || sign == '.') && mantissa.len() > 1;
        if !is_mantissa || exponent.is_some_and(|text| !is_exponent(text)) {
            return None;
        }
        clean.parse::<f64>().ok()?
    };
    Number::from_f64(if is_negative { -value } else { value }).map(Value::Number)
}

fn sign(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// `1:30` in base 60: every part after the first is below 60.
fn sexagesimal(text: &str) -> Option<Vec<u32>> {
    let parts: Vec<u32> = text.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let is_valid = parts.len() > 1 && parts.iter().skip(1).all(|part| *part < 60);
    is_valid.then_some(parts)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::plain;

    #[test]
    fn scalars_have_the_types_of_yaml_1_1() {
        let cases = [
            ("yes", json!(true)),
            ("Off", json!(false)),
            ("y", json!("y")),
            ("~", json!(null)),
            ("1_000", json!(1000)),
            ("012", json!(10)),
            ("0o14", json!("0o14")),
            ("0x1F", json!(31)),
            ("1:30", json!(90)),
            ("-7", json!(-7)),
            ("1.5", json!(1.5)),
            ("1e3", json!("1e3")),
            ("1.0e3", json!("1.0e3")),
            ("1.0e+3", json!(1000.0)),
            (".", json!(".")),
            ("1.2.3", json!("1.2.3")),
            ("2024-01-31", json!("2024-01-31")),
            ("08", json!("08")),
            ("12:61", json!("12:61")),
        ];
        for (text, expected) in cases {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
