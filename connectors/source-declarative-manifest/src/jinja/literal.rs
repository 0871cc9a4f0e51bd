//! Python's `ast.literal_eval`: a rendered text → its value, or `None` if Python keeps the text.

use serde_json::{Map, Number, Value};

/// Maximum number of nested lists and objects; a deeper text stays a text.
const MOST_LEVELS: u32 = 90;

/// The value of a Python literal: number, text, list, tuple, dict, `True`, `False`, `None`.
pub fn literal_eval(text: &str) -> Option<Value> {
    let text = start(text)?;
    let mut parser = Parser { text, at: 0, level: 0 };
    parser.skip_blanks();
    let mut value = parser.value()?;
    parser.skip_blanks();
    if parser.peek() == Some(b',') {
        let mut values = vec![value];
        while parser.eat(b',') {
            parser.skip_blanks();
            if parser.at == text.len() {
                break;
            }
            values.push(parser.value()?);
            parser.skip_blanks();
        }
        value = Value::Array(values);
    }
    (parser.at == text.len()).then_some(value)
}

/// Leading blanks and empty lines are allowed, an indented first line after them is not.
fn start(text: &str) -> Option<&str> {
    let mut text = text.trim_start_matches([' ', '\t']);
    while let Some((line, rest)) = text.split_once('\n') {
        if !line.trim().is_empty() {
            break;
        }
        text = rest;
    }
    (!text.starts_with([' ', '\t'])).then_some(text)
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    level: u32,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, sign: u8) -> bool {
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    /// Line ends are blanks only inside of brackets and at the end.
    fn skip_blanks(&mut self) {
        loop {
            let is_blank = match self.peek() {
                Some(b' ' | b'\t') => true,
                Some(b'\n' | b'\r') if self.level > 0 => true,
                Some(b'\n') => self.rest().trim().is_empty(),
                _ => false,
            };
            if !is_blank {
                return;
            }
            self.at += 1;
        }
    }

    fn value(&mut self) -> Option<Value> {
        match self.peek()? {
            b'[' => self.list(b']').map(|(values, _)| Value::Array(values)),
            b'(' => {
                let (mut values, has_comma) = self.list(b')')?;
                if values.len() == 1 && !has_comma { values.pop() } else { Some(Value::Array(values)) }
            }
            b'{' => self.dict(),
            b'\'' | b'"' => self.texts(),
            b'0'..=b'9' | b'.' | b'+' | b'-' => self.number(),
            _ => self.name(),
        }
    }

    fn open(&mut self) -> Option<()> {
        self.at += 1;
        self.level += 1;
        (self.level <= MOST_LEVELS).then_some(())
    }

    fn list(&mut self, end: u8) -> Option<(Vec<Value>, bool)> {
        self.open()?;
        let (mut values, mut has_comma) = (Vec::new(), false);
        loop {
            self.skip_blanks();
            if self.eat(end) {
                break;
            }
            values.push(self.value()?);
            self.skip_blanks();
            if self.eat(b',') {
                has_comma = true;
            } else if self.eat(end) {
                break;
            } else {
                return None;
            }
        }
        self.level -= 1;
        Some((values, has_comma))
    }

    fn dict(&mut self) -> Option<Value> {
        self.open()?;
        let mut entries = Map::new();
        loop {
            self.skip_blanks();
            if self.eat(b'}') {
                break;
            }
            let key = key(self.value()?)?;
            self.skip_blanks();
            if !self.eat(b':') {
                return None;
            }
            self.skip_blanks();
            let value = self.value()?;
            entries.insert(key, value);
            self.skip_blanks();
            if !self.eat(b',') {
                if self.eat(b'}') {
                    break;
                }
                return None;
            }
        }
        self.level -= 1;
        Some(Value::Object(entries))
    }

    fn name(&mut self) -> Option<Value> {
        let known = [("None", Value::Null), ("True", true.into()), ("False", false.into())];
        let (name, value) = known.into_iter().find(|(name, _)| self.rest().starts_with(name))?;
        self.at += name.len();
        let goes_on = self.peek().is_some_and(|next| next.is_ascii_alphanumeric() || next == b'_');
        (!goes_on).then_some(value)
    }

    fn number(&mut self) -> Option<Value> {
        let mut is_negative = false;
        while let Some(sign @ (b'+' | b'-')) = self.peek() {
            is_negative ^= sign == b'-';
            self.at += 1;
            self.skip_blanks();
        }
        let start = self.at;
        while let Some(next) = self.peek() {
            let before = self.text.as_bytes().get(self.at.wrapping_sub(1)).copied();
            let is_exponent = matches!(next, b'+' | b'-')
                && self.at > start
                && matches!(before, Some(b'e' | b'E'))
                && !self.text.get(start..)?.starts_with("0x");
            if !(next.is_ascii_alphanumeric() || matches!(next, b'.' | b'_') || is_exponent) {
                break;
            }
            self.at += 1;
        }
        number(self.text.get(start..self.at)?, is_negative)
    }

    /// Adjacent texts are one text.
    fn texts(&mut self) -> Option<Value> {
        let mut text = self.one_text()?;
        loop {
            let before = self.at;
            self.skip_blanks();
            if !matches!(self.peek(), Some(b'\'' | b'"')) {
                self.at = before;
                return Some(Value::String(text));
            }
            text.push_str(&self.one_text()?);
        }
    }

    fn one_text(&mut self) -> Option<String> {
        let quote = self.peek()?;
        let end = char::from(quote).to_string();
        let triple = end.repeat(3);
        let is_triple = self.rest().starts_with(&triple);
        let end = if is_triple { triple } else { end };
        self.at += end.len();
        let mut text = String::new();
        loop {
            if self.rest().starts_with(&end) {
                self.at += end.len();
                return Some(text);
            }
            let sign = self.rest().chars().next()?;
            self.at += sign.len_utf8();
            match sign {
                '\n' if !is_triple => return None,
                '\\' => self.escape(&mut text)?,
                sign => text.push(sign),
            }
        }
    }

    fn escape(&mut self, text: &mut String) -> Option<()> {
        let sign = self.rest().chars().next()?;
        self.at += sign.len_utf8();
        let value = match sign {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'a' => '\x07',
            'b' => '\x08',
            'f' => '\x0c',
            'v' => '\x0b',
            '\\' | '\'' | '"' => sign,
            '\n' => return Some(()),
            'x' => self.hex(2)?,
            'u' => self.hex(4)?,
            'U' => self.hex(8)?,
            '0'..='7' => {
                let mut code = sign.to_digit(8)?;
                for _ in 0..2 {
                    let Some(digit) = self.peek().and_then(|next| char::from(next).to_digit(8)) else { break };
                    code = code * 8 + digit;
                    self.at += 1;
                }
                char::from_u32(code)?
            }
            other => {
                text.push('\\');
                other
            }
        };
        text.push(value);
        Some(())
    }

    fn hex(&mut self, len: usize) -> Option<char> {
        let digits = self.text.get(self.at..self.at + len)?;
        let value = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
        self.at += len;
        Some(value)
    }
}

