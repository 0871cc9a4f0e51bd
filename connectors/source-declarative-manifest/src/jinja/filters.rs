//! The filters of the Python CDK, and those of Jinja2 that differ from minijinja's.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use minijinja::value::{Value, ValueKind};
use minijinja::{Environment, Error};
use regex_lite::Regex;

use super::dates::bad;
use super::python;

pub(super) fn add(environment: &mut Environment<'static>) {
    environment.add_filter("string", |value: Value| match value.as_str() {
        Some(text) => text.to_owned(),
        // Read as a text by `literal_eval`.
        None => format!("\"\"\"{}\"\"\"", python::json(&value)),
    });
    environment.add_filter("int", integer);
    environment.add_filter("float", |value: Value, default: Option<f64>| {
        let number = f64::try_from(value.clone()).ok();
        let parsed = || value.as_str().and_then(|text| text.trim().replace('_', "").parse().ok());
        number.or_else(parsed).unwrap_or(default.unwrap_or(0.0))
    });
    environment.add_filter("base64encode", |text: String| STANDARD.encode(text));
    environment.add_filter("base64binascii_decode", |text: String| STANDARD.encode(text));
    environment.add_filter("base64decode", |text: String| {
        let bytes = STANDARD.decode(&text).map_err(|_| bad("the value is not base64"))?;
        String::from_utf8(bytes).map_err(|_| bad("the decoded value is not UTF-8"))
    });
    environment.add_filter("regex_search", |text: String, pattern: String| {
        let captures = regex(&pattern)?.captures(&text).and_then(|found| Some(found.get(1)?.as_str().to_owned()));
        Ok::<_, Error>(captures.unwrap_or_default())
    });
    environment.add_filter("regex_replace", |text: String, pattern: String, replacement: String| {
        Ok::<_, Error>(regex(&pattern)?.replace_all(&text, python_references(&replacement)).into_owned())
    });
    environment.add_filter("urlencode", urlencode);
}

fn integer(value: Value, default: Option<i64>) -> Value {
    if value.is_integer() {
        return value;
    }
    if value.kind() == ValueKind::Bool {
        return i64::from(value.is_true()).into();
    }
    if let Ok(number) = f64::try_from(value.clone()) {
        return (number.trunc() as i64).into();
    }
    let text = value.as_str().unwrap_or_default().trim().replace('_', "");
    let number = text.parse::<i64>().ok().or_else(|| text.parse::<f64>().ok().map(|number| number.trunc() as i64));
    number.unwrap_or(default.unwrap_or(0)).into()
}

fn regex(pattern: &str) -> Result<Regex, Error> {
    Regex::new(pattern).map_err(|error| bad(format!("the pattern `{pattern}` is not supported: {error}")))
}

/// `\1` is `${1}` here, and a dollar is a text in Python.
fn python_references(replacement: &str) -> String {
    let (mut out, mut signs) = (String::new(), replacement.chars().peekable());
    while let Some(sign) = signs.next() {
        match (sign, signs.peek()) {
            ('\\', Some(digit)) if digit.is_ascii_digit() => {
                out.push_str(&format!("${{{digit}}}"));
                signs.next();
            }
            ('$', _) => out.push_str("$$"),
            (sign, _) => out.push(sign),
        }
    }
    out
}

fn urlencode(value: Value) -> Result<String, Error> {
    if value.kind() != ValueKind::Map {
        return Ok(quoted(&python::text(&value), false));
    }
    let mut pairs = Vec::new();
    for key in value.try_iter()? {
        let content = value.get_item(&key)?;
        pairs.push(format!("{}={}", quoted(&python::text(&key), true), quoted(&python::text(&content), true)));
    }
    Ok(pairs.join("&"))
}

/// Python's `quote_plus`, or `quote`, which keeps slashes.
pub(super) fn quoted(text: &str, is_plus: bool) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        match byte {
            b'_' | b'.' | b'-' | b'~' => out.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => out.push(char::from(byte)),
            b'/' if !is_plus => out.push('/'),
            b' ' if is_plus => out.push('+'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}
