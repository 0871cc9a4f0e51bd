//! Compile: schema → program.
//!
//! In: a draft-07 schema as schemars writes it, or one that was found at run time. Out: a [`Program`], or a sentence
//! that names the place that is not a schema. What the schema says less than serde about (dates, unions, tuples,
//! unknown words: see `words`)is compiled permissively, and the top-level field around it is marked. The field gets its
//! leaf, or the record its check. If the stream has neither, the permissive node alone decides. A `$ref` is compiled
//! anew at each use; one that is being compiled is linked to (recursion). A nullable link copies its target's node once
//! that is finished, at the end.
//! Not here: which words mean what (`words`), the run-time side (`node`).

use serde_json::{Map, Value};

use super::compiler::{Compiler, MOST_DEPTH, MOST_NODES};
use super::leaf::LeafCheck;
use super::node::{
    ARRAY, AS_TEXT, Capture, Elements, FREE, FREE_NODE, Leaf, Members, NULL, NodeId, OBJECT, Object, OtherNames,
    Program, ProgramNode, Role, field,
};
use super::options::ProgramOptions;
use super::slots::Slots;
use super::union::MergedUnion;
use super::words;

impl Program {
    /// Compiles the schema of a stream's records.
    ///
    /// # Errors
    /// A sentence that names the place: a `$ref` that leads nowhere, a keyword whose value has the wrong kind.
    pub fn compile(schema: &Value, options: &ProgramOptions) -> Result<Self, String> {
        let no_words = Map::new();
        let mut compiler = Compiler::new(schema, &no_words, options.is_dynamic);
        let (mut top, marked) = compiler.record(schema)?;
        compiler.resolve_links();
        add_names(&mut top, options);

        let mut slots = Slots::new(&mut top);
        let (leaves, record) = checks(marked, &mut slots, options)?;
        let captures = captures(&mut slots, options)?;
        let used = slots.used();

        if let Some(first) = compiler.objects.first_mut() {
            *first = top;
        }
        if let Some(first) = compiler.nodes.first_mut() {
            *first = ProgramNode { kinds: OBJECT, object: Object::Of(0), ..FREE_NODE };
        }
        Ok(Self {
            nodes: compiler.nodes,
            objects: compiler.objects,
            choices: compiler.choices,
            slots: usize::from(used),
            captures,
            leaves,
            record,
            adds: !options.added.is_empty(),
            undeclared: options.undeclared,
            on_mismatch: options.on_mismatch,
            checked: options.checked,
            is_dynamic: options.is_dynamic,
        })
    }
}

/// Adds the names that the schema does not know: aliases, and fields that the connector fills.
fn add_names(top: &mut Members, options: &ProgramOptions) {
    for (name, alias) in &options.aliases {
        let Some(own) = top.fields.iter_mut().find(|field| field.name == *name) else { continue };
        own.required = false;
        let node = own.node;
        if !top.fields.iter().any(|field| field.name == *alias) {
            top.fields.push(field(alias, node, false, Role::Declared));
        }
    }
    for name in &options.added {
        match top.fields.iter_mut().find(|field| field.name == *name) {
            Some(field) => (field.role, field.required) = (Role::Added, false),
            None => {
                let node = if let OtherNames::Map(node) = top.rest { node } else { FREE };
                top.fields.push(field(name, node, false, Role::Added));
            }
        }
    }
}

/// serde's checks of the marked fields, and of the whole record if a marked field has no check.
fn checks(
    marked: Vec<String>,
    slots: &mut Slots<'_>,
    options: &ProgramOptions,
) -> Result<(Vec<Leaf>, Option<LeafCheck>), String> {
    let mut leaves = Vec::new();
    let mut record = None;
    for name in marked {
        match options.leaves.iter().find(|(of, _)| *of == name) {
            Some((_, check)) => leaves.push(slots.leaf(&name, *check)?),
            None => record = options.record,
        }
    }
    Ok((leaves, record))
}

/// The wanted values, each with the slot of the field that holds it.
fn captures(slots: &mut Slots<'_>, options: &ProgramOptions) -> Result<Vec<Capture>, String> {
    let mut captures = Vec::new();
    for path in &options.captures {
        let slot = slots.of(path.first().ok_or("a capture needs a path")?)?;
        captures.push(Capture { slot, path: path.clone() });
    }
    Ok(captures)
}

