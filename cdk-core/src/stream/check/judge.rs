//! Checks of a definition that the compiler cannot do: keys in nested fields, cycles of parents, explicit schemas.
//! data.
//!
//! In: a definition. Out: its first error, or the first error of a parent.
//! Not here: conflicts between the streams of a source (see `source`), and errors that depend on a config (see `read`).

use std::cell::OnceCell;

use serde_json::Value;

use crate::decode::{Program, ProgramOptions, RecordsPath};
use crate::error::{Error, Result};
use crate::json::at;
use crate::schema::{problem, secret_field};
use crate::stream::definition::Definition;

/// Checks the parents of a stream, and their parents.
///
/// # Errors
/// If one of them is invalid, or they form a cycle.
pub(crate) fn judge_parents<C: 'static>(definition: &Definition<C>) -> Result<()> {
    for mut above in parents(definition)? {
        judge_one(&mut above).map_err(|error| error.in_stream(above.name.clone()))?;
    }
    Ok(())
}

/// All ancestors of a stream: its parents and their parents.
///
/// # Errors
/// If they form a cycle.
pub(crate) fn parents<C: 'static>(definition: &Definition<C>) -> Result<Vec<Definition<C>>> {
    let mut found = Vec::new();
    above(definition, &mut vec![definition.name.clone()], &mut found)?;
    Ok(found)
}

/// `chain`: the names of the streams from the start up to here.
fn above<C: 'static>(below: &Definition<C>, chain: &mut Vec<String>, found: &mut Vec<Definition<C>>) -> Result<()> {
    for parent in below.parents() {
        let parent = (parent.build)();
        let is_cycle = chain.contains(&parent.name);
        chain.push(parent.name.clone());
        if is_cycle {
            return Err(Error::system(format!("the parents form a cycle: {}", chain.join(" → "))));
        }
        above(&parent, chain, found)?;
        chain.pop();
        found.push(parent);
    }
    Ok(())
}

/// Checks explicit schemas; those of schemars are always valid.
fn judge_schema<C>(definition: &Definition<C>) -> Result<()> {
    let record = &definition.record;
    if record.whole.is_none() {
        let contract = (record.contract)();
        let compiled = || Program::compile(&contract, &ProgramOptions::default()).err();
        if let Some(why) = problem(&contract).or_else(compiled) {
            return Err(Error::system(format!("invalid record schema: {why}")));
        }
    }
    let announced = record.is_announced_given.then(|| problem(&(record.announced)())).flatten();
    match announced {
        Some(why) => Err(Error::system(format!("invalid announced schema: {why}"))),
        None => Ok(()),
    }
}

/// Checks one stream. Checks that need its schemas run where the schemas are made: in `discover`, and when it is read.
pub(crate) fn judge_one<C>(definition: &mut Definition<C>) -> Result<()> {
    if let Some(problem) = definition.take_problem() {
        return Err(problem);
    }
    judge_schema(definition)?;
    RecordsPath::parse(&definition.records_path()).map_err(Error::system)?;
    if definition.own.url_base.is_none() && definition.inherited.url_base.is_none() {
        return Err(Error::system("`url_base` is missing; set it on the stream or the source"));
    }
    judge_fields(definition)
}

/// Rejects records with a `Secret` field: it would be written as `****`.
pub(crate) fn judge_secrets<C>(definition: &Definition<C>) -> Result<()> {
    match secret_field(&(definition.record.contract)()) {
        Some(field) => Err(Error::system(format!(
            "the record's field `{field}` is a `Secret`, which is written as `****`; use `String`, or keep the value out of \
             the record with `#[serde(skip_serializing)]`"
        ))),
        None => Ok(()),
    }
}

/// Whether a schema without properties allows nested fields.
fn may_hold_fields(schema: &Value) -> bool {
    match schema.get("type") {
        None => true,
        Some(Value::Array(types)) => types.iter().any(|kind| kind == "object"),
        Some(kind) => kind == "object",
    }
}

/// The fields of a stream's records, as far as its schema declares them.
struct Declared<'a, C> {
    definition: &'a Definition<C>,
    /// Lazy, since making a schema is expensive; a field that the derive lists does not need it.
    schema: OnceCell<Value>,
}

impl<'a, C> Declared<'a, C> {
    fn of(definition: &'a Definition<C>) -> Self {
        Self { definition, schema: OnceCell::new() }
    }

    /// # Errors
    /// If the record cannot have the field. `word` is the attribute that names it.
    fn judge(&self, word: &str, path: &[String]) -> Result<()> {
        if self.has(path) || self.definition.added.iter().any(|(field, _)| path.first() == Some(field)) {
            return Ok(());
        }
        let field = path.join(".");
        Err(Error::system(format!("{word}: the record has no field `{field}` (by its name in the response)")))
    }

    fn has(&self, path: &[String]) -> bool {
        let record = &self.definition.record;
        if let [name] = path
            && record.writes_leaves
            && record.leaves.iter().any(|(field, _)| field == name)
        {
            return true;
        }
        let mut node = self.schema.get_or_init(|| (record.announced)());
        for name in path {
            let Some(properties) = node.get("properties") else { return may_hold_fields(node) };
            match at(properties, std::slice::from_ref(name)) {
                Some(below) => node = below,
                None => return false,
            }
        }
        true
    }
}

/// Fields that an attribute names by path must be in the announced schema, as far as the schema lists fields.
fn judge_fields<C>(definition: &Definition<C>) -> Result<()> {
    let declared = Declared::of(definition);
    let mut places: Vec<(&str, &[String])> =
        definition.primary_key().iter().map(|path| ("primary_key", path.as_slice())).collect();
    let paginate = definition.paginate();
    // A path of the last record may name a field that the struct leaves out. Only the source's `paginate` is checked:
    // its author did not see this stream's struct.
    if definition.own.paginate.is_none()
        && let Some(path) = paginate.last_path()
    {
        places.push(("paginate: last", path));
    }
    places.extend(definition.inherited_last_fields().into_iter().map(|path| ("{last.…}", path)));
    if let Some(cursor) = &definition.cursor {
        places.push(("cursor_field", &cursor.field));
    }
    places.into_iter().try_for_each(|(word, path)| declared.judge(word, path))?;
    // A field that the derive lists was already checked by its type.
    if let (Some(cursor), Some(schema)) = (&definition.cursor, declared.schema.get()) {
        cursor.kind(schema)?;
    }
    for parent in definition.parents() {
        if let Some(key) = parent.words.for_child()?.key {
            let above = (parent.build)();
            let word = format!("parent(…, key = …): stream `{}`", above.name);
            Declared::of(&above).judge(&word, &key)?;
        }
    }
    Ok(())
}
