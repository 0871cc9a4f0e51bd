//! How Python writes values: `str`, `repr` and `json.dumps`.

use minijinja::value::{Value, ValueKind};

/// Python's `str(value)`; an undefined value is empty.
pub(super) fn text(value: &Value) -> String {
    match value.as_str() {
        Some(text) => text.to_owned(),
        None if value.is_undefined() => String::new(),
        None => repr(value),
    }
}

/// Python's `repr(value)`.
pub(super) fn repr(value: &Value) -> String {
    match value.kind() {
        ValueKind::Undefined => "Undefined".to_owned(),
        ValueKind::None => "None".to_owned(),
        ValueKind::Bool => if value.is_true() { "True" } else { "False" }.to_owned(),
        ValueKind::String => quote(value.as_str().unwrap_or_default()),
        ValueKind::Number if value.is_integer() => value.to_string(),
        ValueKind::Number => f64::try_from(value.clone()).map(float).unwrap_or_default(),
        ValueKind::Seq | ValueKind::Iterable => {
            let items = items(value, repr);
            if value.is_tuple() {
                format!("({}{})", items.join(", "), if items.len() == 1 { "," } else { "" })
            } else {
                format!("[{}]", items.join(", "))
            }
        }
        ValueKind::Map => format!("{{{}}}", entries(value, repr).join(", ")),
        _ => value.to_string(),
    }
}

/// Python's `json.dumps(value)`.
pub(super) fn json(value: &Value) -> String {
    match value.kind() {
        ValueKind::None | ValueKind::Undefined => "null".to_owned(),
        ValueKind::Bool => value.to_string(),
        ValueKind::String => json_text(value.as_str().unwrap_or_default()),
        ValueKind::Seq | ValueKind::Iterable => format!("[{}]", items(value, json).join(", ")),
        ValueKind::Map => format!("{{{}}}", entries(value, json).join(", ")),
        _ => repr(value),
    }
}

/// Characters outside of ASCII are escaped.
fn json_text(text: &str) -> String {
    let mut out = String::new();
    for sign in serde_json::Value::from(text).to_string().chars() {
        if sign.is_ascii() {
            out.push(sign);
        } else {
            let mut units = [0; 2];
            for unit in sign.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}

/// Python's `repr` of a float.
pub(super) fn float(value: f64) -> String {
    let size = value.abs();
    if value.fract() == 0.0 && size < 1e16 {
        return format!("{value:.1}");
    }
    if size != 0.0 && !(1e-4..1e16).contains(&size) {
        let text = format!("{value:e}");
        let Some((mantissa, exponent)) = text.split_once('e') else { return text };
        let (sign, digits) = exponent.strip_prefix('-').map_or(("+", exponent), |digits| ("-", digits));
        return format!("{mantissa}e{sign}{digits:0>2}");
    }
    format!("{value:?}")
}

fn items(value: &Value, write: fn(&Value) -> String) -> Vec<String> {
    value.try_iter().map(|items| items.map(|item| write(&item)).collect()).unwrap_or_default()
}

fn entries(value: &Value, write: fn(&Value) -> String) -> Vec<String> {
    let entry = |key: Value| format!("{}: {}", write(&key), write(&value.get_item(&key).unwrap_or_default()));
    value.try_iter().map(|keys| keys.map(entry).collect()).unwrap_or_default()
}

fn quote(text: &str) -> String {
    let quote = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    let mut out = String::from(quote);
    for sign in text.chars() {
        match sign {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            sign if sign == quote => out.extend(['\\', sign]),
            sign if sign.is_ascii_control() => out.push_str(&format!("\\x{:02x}", u32::from(sign))),
            sign => out.push(sign),
        }
    }
    out.push(quote);
    out
}
