//! Documents: a JSON Schema or an OpenAPI document → a draft of the stream.

use std::rc::Rc;

use serde_json::Value;

use super::address::path_of_document;
use super::arguments::InferArguments;
use super::draft::{stream_name, type_name};
use super::guess::{
    Evidence, Line, LinkHeader, cursor_field, leaves_of_schema, pagination, primary_key, quoted, schema_records,
};
use super::input::Origin;
use super::record::{Kind, StructType};
use super::schema::{Described, Flattener, SchemaReader, operation};
use super::write::Draft;
use crate::failure::Failure;

/// The draft of a stream whose record has a JSON Schema.
///
/// # Errors
/// If the schema is not of an object.
pub(super) fn of_schema(schema: &Value, origin: &Origin, arguments: &InferArguments) -> Result<Draft, Failure> {
    if arguments.path.is_some() {
        return Err(Failure::new("--path is for an OpenAPI document, and this is a JSON Schema; remove --path"));
    }
    let stream = stream_name(arguments, origin);
    let flattener = Flattener::new(schema);
    // A schema of a list describes its elements.
    let flat = flattener.sole(schema);
    let of_record = match (flat.get("items"), flat.contains_key("properties")) {
        (Some(items), false) => items,
        _ => schema,
    };
    let record = record_type(&mut SchemaReader::new(schema), of_record)?;
    let mut lines = vec![Line::fact(format!("name = {}", quoted(&stream)))];
    lines.push(Line::comment(
        "A schema does not say where the records are: add `path`, `records` and `paginate` if the source does not have them.",
    ));
    lines.push(primary_key(&record, &[], &stream));
    lines.push(cursor_field(&record, &[]));
    Ok(Draft {
        type_name: type_name(&stream),
        stream,
        source: arguments.source.clone(),
        origin: format!("the schema {}", origin.shown),
        url_base: None,
        record,
        lines,
    })
}

/// The draft of a stream that an OpenAPI document describes.
///
/// # Errors
/// If the path is not in the document, or if its response has no records.
pub(super) fn of_openapi(document: &Value, origin: &Origin, arguments: &InferArguments) -> Result<Draft, Failure> {
    let operation = operation(document, arguments.path.as_deref())?;
    let of_path = operation.path.rsplit('/').find(|segment| !segment.is_empty() && !segment.starts_with('{'));
    let stream = stream_name(arguments, &Origin { shown: String::new(), name: of_path.map(str::to_owned) });
    let flattener = Flattener::new(document);
    let found = schema_records(&operation.response, flattener, &stream, arguments.records.as_deref())?;
    let record = record_type(&mut SchemaReader::new(document), &found.record)?;
    let place: Vec<String> =
        found.place.split('.').filter(|name| !matches!(*name, "" | "*")).map(str::to_owned).collect();
    let evidence = Evidence {
        leaves: leaves_of_schema(&operation.response, &place, flattener),
        link: operation.has_link.then_some(LinkHeader::HasNext),
        parameters: operation.parameters.clone(),
        record: Some(record.clone()),
        is_single: found.is_single,
        ..Evidence::default()
    };
    let lines = vec![
        Line::fact(format!("name = {}", quoted(&stream))),
        path_of_document(&operation.path),
        Line::guess(format!("records = {}", quoted(&found.place)), found.reason),
        pagination(&evidence),
        primary_key(&record, &[], &stream),
        cursor_field(&record, &operation.parameters),
    ];
    Ok(Draft {
        type_name: type_name(&stream),
        stream,
        source: arguments.source.clone(),
        origin: format!("GET {} of {}", operation.path, origin.shown),
        url_base: operation.url_base,
        record,
        lines,
    })
}

fn record_type(reader: &mut SchemaReader<'_>, schema: &Value) -> Result<Rc<StructType>, Failure> {
    let Described { typed, description, .. } = reader.read(schema);
    let Kind::Struct(mut record) = typed.kind else {
        return Err(Failure::new(
            "the schema of a record is not an object with properties; give a sample of the response instead of it",
        ));
    };
    if record.description.is_none() && description.is_some() {
        Rc::make_mut(&mut record).description = description;
    }
    Ok(record)
}
