//! The referee's own judgement: the schema walked over a tree, without programs, prediction or edits.
//!
//! Two passes like the scanner's: what the schema says, in the order of the text; then what serde says about the fields
//! whose schema says less.

use cdk_core::testing::scanner::{LeafCheck, MismatchKind, Undeclared};
use serde_json::{Map, Value};

use super::tree::{Is, Member, Tree};

/// What does not fit.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Misfit {
    pub(super) kind: MismatchKind,
    pub(super) offset: usize,
    pub(super) pointer: String,
    pub(super) fatal: bool,
}

pub(super) struct Reference<'a> {
    pub(super) root: &'a Value,
    pub(super) text: &'a [u8],
    pub(super) undeclared: Undeclared,
    /// Whether nullable values absorb.
    pub(super) nulls: bool,
    /// Starts of the values that become null.
    pub(super) nulled: Vec<usize>,
    /// Starts of the texts and keys that are mended.
    pub(super) replaced: Vec<usize>,
    pub(super) cut: u64,
}

type Judged = Result<(), Misfit>;
const LIMIT: usize = 127;

/// A schema without references, and whether it admits null besides.
pub(super) struct Place<'a> {
    pub(super) words: Option<&'a Map<String, Value>>,
    nullable: bool,
}

fn push(pointer: &str, name: &str) -> String {
    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"))
}

