//! Schema records: where the records are in the schema of a response.

use serde_json::Value;

use super::names::normalized;
use super::records::names;
use crate::failure::Failure;
use crate::infer::schema::Flattener;

/// Names of lists that hold records.
const WELL_KNOWN: [&str; 11] =
    ["data", "results", "items", "records", "values", "value", "entries", "objects", "content", "nodes", "list"];
/// Names of lists that hold something else.
const OTHERS: [&str; 6] = ["links", "errors", "warnings", "included", "messages", "meta"];
/// Lists that are deeper belong to records.
const DEEPEST: usize = 3;

/// The schema of a record, and its place.
#[derive(Debug)]
pub(crate) struct SchemaRecords {
    pub(crate) place: String,
    pub(crate) reason: String,
    pub(crate) record: Value,
    pub(crate) is_single: bool,
}

/// Finds the schema of a record in the schema of a response.
///
/// # Errors
/// If the place that a person gave is not in the schema.
pub(crate) fn schema_records(
    response: &Value,
    flattener: Flattener<'_>,
    stream: &str,
    wanted: Option<&str>,
) -> Result<SchemaRecords, Failure> {
    if let Some(place) = wanted {
        return at(response, flattener, place);
    }
    if let Some(items) = items(response, flattener) {
        let reason = "The response is a list.".to_owned();
        return Ok(SchemaRecords { place: ".".to_owned(), reason, record: items, is_single: false });
    }
    let mut found = Vec::new();
    search(response, flattener, &mut Vec::new(), &mut found);
    let last = |path: &[String]| path.last().map(|name| normalized(name)).unwrap_or_default();
    found.retain(|(path, _)| !OTHERS.contains(&last(path).as_str()));
    let stream = normalized(stream);
    let rank = |path: &[String]| {
        let name = last(path);
        (name != stream && !WELL_KNOWN.contains(&name.as_str()), path.len())
    };
    found.sort_by_key(|(path, _)| rank(path));
    let others = found.len().saturating_sub(1);
    match found.into_iter().next() {
        Some((path, record)) => {
            let reason = match others {
                0 => "The only list of objects in the response.".to_owned(),
                1 => "The most likely list of objects. The response has another one.".to_owned(),
                more => format!("The most likely list of objects. The response has {more} others."),
            };
            Ok(SchemaRecords { place: path.join("."), reason, record, is_single: false })
        }
        None => Ok(SchemaRecords {
            place: ".".to_owned(),
            reason: "The response has no list of objects: it is one record.".to_owned(),
            record: response.clone(),
            is_single: true,
        }),
    }
}

fn at(response: &Value, flattener: Flattener<'_>, place: &str) -> Result<SchemaRecords, Failure> {
    let missing = |name: &str| {
        Failure::new(format!("the schema of the response does not have `{name}` of --records {place}; check the place"))
    };
    let mut schema = response.clone();
    for name in names(place) {
        let keywords = flattener.sole(&schema);
        let member = match name.as_str() {
            "*" => keywords.get("additionalProperties"),
            name => keywords.get("properties").and_then(|all| all.get(name)),
        };
        schema = member.cloned().ok_or_else(|| missing(&name))?;
    }
    let list = items(&schema, flattener);
    let is_single = list.is_none() && !place.ends_with('*');
    let reason = "The place that --records gives.".to_owned();
    Ok(SchemaRecords { place: place.to_owned(), reason, record: list.unwrap_or(schema), is_single })
}

fn search(schema: &Value, flattener: Flattener<'_>, path: &mut Vec<String>, found: &mut Vec<(Vec<String>, Value)>) {
    if path.len() > DEEPEST || path.last().is_some_and(|name| name.contains('.')) {
        return;
    }
    if let Some(items) = items(schema, flattener) {
        if flattener.sole(&items).contains_key("properties") {
            found.push((path.clone(), items));
        }
        return;
    }
    let keywords = flattener.sole(schema);
    let members = keywords.get("properties").and_then(Value::as_object);
    // An object with an id is a record: its lists are its own.
    let is_record = members.is_some_and(|all| all.contains_key("id") && !all.contains_key("data"));
    for (name, member) in members.into_iter().flatten().filter(|_| !is_record) {
        path.push(name.clone());
        search(member, flattener, path, found);
        path.pop();
    }
}

/// The schema of the elements, if the schema is of a list.
fn items(schema: &Value, flattener: Flattener<'_>) -> Option<Value> {
    let keywords = flattener.sole(schema);
    let is_list = match keywords.get("type") {
        Some(Value::Array(names)) => names.iter().any(|name| name == "array"),
        Some(kind) => kind == "array",
        None => true,
    };
    keywords.get("items").filter(|items| is_list && items.is_object()).cloned()
}
