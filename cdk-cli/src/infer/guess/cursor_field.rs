//! Cursor field: the field that says when a record changed.
//!
//! In: the record's type. Out: the field, or a comment. A time of creation is only a comment: with such a cursor, later
//! changes of a record are not read.

use super::line::{Line, parameter_key, quoted};
use super::names::normalized;
use crate::infer::record::{Field, Kind, StructType};
use crate::infer::schema::Parameter;

/// Names of the time of the last change.
const CHANGED: [&str; 26] = [
    "updatedat",
    "updated",
    "updatedon",
    "updatedtime",
    "updatedate",
    "updateddate",
    "updatetime",
    "lastupdated",
    "lastupdatedat",
    "lastupdate",
    "lastupdatedtime",
    "modifiedat",
    "modified",
    "modifiedon",
    "modifiedtime",
    "modifieddate",
    "lastmodified",
    "lastmodifiedat",
    "lastmodifieddate",
    "lastmodifieddatetime",
    "lasteditedtime",
    "dateupdated",
    "datemodified",
    "systemmodstamp",
    "lastchanged",
    "lastmodifiedtime",
];
/// Names of the time of creation.
const CREATED: [&str; 14] = [
    "createdat",
    "created",
    "createdon",
    "createdtime",
    "createdate",
    "createddate",
    "creationdate",
    "datecreated",
    "createddatetime",
    "timestamp",
    "occurredat",
    "eventtime",
    "receivedat",
    "ts",
];
/// Objects in a record that may have its times.
const HOLDERS: [&str; 6] = ["metadata", "meta", "attributes", "fields", "sys", "properties"];

/// The cursor field of a stream, or a comment. `parameters` are the names of query parameters.
pub(crate) fn cursor_field(record: &StructType, parameters: &[Parameter]) -> Line {
    if let Some((path, kind)) = find(record, &CHANGED) {
        let form = match kind {
            Kind::Integer | Kind::Unsigned => ", as a number",
            _ => "",
        };
        return Line::guess(
            format!("cursor_field = {}", quoted(&path)),
            format!(
                "By its name, the time of the last change{form}. Each sync still requests all records, and writes those \
                 that are not older than the last one. {}",
                filter(&path, parameters)
            ),
        );
    }
    match find(record, &CREATED) {
        Some((path, _)) => Line::comment(format!(
            "No cursor field: `{path}` is the time of creation by its name. Add `cursor_field = {}` if records do not \
             change later.",
            quoted(&path)
        )),
        None => Line::comment("No cursor field: no field is the time of a change by its name."),
    }
}

/// How the API may filter.
fn filter(path: &str, parameters: &[Parameter]) -> String {
    let known = parameters.iter().find(|parameter| is_filter(&parameter.name));
    // The state of a nested field has a dot in its name, which a template cannot have.
    let is_nested = path.contains('.');
    match known {
        Some(Parameter { name, .. }) if is_nested => {
            format!("The parameter `{name}` may filter: `incremental(param_start = {})`.", quoted(name))
        }
        Some(Parameter { name, .. }) => {
            let key = parameter_key(name);
            format!("The parameter `{name}` may filter: `params({key} = \"{{state.{path}}}\")`.")
        }
        None if is_nested => "If the API can filter, use `incremental(…)`.".to_owned(),
        None => format!(
            "If the API can filter, send the state, such as `params(since = \"{{state.{path}}}\")`, or use `incremental(…)`."
        ),
    }
}

/// `updated_since`, `modified[gte]`, `since`
fn is_filter(name: &str) -> bool {
    let name = normalized(name);
    let is_change = ["updated", "modified", "changed"].iter().any(|start| name.contains(start));
    let is_start = ["since", "after", "min", "gte", "from", "start"].iter().any(|end| name.ends_with(end));
    name == "since" || (is_change && is_start)
}

fn find(record: &StructType, names: &[&str]) -> Option<(String, Kind)> {
    names.iter().find_map(|name| {
        let own = of_name(record, name).map(|field| (field.name.clone(), field.typed.kind.clone()));
        own.or_else(|| nested(record, name))
    })
}

fn nested(record: &StructType, name: &str) -> Option<(String, Kind)> {
    let holders = record.fields.iter().filter(|field| HOLDERS.contains(&normalized(&field.name).as_str()));
    let mut found = holders.filter(|field| !field.name.contains('.')).filter_map(|holder| {
        let inner = of_name(holder.typed.as_struct()?, name)?;
        Some((format!("{}.{}", holder.name, inner.name), inner.typed.kind.clone()))
    });
    found.next()
}

fn of_name<'a>(record: &'a StructType, name: &str) -> Option<&'a Field> {
    let is_cursor = |field: &&Field| {
        let is_time =
            matches!(field.typed.kind, Kind::Timestamp | Kind::DateTime | Kind::Date | Kind::Integer | Kind::Unsigned);
        is_time && normalized(&field.name) == name && !field.name.contains('.')
    };
    record.fields.iter().find(is_cursor)
}
