//! Errors of a definition that the compiler cannot find: keys in nested fields, parents in circles, schemas given as
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

/// The parents of a stream, and theirs.
///
/// # Errors
/// Where one of them is wrong, or they go round in circles.
pub(crate) fn judge_parents<C: 'static>(definition: &Definition<C>) -> Result<()> {
    for mut above in parents(definition)? {
        judge_one(&mut above).map_err(|error| error.in_stream(above.name.clone()))?;
    }
    Ok(())
}

/// What lies above a stream, parents and theirs.
///
/// # Errors
/// Where they go round in circles.
pub(crate) fn parents<C: 'static>(definition: &Definition<C>) -> Result<Vec<Definition<C>>> {
    let mut found = Vec::new();
    above(definition, &mut vec![definition.name.clone()], &mut found)?;
    Ok(found)
}

/// `chain`: the names on the way up so far.
fn above<C: 'static>(below: &Definition<C>, chain: &mut Vec<String>, found: &mut Vec<Definition<C>>) -> Result<()> {
    for parent in below.parents() {
        let parent = (parent.build)();
        let is_cycle = chain.contains(&parent.name);
        chain.push(parent.name.clone());
        if is_cycle {
            return Err(Error::system(format!("the parents go round in circles: {}", chain.join(" → "))));
        }
        above(&parent, chain, found)?;
        chain.pop();
        found.push(parent);
    }
    Ok(())
}

/// Checks the schemas that were given; those of schemars are never wrong.
fn judge_schema<C>(definition: &Definition<C>) -> Result<()> {
    let record = &definition.record;
    if record.whole.is_none() {
        let contract = (record.contract)();
        let compiled = || Program::compile(&contract, &ProgramOptions::default()).err();
        if let Some(why) = problem(&contract).or_else(compiled) {
            return Err(Error::system(format!("the record's schema cannot be used: {why}")));
        }
    }
    let announced = record.is_announced_given.then(|| problem(&(record.announced)())).flatten();
    match announced {
        Some(why) => Err(Error::system(format!("the announced schema cannot be used: {why}"))),
        None => Ok(()),
    }
}

/// A stream by itself. What needs its schemas is judged where they are made: by `discover`, and where it is read.
pub(crate) fn judge_one<C>(definition: &mut Definition<C>) -> Result<()> {
    if let Some(problem) = definition.take_problem() {
        return Err(problem);
    }
    judge_schema(definition)?;
    RecordsPath::parse(&definition.records_path()).map_err(Error::system)?;
    if definition.own.url_base.is_none() && definition.inherited.url_base.is_none() {
        return Err(Error::system("there is no url_base, neither the stream's nor the source's"));
    }
    judge_fields(definition)
}

/// Records are written as they come, and a `Secret` in one as `****`.
pub(crate) fn judge_secrets<C>(definition: &Definition<C>) -> Result<()> {
    match secret_field(&(definition.record.contract)()) {
        Some(field) => Err(Error::system(format!(
            "the record's field `{field}` is a `Secret`, which is written as `****`; use `String`, or keep the value out of \
             the record with `#[serde(skip_serializing)]`"
        ))),
        None => Ok(()),
    }
}

/// Whether a schema without properties leaves open what lies below it.
fn may_hold_fields(schema: &Value) -> bool {
    match schema.get("type") {
        None => true,
        Some(Value::Array(types)) => types.iter().any(|kind| kind == "object"),
        Some(kind) => kind == "object",
    }
}

/// What a stream's records may hold, as far as its schema says.
struct Declared<'a, C> {
    definition: &'a Definition<C>,
    /// Making a schema costs more than all the rest: a field that the derive lists needs none.
    schema: OnceCell<Value>,
}

impl<'a, C> Declared<'a, C> {
    fn of(definition: &'a Definition<C>) -> Self {
        Self { definition, schema: OnceCell::new() }
    }

    /// # Errors
    /// Where the record cannot have that field, for the word that names it.
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

/// Fields that are named by their path in the record must be in the announced schema, as far as that says.
fn judge_fields<C>(definition: &Definition<C>) -> Result<()> {
    let declared = Declared::of(definition);
    let mut places: Vec<(&str, &[String])> =
        definition.primary_key().iter().map(|path| ("primary_key", path.as_slice())).collect();
    let paginate = definition.paginate();
    // The last record is looked at as it came, so a field that the struct leaves out may be meant: only a source's word
    // for all its streams is checked, since there it is the field of a struct that was not in sight.
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
    // A field that the derive lists has been judged by its type.
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
