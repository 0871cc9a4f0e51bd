//! Texts for a schema: mostly right, wrong in every way now and then, then damaged byte by byte.

use serde_json::Value;

use super::lists::{MOMENTS, NUMBERS, TEXTS, UNKNOWN, VALUES};
use crate::rng::Rng;

pub(super) struct Generator<'a> {
    pub(super) rng: Rng,
    pub(super) root: &'a Value,
    /// One place in so many is wrong.
    pub(super) wrong: usize,
    pub(super) spaces: usize,
}

impl Generator<'_> {
    /// A record's text, perhaps damaged.
    pub(super) fn record(&mut self) -> Vec<u8> {
        self.wrong = self.rng.pick(&[&usize::MAX, &400, &100, &30]).to_owned();
        self.spaces = self.rng.pick(&[&usize::MAX, &usize::MAX, &8, &1]).to_owned();
        let root = self.root;
        let mut out = String::new();
        self.value(root, 0, &mut out);
        let mut out = out.into_bytes();
        if self.rng.one_in(4) {
            self.damage(&mut out);
        }
        out
    }

    fn space(&mut self, out: &mut String) {
        if self.spaces != usize::MAX && self.rng.one_in(self.spaces) {
            out.push_str(self.rng.pick(&[" ", "\n", "\t", "\r\n", "  ", "\n                    ", "               "]));
        }
    }

    fn value(&mut self, schema: &Value, depth: usize, out: &mut String) {
        if self.wrong != usize::MAX && self.rng.one_in(self.wrong) {
            return self.any(depth, out);
        }
        let Some(words) = schema.as_object() else { return self.free(depth, out) };
        if let Some(name) = words.get("$ref") {
            let target = self.root.pointer(&name.as_str().unwrap()[1..]).unwrap();
            return self.value(target, depth, out);
        }
        if let Some(all) = words.get("allOf") {
            return self.value(&all[0], depth, out);
        }
        for word in ["anyOf", "oneOf"] {
            if let Some(branches) = words.get(word).and_then(Value::as_array) {
                let null = branches.iter().find(|branch| branch.get("type").is_some_and(|kind| kind == "null"));
                let branch = match null {
                    Some(null) if depth > 4 => null,
                    _ => &branches[self.rng.below(branches.len())],
                };
                return self.value(branch, depth, out);
            }
        }
        if let Some(texts) = words.get("enum").and_then(Value::as_array) {
            return out.push_str(&texts[self.rng.below(texts.len())].to_string());
        }
        if let Some(text) = words.get("const") {
            return out.push_str(&text.to_string());
        }
        let kind = match &words.get("type") {
            Some(Value::Array(kinds)) if depth > 6 || self.rng.one_in(4) => kinds[1].as_str().unwrap(),
            Some(Value::Array(kinds)) => kinds[0].as_str().unwrap(),
            Some(Value::String(kind)) => kind,
            _ => return self.free(depth, out),
        };
        match kind {
            "null" => out.push_str("null"),
            "boolean" => out.push_str(self.rng.pick(&["true", "false"])),
            "integer" => self.integer(words, out),
            "number" => out.push_str(self.rng.pick(&["0", "1.5", "-2e10", "100", "-0", "1e-400"])),
            "string" if words.contains_key("format") => {
                out.push('"');
                out.push_str(self.rng.pick(MOMENTS));
                out.push('"');
            }
            "string" if words.contains_key("minLength") => out.push_str(self.rng.pick(&["\"a\"", "\"é\"", "\"\\n\""])),
            "string" => self.text(out),
            "array" => self.array(words, depth, out),
            _ => self.object(words, depth, out),
        }
    }

    fn integer(&mut self, words: &serde_json::Map<String, Value>, out: &mut String) {
        let format = words["format"].as_str().unwrap();
        let unsigned = format.starts_with('u');
        let bits = match format.trim_start_matches(|c: char| c.is_alphabetic()) {
            "" => 64,
            bits => bits.parse::<u32>().unwrap(),
        };
        let number = match (unsigned, self.rng.below(4)) {
            (_, 0) => "1".to_owned(),
            (true, 1) => (u128::MAX >> (128 - bits)).to_string(),
            (false, 1) => (i128::MAX >> (128 - bits)).to_string(),
            (false, 2) => (i128::MIN >> (128 - bits)).to_string(),
            (true, 2) => "1".to_owned(),
            _ => (1 + self.rng.below(100)).to_string(),
        };
        out.push_str(&number);
    }

    fn text(&mut self, out: &mut String) {
        out.push('"');
        if self.wrong != usize::MAX && self.rng.one_in(20) {
            out.push_str(self.rng.pick(TEXTS));
        } else {
            let length = self.rng.below(40);
            for _ in 0..length {
                out.push_str(self.rng.pick(&["a", "b", "c", " ", "d", "e", "é", "\\n", "x", "0"]));
            }
        }
        out.push('"');
    }

    fn array(&mut self, words: &serde_json::Map<String, Value>, depth: usize, out: &mut String) {
        out.push('[');
        let items = words.get("items").cloned().unwrap_or(Value::Bool(true));
        let least = words.get("minItems").and_then(Value::as_u64);
        let count = least.map_or_else(|| if depth > 4 { 0 } else { self.rng.below(4) }, |least| least as usize);
        for i in 0..count {
            if i > 0 {
                out.push(',');
            }
            self.space(out);
            let item = items.get(i).filter(|_| items.is_array()).unwrap_or(&items);
            self.value(item, depth + 1, out);
            self.space(out);
        }
        self.space(out);
        out.push(']');
    }

    fn object(&mut self, words: &serde_json::Map<String, Value>, depth: usize, out: &mut String) {
        let required: Vec<&str> =
            words.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        let any = Value::Bool(true);
        let mut members: Vec<(String, &Value)> = Vec::new();
        for (name, schema) in words.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let needed = required.contains(&name.as_str());
            if (needed && !self.rng.one_in(self.wrong)) || (!needed && depth < 4 && !self.rng.one_in(3)) {
                members.push((spelled(name), schema));
            }
        }
        let map = words.get("additionalProperties").filter(|schema| **schema != Value::Bool(false));
        let by_number = words.get("patternProperties").and_then(Value::as_object).and_then(|m| m.values().next());
        if let Some(schema) = by_number.or(map) {
            for _ in 0..self.rng.below(4) {
                let name = match by_number {
                    Some(_) => self.rng.below(50).to_string(),
                    None => self.rng.pick(UNKNOWN).to_owned(),
                };
                let odd = name == "\\ud800" || members.iter().any(|(other, _)| *other == name);
                if !odd || self.wrong != usize::MAX {
                    members.push((name, schema));
                }
            }
        }
        if self.wrong != usize::MAX {
            if self.rng.one_in(4) {
                let at = self.rng.below(members.len() + 1);
                members.insert(at, (self.rng.pick(UNKNOWN).to_owned(), &any));
            }
            if self.rng.one_in(30) && !members.is_empty() {
                let twice = members[self.rng.below(members.len())].clone();
                members.push(twice);
            }
            if self.rng.one_in(6) && members.len() > 1 {
                let (a, b) = (self.rng.below(members.len()), self.rng.below(members.len()));
                members.swap(a, b);
            }
        }
        out.push('{');
        for (i, (name, schema)) in members.iter().enumerate() {
            if i > 0 {
                out.push(',');
            }
            self.space(out);
            out.push('"');
            match name.chars().next() {
                Some(first) if first.is_ascii_alphanumeric() && self.rng.one_in(60) => {
                    out.push_str(&format!("\\u{:04x}{}", first as u32, &name[1..]));
                }
                _ => out.push_str(name),
            }
            out.push('"');
            self.space(out);
            out.push(':');
            self.space(out);
            self.value(schema, depth + 1, out);
            self.space(out);
        }
        self.space(out);
        out.push('}');
    }

    /// A value that nobody describes: readable, mostly.
    fn free(&mut self, depth: usize, out: &mut String) {
        if self.wrong != usize::MAX && self.rng.one_in(8) {
            return self.any(depth.max(4), out);
        }
        let good = [
            "null",
            "5",
            "-1.5e3",
            "\"x\"",
            "[]",
            "{}",
            "[1, \"a\",null]",
            "{\"a\" :1}",
            "{\"a\":{\"b\":[{}]},\"c\":2}",
        ];
        out.push_str(self.rng.pick(&good));
    }

    fn any(&mut self, depth: usize, out: &mut String) {
        match self.rng.below(if depth < 8 { 7 } else { 5 }) {
            0 => out.push_str(self.rng.pick(NUMBERS)),
            1 => {
                out.push('"');
                out.push_str(self.rng.pick(TEXTS));
                out.push('"');
            }
            2 | 3 => out.push_str(self.rng.pick(VALUES)),
            4 => out.push_str(self.rng.pick(&["null", "1", "\"a\"", "true", "[]", "{}"])),
            5 => {
                let levels = *self.rng.pick(&[&1usize, &2, &60, &120, &123, &124, &125, &126, &127, &128, &200]);
                let object = self.rng.one_in(3);
                out.push_str(&if object { "{\"a\":" } else { "[" }.repeat(levels));
                out.push('1');
                out.push_str(&if object { "}" } else { "]" }.repeat(levels));
            }
            _ => {
                out.push('[');
                self.any(depth + 3, out);
                out.push_str(",{\"k\" : ");
                self.any(depth + 3, out);
                out.push_str("}]");
            }
        }
    }

    /// Changes a few bytes.
    pub(super) fn damage(&mut self, out: &mut Vec<u8>) {
        const BYTES: &[u8] =
            b"\"\\{}[],:0123456789-+.eEtfnu \n\t\r\x00\x01\x1f\x7f\xff\xc0\xaf\xed\xa0\x80\xc3\xa9\xef\xbb\xbfaz/";
        for _ in 0..=self.rng.below(2) {
            let at = self.rng.below(out.len() + 1);
            let byte = BYTES[self.rng.below(BYTES.len())];
            match self.rng.below(6) {
                0 => out.truncate(at),
                1 if at < out.len() => drop(out.remove(at)),
                2 if at < out.len() => out[at] = byte,
                3 if at + 1 < out.len() => out.swap(at, at + 1),
                4 => {
                    let end = (at + self.rng.below(20)).min(out.len());
                    let copy = out[at..end].to_vec();
                    out.splice(at..at, copy);
                }
                _ => out.insert(at, byte),
            }
        }
    }
}

/// A name as JSON spells it, without its quotes.
fn spelled(name: &str) -> String {
    let text = Value::from(name).to_string();
    text[1..text.len() - 1].to_owned()
}