impl<'a> Reference<'a> {
    pub(super) fn place(&self, schema: &'a Value) -> Place<'a> {
        let free = Place { words: None, nullable: true };
        let Some(words) = schema.as_object() else { return free };
        if let Some(name) = words.get("$ref") {
            return self.place(self.root.pointer(&name.as_str().unwrap()[1..]).unwrap());
        }
        if let Some(all) = words.get("allOf") {
            return self.place(&all[0]);
        }
        if let Some(branches) = words.get("anyOf").and_then(Value::as_array) {
            let null = |schema: &&Value| schema.get("type").is_some_and(|kind| kind == "null");
            let other: Vec<&Value> = branches.iter().filter(|branch| !null(branch)).collect();
            assert_eq!(other.len(), 1);
            return Place { nullable: true, ..self.place(other[0]) };
        }
        let lists_null = |word: &str| match words.get(word) {
            Some(Value::Array(kinds)) => kinds.iter().any(|kind| kind == "null"),
            Some(kind) => kind == "null",
            None => false,
        };
        if words.keys().all(|word| ["description", "default"].contains(&word.as_str())) {
            return free;
        }
        Place { words: Some(words), nullable: lists_null("type") }
    }

    fn misfit(&self, kind: MismatchKind, offset: usize, pointer: &str) -> Judged {
        Err(Misfit { kind, offset, pointer: pointer.to_owned(), fatal: false })
    }

    /// The whole record.
    pub(super) fn record(&mut self, tree: &Tree) -> Judged {
        let root = self.root;
        let words = root.as_object().unwrap();
        match &tree.is {
            Is::Object(members) => self.object(words, members, tree, 0, ""),
            _ => self.misfit(MismatchKind::Kind, tree.start, ""),
        }
    }

    fn value(&mut self, schema: &'a Value, tree: &Tree, depth: usize, pointer: &str) -> Judged {
        let place = self.place(schema);
        let (nulled, replaced) = (self.nulled.len(), self.replaced.len());
        match self.judge(&place, tree, depth, pointer) {
            Err(misfit) if place.nullable && self.nulls && !misfit.fatal => {
                self.nulled.truncate(nulled);
                self.replaced.truncate(replaced);
                self.nulled.push(tree.start);
                Ok(())
            }
            judged => judged,
        }
    }

    fn judge(&mut self, place: &Place<'a>, tree: &Tree, depth: usize, pointer: &str) -> Judged {
        let Some(words) = place.words else { return self.free(tree, depth, pointer, LIMIT) };
        let branches: Vec<&Value> = match words.get("oneOf").and_then(Value::as_array) {
            Some(branches) => branches.iter().collect(),
            None => Vec::new(),
        };
        // Inside a union every kind is serde's to judge.
        let is_loose = words.contains_key("loose");
        let has = |name: &str| {
            if is_loose {
                return true;
            }
            let of = |words: &Value| match &words["type"] {
                Value::Array(kinds) => kinds.iter().any(|kind| kind == name),
                kind => kind == name,
            };
            branches.iter().any(|branch| of(branch))
                || words.get("type").is_some_and(|kind| of(&serde_json::json!({"type": kind})))
        };
        match &tree.is {
            Is::Null if place.nullable || is_loose => Ok(()),
            Is::Bool if has("boolean") => Ok(()),
            Is::Number if has("integer") || has("number") => self.number(words, tree, pointer),
            Is::Text(text) if has("string") => match text {
                None if !self.nulls => self.misfit(MismatchKind::Surrogate, tree.start, pointer),
                None if !self.listed(words, &branches, "\u{fffd}") => {
                    self.misfit(MismatchKind::Choice, tree.start, pointer)
                }
                None => self.replace(tree.start),
                Some(text) if self.listed(words, &branches, text) => Ok(()),
                Some(_) => self.misfit(MismatchKind::Choice, tree.start, pointer),
            },
            Is::Array(elements) if has("array") => {
                let Some(items) = words.get("items").filter(|items| !items.is_array()) else {
                    return self.free(tree, depth, pointer, LIMIT);
                };
                if depth >= LIMIT {
                    return self.misfit(MismatchKind::Depth, tree.start, pointer);
                }
                for (i, element) in elements.iter().enumerate() {
                    self.value(items, element, depth + 1, &format!("{pointer}/{i}"))?;
                }
                Ok(())
            }
            Is::Object(members) if has("object") => {
                let known = words.contains_key("properties") || words.contains_key("additionalProperties");
                if !known || words.contains_key("patternProperties") {
                    return self.free(tree, depth, pointer, LIMIT);
                }
                self.object(words, members, tree, depth, pointer)
            }
            _ => self.misfit(MismatchKind::Kind, tree.start, pointer),
        }
    }

    fn replace(&mut self, start: usize) -> Judged {
        self.replaced.push(start);
        Ok(())
    }

    fn listed(&self, words: &Map<String, Value>, branches: &[&Value], text: &str) -> bool {
        let mut lists: Vec<&Map<String, Value>> = branches.iter().filter_map(|branch| branch.as_object()).collect();
        // A union with other things than texts is serde's.
        if lists.iter().any(|words| words["type"] != "string") {
            return true;
        }
        lists.push(words);
        let listed = |words: &&Map<String, Value>| match (words.get("enum"), words.get("const")) {
            (Some(Value::Array(texts)), _) => texts.iter().any(|one| one == text),
            (_, Some(one)) => one == text,
            _ => false,
        };
        let none = !lists.iter().any(|words| words.contains_key("enum") || words.contains_key("const"));
        none || lists.iter().any(listed)
    }

    fn number(&self, words: &Map<String, Value>, tree: &Tree, pointer: &str) -> Judged {
        let text = std::str::from_utf8(&self.text[tree.start..tree.end]).unwrap();
        let format = words.get("format").and_then(Value::as_str).unwrap_or("double");
        macro_rules! by_serde {
            ($($name:pat => $ty:ty),*) => {
                match format { $($name => serde_json::from_str::<$ty>(text).is_ok(),)* _ => panic!("format {format}") }
            };
        }
        let fits = by_serde! {
            "int8" => i8, "int16" => i16, "int32" => i32, "int64" => i64, "int" => isize, "int128" => i128,
            "uint8" => u8, "uint16" => u16, "uint32" => u32, "uint64" => u64, "uint" => usize, "uint128" => u128,
            "float" => f32, "double" => f64
        };
        if fits {
            return Ok(());
        }
        let kind = match format {
            "float" | "double" => MismatchKind::Infinite,
            _ if text.contains(['.', 'e', 'E']) || text == "-0" => MismatchKind::Fraction,
            _ => MismatchKind::Range,
        };
        self.misfit(kind, tree.start, pointer)
    }

    fn object(
        &mut self,
        words: &'a Map<String, Value>,
        members: &[Member],
        tree: &Tree,
        depth: usize,
        pointer: &str,
    ) -> Judged {
        if depth >= LIMIT {
            return self.misfit(MismatchKind::Depth, tree.start, pointer);
        }
        let properties = words.get("properties").and_then(Value::as_object);
        let rest = words.get("additionalProperties");
        let mut seen: Vec<&str> = Vec::new();
        for member in members {
            let (name, at) = (&member.lossy, push(pointer, &member.lossy));
            if member.name.is_none() && !self.nulls {
                return self.misfit(MismatchKind::Surrogate, member.key, &at);
            }
            let declared = properties.and_then(|properties| properties.get(name));
            let emitted = declared.is_some()
                || self.undeclared == Undeclared::Keep
                || rest.is_some_and(|rest| *rest != Value::Bool(false));
            let denied = declared.is_none() && rest == Some(&Value::Bool(false));
            if emitted && !denied && seen.contains(&name.as_str()) {
                return self.misfit(MismatchKind::Duplicate, member.key, &at);
            }
            seen.push(name);
            if member.name.is_none() && emitted {
                self.replaced.push(member.key);
            }
            match (declared, rest) {
                (Some(schema), _) => self.value(schema, &member.value, depth + 1, &at)?,
                (None, Some(schema)) if *schema != Value::Bool(false) => {
                    self.value(schema, &member.value, depth + 1, &at)?;
                }
                _ if self.undeclared == Undeclared::Fail => {
                    return Err(Misfit {
                        kind: MismatchKind::Undeclared,
                        offset: member.key,
                        pointer: at,
                        fatal: true,
                    });
                }
                (None, Some(_)) => return self.misfit(MismatchKind::Undeclared, member.key, &at),
                _ if self.undeclared == Undeclared::Drop => self.cut += 1,
                _ => {
                    self.cut += 1;
                    let (nulled, replaced) = (self.nulled.len(), self.replaced.len());
                    if let Err(misfit) = self.free(&member.value, depth + 1, &at, LIMIT - 2) {
                        if !self.nulls {
                            return Err(misfit);
                        }
                        self.nulled.truncate(nulled);
                        self.replaced.truncate(replaced);
                        self.nulled.push(member.value.start);
                    }
                }
            }
        }
        let required = words.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let order = |name: &&str| properties.and_then(|p| p.keys().position(|key| key == name));
        let missing = required.filter(|name| !seen.contains(name)).min_by_key(order);
        match missing {
            Some(name) => self.misfit(MismatchKind::Missing, tree.start, &push(pointer, name)),
            None => Ok(()),
        }
    }

    /// A value without a schema.
    fn free(&mut self, tree: &Tree, depth: usize, pointer: &str, limit: usize) -> Judged {
        match &tree.is {
            Is::Null | Is::Bool => Ok(()),
            Is::Text(Some(_)) => Ok(()),
            Is::Text(None) if self.nulls => self.replace(tree.start),
            Is::Text(None) => self.misfit(MismatchKind::Surrogate, tree.start, pointer),
            Is::Number => match serde_json::from_slice::<f64>(&self.text[tree.start..tree.end]) {
                Ok(_) => Ok(()),
                Err(_) if self.nulls => {
                    self.nulled.push(tree.start);
                    Ok(())
                }
                Err(_) => self.misfit(MismatchKind::Infinite, tree.start, pointer),
            },
            Is::Array(_) | Is::Object(_) if depth >= limit => self.misfit(MismatchKind::Depth, tree.start, pointer),
            Is::Array(elements) => {
                for (i, element) in elements.iter().enumerate() {
                    self.free(element, depth + 1, &format!("{pointer}/{i}"), limit)?;
                }
                Ok(())
            }
            Is::Object(members) => {
                let mut seen = Vec::new();
                for member in members {
                    let (name, at) = (&member.lossy, push(pointer, &member.lossy));
                    if member.name.is_none() && !self.nulls {
                        return self.misfit(MismatchKind::Surrogate, member.key, &at);
                    }
                    if seen.contains(&name) {
                        return self.misfit(MismatchKind::Duplicate, member.key, &at);
                    }
                    seen.push(name);
                    if member.name.is_none() {
                        self.replaced.push(member.key);
                    }
                    self.free(&member.value, depth + 1, &at, limit)?;
                }
                Ok(())
            }
        }
    }

    /// The second pass: each leaf, again and again until serde is content or nothing nullable is left.
    pub(super) fn leaves(&mut self, tree: &Tree, leaves: &[(String, LeafCheck)]) -> Judged {
        let root = self.root;
        let Is::Object(members) = &tree.is else { return Ok(()) };
        for name in root["properties"].as_object().unwrap().keys() {
            let Some((_, check)) = leaves.iter().find(|(of, _)| of == name) else { continue };
            let Some(member) = members.iter().find(|member| member.name.as_ref() == Some(name)) else { continue };
            let schema = &root["properties"][name];
            loop {
                let mut text = Vec::new();
                self.render(Some(schema), &member.value, &mut text);
                if self.nulled.contains(&member.value.start) && self.place(schema).nullable {
                    break;
                }
                let Err(refused) = check(&text) else { break };
                self.repair(schema, &member.value, &push("", name), &refused.pointer)?;
            }
        }
        Ok(())
    }

    fn repair(&mut self, schema: &'a Value, tree: &Tree, field: &str, refused: &str) -> Judged {
        let (mut schema, mut tree, mut pointer) = (Some(schema), tree, field.to_owned());
        let mut best = None;
        let mut segments = refused.split('/').skip(1);
        loop {
            let place = schema.map(|schema| self.place(schema));
            let is_null = self.nulled.contains(&tree.start) || matches!(tree.is, Is::Null);
            if place.as_ref().is_some_and(|place| place.nullable) && !is_null {
                best = Some(tree);
            }
            let Some(segment) = segments.next() else { break };
            let segment = segment.replace("~1", "/").replace("~0", "~");
            let words = place.and_then(|place| place.words);
            let word = |word: &str| words.and_then(|words| words.get(word));
            let child = match &tree.is {
                Is::Array(elements) => {
                    let child = segment.parse().ok().and_then(|i: usize| elements.get(i));
                    child.map(|child| (child, word("items").filter(|items| !items.is_array())))
                }
                Is::Object(members) => {
                    let child = members.iter().find(|member| member.name.as_ref() == Some(&segment));
                    let by_number = word("patternProperties").is_some();
                    let declared = word("properties").and_then(|properties| properties.get(&segment));
                    let schema = declared.or(word("additionalProperties")).filter(|_| !by_number);
                    child.map(|member| (&member.value, schema))
                }
                _ => None,
            };
            let Some((child, inner)) = child else { break };
            (tree, schema, pointer) = (child, inner, push(&pointer, &segment));
        }
        match best {
            Some(tree) if self.nulls => {
                let end = tree.end;
                let start = tree.start;
                self.nulled.retain(|at| *at < start || *at >= end);
                self.replaced.retain(|at| *at < start || *at >= end);
                self.nulled.push(start);
                Ok(())
            }
            _ => self.misfit(MismatchKind::Leaf, tree.start, &pointer),
        }
    }
}