impl<'a> Compiler<'a> {
    /// The record's members, and the names of those whose schema says less than serde.
    fn record(&mut self, schema: &'a Value) -> Result<(Members, Vec<String>), String> {
        let mut schema = schema;
        for _ in 0..MOST_DEPTH {
            let Some(words) = schema.as_object() else { break };
            match (words.get("$ref").and_then(Value::as_str), words::sole_alternative(words)) {
                (Some(name), _) => schema = self.target(name)?,
                (None, Some(inner)) => schema = inner,
                (None, None) => break,
            }
        }
        let words = schema.as_object().unwrap_or(self.no_words);
        let is_union = words::is_union(words);
        if is_union || words.keys().any(|word| !words::is_known(word)) {
            // Of such a record little is known; serde checks each known field.
            self.says_less = true;
        }
        let record_says_less = std::mem::take(&mut self.says_less);

        let mut marked = Vec::new();
        let mut members = self.members(words, &mut |name, says_less| {
            if says_less || record_says_less {
                marked.push(name.to_owned());
            }
        })?;
        if members.fields.is_empty() && !words.contains_key("additionalProperties") {
            members.rest = OtherNames::Map(FREE);
        }
        if record_says_less && !matches!(members.rest, OtherNames::Map(_)) {
            members.rest = OtherNames::Map(FREE);
        }
        if is_union && let Object::Of(merged) = self.union(words)?.object {
            // The record's own fields are held to their schemas; those of the variants are serde's to judge.
            let merged = self.objects.get(merged as usize).cloned();
            let of_variants = merged.iter().flat_map(|merged| &merged.fields);
            for field in of_variants {
                if !members.fields.iter().any(|own| own.name == field.name) {
                    marked.push(field.name.clone());
                    members.fields.push(field.clone());
                }
            }
            members.rest = merged.map_or(members.rest, |merged| merged.rest);
        }
        if marked.is_empty() && (record_says_less || self.says_less) {
            marked.push(String::new());
        }
        marked.retain(|name| members.fields.iter().any(|field| field.name == *name) || name.is_empty());
        Ok((members, marked))
    }

    /// Compiles one place.
    fn node(&mut self, schema: &'a Value) -> Result<NodeId, String> {
        match schema {
            Value::Bool(true) => return Ok(FREE),
            Value::Object(words) if words.keys().all(|word| words::is_annotation(word)) => return Ok(FREE),
            Value::Object(words) => {
                if let Some(name) = words.get("$ref").and_then(Value::as_str) {
                    return self.reference(name);
                }
                if let Some(inner) = words::all_of_one(words) {
                    return self.node(inner);
                }
            }
            _ => {}
        }
        let id = self.reserve()?;
        self.fill(id, schema)?;
        Ok(id)
    }

    fn reference(&mut self, name: &str) -> Result<NodeId, String> {
        if let Some((_, id)) = self.open.iter().find(|(open, _)| open == name) {
            return Ok(*id);
        }
        if let (true, Some(id)) = (self.nodes.len() > MOST_NODES, self.done.get(name)) {
            // Whether it says less than serde was noted at its first use, in another field: ask serde to be sure.
            self.says_less = true;
            return Ok(*id);
        }
        let target = self.target(name)?;
        let id = self.reserve()?;
        self.open.push((name.to_owned(), id));
        let filled = self.fill(id, target);
        self.open.pop();
        self.done.insert(name.to_owned(), id);
        filled.map(|()| id)
    }