fn number(text: &str, is_negative: bool) -> Option<Value> {
    if text.is_empty() || text.starts_with('_') || text.ends_with('_') || text.contains("__") {
        return None;
    }
    let text = text.replace('_', "");
    let radix = |radix| i128::from_str_radix(text.get(2..)?, radix).ok();
    let value = match text.get(..2) {
        Some("0x" | "0X") => radix(16)?,
        Some("0o" | "0O") => radix(8)?,
        Some("0b" | "0B") => radix(2)?,
        _ if text.bytes().all(|digit| digit.is_ascii_digit()) => {
            let is_octal = text.len() > 1 && text.starts_with('0') && text.bytes().any(|digit| digit != b'0');
            if is_octal {
                return None;
            }
            match text.parse() {
                Ok(value) => value,
                // Python's integers have no limit; a number that JSON cannot hold exactly stays a text.
                Err(_) => return None,
            }
        }
        _ => {
            if text.chars().any(|sign| sign.is_alphabetic() && !matches!(sign, 'e' | 'E')) {
                return None;
            }
            let value: f64 = text.parse().ok()?;
            return Number::from_f64(if is_negative { -value } else { value }).map(Value::Number);
        }
    };
    let value = if is_negative { -value } else { value };
    i64::try_from(value).map(Value::from).or_else(|_| u64::try_from(value).map(Value::from)).ok()
}

/// A key of a dict, as JSON writes it.
fn key(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Null | Value::Bool(_) | Value::Number(_) => Some(value.to_string()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::literal_eval;

    #[test]
    fn a_text_is_read_as_python_reads_it() {
        let cases = [
            ("123", Some(json!(123))),
            ("007", None),
            ("00", Some(json!(0))),
            ("007x", None),
            ("1e3", Some(json!(1000.0))),
            ("-1_000", Some(json!(-1000))),
            ("0x1f", Some(json!(31))),
            ("True", Some(json!(true))),
            ("Truex", None),
            ("None", Some(Value::Null)),
            ("[1, 'a', (2,), {'k': None}]", Some(json!([1, "a", [2], { "k": null }]))),
            ("1, 2", Some(json!([1, 2]))),
            ("'a' \"b\"", Some(json!("ab"))),
            ("\"\"\"{\"a\": 1}\"\"\"", Some(json!("{\"a\": 1}"))),
            ("2024-01-31", None),
            ("abc", None),
            ("[1", None),
            ("'a\\u0041\\n'", Some(json!("aA\n"))),
        ];
        for (text, expected) in cases {
            assert_eq!(literal_eval(text), expected, "{text}");
        }
        assert_eq!(literal_eval(&"[".repeat(100_000)), None);
    }
}
