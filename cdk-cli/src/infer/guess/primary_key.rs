//! Primary key: the field that identifies a record.
//!
//! In: the record's type, and some records. Out: a field that every record has, with different values.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::line::{Line, quoted};
use super::names::{normalized, singular};
use crate::infer::record::{Field, Kind, StructType};

/// Names of ids, the most usual first.
const IDS: [&str; 14] =
    ["id", "_id", "uuid", "guid", "gid", "sid", "pk", "key", "number", "code", "slug", "sha", "email", "name"];
/// Names that identify a record only if no two records share a value, so they need a sample with several.
const NEEDS_SAMPLE: [&str; 6] = ["number", "code", "slug", "email", "name", "key"];
/// Two records may have different names by chance.
const FEWEST: usize = 4;
/// Ends of names of ids.
const ENDINGS: [&str; 6] = ["id", "uuid", "guid", "key", "no", "number"];
/// Objects in a record that may have its id.
const HOLDERS: [&str; 4] = ["sys", "node", "metadata", "resource"];

/// The primary key of a stream. `records` are those of the sample; none for a schema.
pub(crate) fn primary_key(record: &StructType, records: &[&Map<String, Value>], stream: &str) -> Line {
    let own = of_struct(record, stream).into_iter().map(|field| vec![field.name.clone()]);
    let mut paths: Vec<Vec<String>> = own.collect();
    paths.extend(nested(record, stream));
    if records.len() > 1 {
        paths.extend(first_field(record));
    }
    let found = paths.iter().find_map(|path| Some((path, reason(path, record, records)?)));
    match found {
        Some((path, reason)) => Line::guess(format!("primary_key = {}", quoted(&path.join("."))), reason),
        None => Line::comment(
            "No primary key: no field identifies every record. Add `primary_key = [\"…\", \"…\"]` if several do.",
        ),
    }
}

/// The fields that may be ids, the most likely first.
fn of_struct<'a>(record: &'a StructType, stream: &str) -> Vec<&'a Field> {
    let own_id = [format!("{}id", normalized(&singular(stream))), format!("{}uuid", normalized(&singular(stream)))];
    let names = IDS.iter().take(7).copied().chain(own_id.iter().map(String::as_str)).chain(IDS.iter().skip(7).copied());
    let is_key = |field: &&Field| {
        matches!(field.typed.kind, Kind::Text | Kind::Integer | Kind::Unsigned) && !field.name.contains('.')
    };
    let of_name = |name: &str| {
        let fields = record.fields.iter().filter(is_key);
        // `_id` and `id` are different fields.
        let matches = |field: &&Field| field.name.to_ascii_lowercase() == name || normalized(&field.name) == name;
        let mut found: Vec<&Field> = fields.filter(matches).collect();
        found.sort_by_key(|field| field.name.to_ascii_lowercase() != name);
        found.into_iter().next()
    };
    names.filter_map(of_name).collect()
}

/// The first field, if its name ends like an id: `order_no` of `purchases`.
fn first_field(record: &StructType) -> Option<Vec<String>> {
    let first = record.fields.first()?;
    let name = normalized(&first.name);
    let is_key = matches!(first.typed.kind, Kind::Text | Kind::Integer | Kind::Unsigned) && !first.name.contains('.');
    (is_key && ENDINGS.iter().any(|ending| name.ends_with(ending))).then(|| vec![first.name.clone()])
}

/// An id in an object of the record.
fn nested(record: &StructType, stream: &str) -> Vec<Vec<String>> {
    let single = normalized(&singular(stream));
    let is_only = record.fields.iter().filter(|field| field.typed.as_struct().is_some()).count() == 1;
    let holds = |field: &&Field| {
        let name = normalized(&field.name);
        (HOLDERS.contains(&name.as_str()) || name == single || (is_only && record.fields.len() == 1))
            && !field.typed.is_optional
            && !field.name.contains('.')
    };
    let of_holder = |field: &Field| {
        let inner = field.typed.as_struct()?;
        let id = of_struct(inner, stream)
            .into_iter()
            .find(|field| !NEEDS_SAMPLE.contains(&normalized(&field.name).as_str()))?;
        Some(vec![field.name.clone(), id.name.clone()])
    };
    record.fields.iter().filter(holds).filter_map(of_holder).collect()
}

/// Why the path identifies a record; `None` if it does not.
fn reason(path: &[String], record: &StructType, records: &[&Map<String, Value>]) -> Option<String> {
    let shown = path.join(".");
    let last = path.last()?;
    let field = record.field(path.first()?)?;
    let needs_sample = path.len() == 1 && NEEDS_SAMPLE.contains(&normalized(last).as_str());
    match records {
        [] if needs_sample => None,
        [] if field.typed.is_optional => {
            Some(format!("The schema has `{shown}`, but does not say that every record has it."))
        }
        [] => Some(format!("The schema says that every record has `{shown}`.")),
        [only] => {
            value(only, path)?;
            (!needs_sample).then(|| format!("The name `{shown}`. The sample has only one record."))
        }
        many => {
            if needs_sample && many.len() < FEWEST {
                return None;
            }
            let values: Option<Vec<String>> = many.iter().map(|record| value(record, path)).collect();
            let values = values?;
            let different: HashSet<&String> = values.iter().collect();
            let count = values.len();
            (different.len() == count).then(|| format!("Each of the {count} records has its own `{shown}`."))
        }
    }
}

fn value(record: &Map<String, Value>, path: &[String]) -> Option<String> {
    let (first, rest) = path.split_first()?;
    let found = rest.iter().try_fold(record.get(first)?, |value, name| value.get(name))?;
    (found.is_string() || found.is_number()).then(|| found.to_string())
}