    fn fill(&mut self, id: NodeId, schema: &'a Value) -> Result<(), String> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err("the schema is nested too deeply".to_owned());
        }
        let node = match schema {
            Value::Bool(true) => FREE_NODE,
            Value::Object(words) => self.describe(id, words)?,
            // `false` admits nothing; only serde knows what the type is.
            _ => {
                self.says_less = true;
                FREE_NODE
            }
        };
        self.depth -= 1;
        if let Some(slot) = self.nodes.get_mut(id as usize) {
            *slot = node;
        }
        Ok(())
    }

    fn describe(&mut self, id: NodeId, words: &'a Map<String, Value>) -> Result<ProgramNode, String> {
        if words.keys().any(|word| !words::is_known(word)) {
            self.says_less = true;
        }
        if words.contains_key("$ref") || words.contains_key("allOf") {
            if let Some(inner) = words.get("$ref").and_then(Value::as_str) {
                let target = self.reference(inner)?;
                self.links.push((id, target));
                return Ok(ProgramNode { kinds: 0, ..FREE_NODE });
            }
            if let Some(inner) = words::all_of_one(words) {
                self.fill(id, inner)?;
                return Ok(self.nodes.get(id as usize).copied().unwrap_or(FREE_NODE));
            }
            self.says_less = true;
            let MergedUnion { elements, object, texts } = self.union(words)?;
            return Ok(ProgramNode { elements, object, texts, ..FREE_NODE });
        }
        if let Some(inner) = words::nullable_of(words) {
            let inner = self.node(inner)?;
            self.links.push((id, inner));
            return Ok(ProgramNode { kinds: NULL, ..FREE_NODE });
        }
        if let Some(inner) = words::sole_alternative(words) {
            let inner = self.node(inner)?;
            self.links.push((id, inner));
            return Ok(ProgramNode { kinds: 0, ..FREE_NODE });
        }

        let (kinds, choices) = words::kinds_and_choices(words, self.root, 0);
        let mut node = ProgramNode { kinds, ..FREE_NODE };
        if let Some(choices) = choices {
            node.choices = u32::try_from(self.choices.len()).ok();
            self.choices.push(choices);
        }
        if words::is_union(words) {
            self.says_less |= node.choices.is_none();
            let MergedUnion { elements, object, texts } = self.union(words)?;
            (node.elements, node.object, node.texts) = (elements, object, texts);
            return Ok(node);
        }
        if words::becomes_text(words) {
            node.kinds |= AS_TEXT;
        }
        self.says_less |= words::enumerates_more_than_texts(words);

        let (number, exact) = words::number(words);
        node.number = number;
        self.says_less |= !exact || words::text_says_less(words);
        // A given schema says what the API calls a date; no type drops a part of it.
        node.texts = if self.is_dynamic { 0 } else { words::dates(words) };
        if node.kinds & ARRAY != 0 {
            node.elements = self.elements(words)?;
        }
        if node.kinds & OBJECT != 0 {
            node.object = self.object(words)?;
        }
        Ok(node)
    }

    fn elements(&mut self, words: &'a Map<String, Value>) -> Result<Elements, String> {
        self.says_less |= words.contains_key("minItems") || words.contains_key("maxItems");
        match words.get("items") {
            None => Ok(Elements::Free),
            // A tuple.
            Some(Value::Array(_)) => {
                self.says_less = true;
                Ok(Elements::Free)
            }
            Some(items) => Ok(match self.node(items)? {
                FREE => Elements::Free,
                node => Elements::Of(node),
            }),
        }
    }

    fn object(&mut self, words: &'a Map<String, Value>) -> Result<Object, String> {
        if words.contains_key("patternProperties") {
            // A map whose keys are numbers: its keys are serde's to judge.
            self.says_less = true;
            return Ok(Object::Free);
        }
        if !words.contains_key("properties") && !words.contains_key("additionalProperties") {
            return Ok(Object::Free);
        }
        let members = self.members(words, &mut |_, _| {})?;
        let id = u32::try_from(self.objects.len()).map_err(|_| "the schema is too large")?;
        self.objects.push(members);
        Ok(Object::Of(id))
    }

    /// An object's names. `each` hears of every field whether its schema says less than serde.
    fn members(&mut self, words: &'a Map<String, Value>, each: &mut dyn FnMut(&str, bool)) -> Result<Members, String> {
        let required = words::required(words)?;
        let mut fields = Vec::new();
        let before = self.says_less;
        let mut any = before;
        if let Some(properties) = words.get("properties") {
            let properties = properties.as_object().ok_or("`properties` is not an object")?;
            for (name, schema) in properties {
                self.says_less = false;
                let node = self.node(schema).map_err(|e| format!("`{name}`: {e}"))?;
                each(name, self.says_less);
                any |= self.says_less;
                fields.push(field(name, node, required.contains(&name.as_str()), Role::Declared));
            }
        }
        for name in required {
            if !fields.iter().any(|field| field.name == name) {
                fields.push(field(name, FREE, true, Role::Declared));
            }
        }
        self.says_less = before;
        let rest = match words.get("additionalProperties") {
            None => OtherNames::Undeclared,
            Some(Value::Bool(false)) => OtherNames::Denied,
            Some(schema) => OtherNames::Map(self.node(schema)?),
        };
        self.says_less |= any;
        Ok(Members { fields, rest })
    }
}
