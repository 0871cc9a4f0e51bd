//! Samples: pages of a sample → a draft of the stream.

use std::rc::Rc;

use cdk_core::http::Url;
use serde_json::Value;

use super::address::{address_of_url, parameters_of_url};
use super::arguments::InferArguments;
use super::draft::{snake_case, stream_name, type_name};
use super::guess::{
    Evidence, FoundRecords, Line, LinkHeader, Request, cursor_field, leaves_of_values, pagination, primary_key, quoted,
    records,
};
use super::input::{Origin, Page, Samples};
use super::record::{Objects, Observer, StructType, record_struct};
use super::schema::Parameter;
use super::write::Draft;
use crate::failure::Failure;

/// The draft of a stream whose responses are known.
///
/// # Errors
/// If the pages have no records.
pub(super) fn draft(samples: &Samples, origin: &Origin, arguments: &InferArguments) -> Result<Draft, Failure> {
    let stream = stream_name(arguments, origin);
    let bodies: Vec<&Value> = samples.pages.iter().map(|page| &page.body).collect();
    let wanted = if samples.is_lines { Some(".") } else { arguments.records.as_deref() };
    let found = records(&bodies, &stream, wanted)?;
    let stream = match (&arguments.name, &origin.name, found.list_name()) {
        (None, None, Some(name)) => snake_case(&name),
        _ => stream,
    };
    let record = record_type(&found);
    let url = samples.pages.iter().find_map(|page| page.url.as_ref());
    let mut lines = vec![Line::fact(format!("name = {}", quoted(&stream)))];
    let address = url.map(address_of_url);
    match &address {
        Some(address) => lines.extend(address.lines.iter().cloned()),
        None => {
            lines.push(Line::comment("The path is the stream's name. Add `path = \"…\"` if the API has another one."))
        }
    }
    let parameters: Vec<Parameter> = url.map(parameter_list).unwrap_or_default();
    let paginate = if samples.is_lines {
        lines.push(Line::guess("decoder = \"jsonl\"", "The input has one record per line."));
        Line::comment("No pagination: the sample has no response around its records.")
    } else {
        lines.push(Line::guess(format!("records = {}", quoted(&found.place)), found.reason.clone()));
        pagination(&evidence(samples, &found, &record, parameters.clone()))
    };
    if let Some(url) = url {
        lines.extend(parameters_of_url(url, paginate.attribute.as_deref().unwrap_or_default()));
    }
    lines.push(paginate);
    lines.push(primary_key(&record, &found.records, &stream));
    lines.push(cursor_field(&record, &parameters));
    let count = found.records.len();
    let plural = if count == 1 { "record" } else { "records" };
    Ok(Draft {
        type_name: type_name(&stream),
        stream,
        source: arguments.source.clone(),
        origin: format!("{count} {plural} of {}", origin.shown),
        url_base: address.map(|address| address.url_base),
        record,
        lines,
    })
}

fn record_type(found: &FoundRecords<'_>) -> Rc<StructType> {
    let (mut observer, mut objects) = (Observer::default(), Objects::default());
    found.records.iter().for_each(|record| observer.add_object(record, &mut objects));
    record_struct(&objects)
}

fn parameter_list(url: &Url) -> Vec<Parameter> {
    let pairs = url.query_pairs();
    pairs.map(|(name, value)| Parameter { name: name.into(), value: Some(value.into()), maximum: None }).collect()
}

fn evidence(
    samples: &Samples,
    found: &FoundRecords<'_>,
    record: &Rc<StructType>,
    parameters: Vec<Parameter>,
) -> Evidence {
    let place: Vec<String> =
        found.place.split('.').filter(|name| !matches!(*name, "" | "*")).map(str::to_owned).collect();
    let mut evidence = Evidence {
        parameters,
        record: Some(record.clone()),
        record_count: Some(found.on_first_page),
        is_single: found.is_single,
        ..Evidence::default()
    };
    for page in &samples.pages {
        let leaves = leaves_of_values(&page.body, &place);
        evidence.add_leaves(&leaves);
        evidence.link = evidence.link.max(link(page));
        if let Some(url) = &page.url {
            let records = records_of(&page.body, &place);
            let last_record = records.last().map(|record| (*record).clone());
            evidence.requests.push(Request { url: url.clone(), leaves, last_record, record_count: records.len() });
        }
    }
    evidence
}

fn records_of<'a>(body: &'a Value, place: &[String]) -> Vec<&'a Value> {
    let found = place.iter().try_fold(body, |value, name| value.get(name));
    found.and_then(Value::as_array).into_iter().flatten().collect()
}

fn link(page: &Page) -> Option<LinkHeader> {
    let header = page.link.as_deref()?.to_ascii_lowercase();
    let has_next = header.split(';').any(|part| {
        let part = part.split(',').next().unwrap_or_default().replace([' ', '"'], "");
        part == "rel=next"
    });
    Some(if has_next { LinkHeader::HasNext } else { LinkHeader::HasOther })
}
