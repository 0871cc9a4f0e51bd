//! Records: where the records of a response are.
//!
//! In: the bodies of some pages. Out: a place, as `records = "…"` has it, and the records.
//! Order: a list of objects under a well-known name, the list that is nearest to the root, the longest list. Without a
//! list, an object whose keys are ids. Else the response is one record.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::names::normalized;
use crate::failure::Failure;
use crate::infer::record::are_ids;

/// Names of lists that hold records.
const WELL_KNOWN: [&str; 16] = [
    "data", "results", "items", "records", "values", "value", "entries", "objects", "rows", "content", "elements",
    "nodes", "hits", "list", "edges", "result",
];
/// Names of lists that hold something else.
const OTHERS: [&str; 12] = [
    "links",
    "errors",
    "warnings",
    "included",
    "meta",
    "metadata",
    "messages",
    "facets",
    "aggregations",
    "includes",
    "pagination",
    "paging",
];
/// Names of lists that an object with an id can have and still be a page.
const PAGES: [&str; 6] = ["data", "results", "records", "edges", "nodes", "hits"];
/// Fields that make an object a record.
const IDS: [&str; 6] = ["id", "uuid", "guid", "gid", "_id", "sid"];
/// Lists that are deeper belong to records.
const DEEPEST: usize = 4;

/// Where the records are.
#[derive(Debug)]
pub(crate) struct FoundRecords<'a> {
    /// `data.items`, `data.*` or `.`
    pub(crate) place: String,
    pub(crate) reason: String,
    pub(crate) records: Vec<&'a Map<String, Value>>,
    /// How many of them are on the first page.
    pub(crate) on_first_page: usize,
    /// Whether each response is one record.
    pub(crate) is_single: bool,
}

/// Finds the records of the pages. `stream` is a name that the list may have; `wanted` is a place that a person gave.
///
/// # Errors
/// If records are not found, or if they are not objects.
pub(crate) fn records<'a>(
    bodies: &[&'a Value],
    stream: &str,
    wanted: Option<&str>,
) -> Result<FoundRecords<'a>, Failure> {
    let (place, reason) = match wanted {
        Some(place) => (place.to_owned(), "The place that --records gives.".to_owned()),
        None => guess(bodies, stream)?,
    };
    let mut found = FoundRecords { place, reason, records: Vec::new(), on_first_page: 0, is_single: true };
    for (index, body) in bodies.iter().enumerate() {
        let (values, is_list) = at(body, &found.place);
        found.is_single &= !is_list;
        for value in values {
            match value {
                Value::Object(record) => found.records.push(record),
                Value::Null => {}
                _ => return Err(not_objects(&found.place)),
            }
        }
        if index == 0 {
            found.on_first_page = found.records.len();
        }
    }
    if found.records.is_empty() {
        let place = if found.place == "." { "in the response".to_owned() } else { format!("at `{}`", found.place) };
        return Err(Failure::new(format!(
            "no records {place}; give a response that has some, or the place of the records with --records"
        )));
    }
    Ok(found)
}

impl FoundRecords<'_> {
    /// The name of the list, if it says what the records are.
    pub(crate) fn list_name(&self) -> Option<String> {
        let name = names(&self.place).into_iter().rfind(|name| name != "*")?;
        (!WELL_KNOWN.contains(&normalized(&name).as_str())).then_some(name)
    }
}

fn not_objects(place: &str) -> Failure {
    Failure::new(format!(
        "the records at `{place}` are not objects; give another place with --records, or write a function for \
         `parse_response`"
    ))
}

/// The names of a place; the last may be `*`.
pub(super) fn names(place: &str) -> Vec<String> {
    place.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}

/// The values at a place, and whether there are many by its form.
fn at<'a>(body: &'a Value, place: &str) -> (Vec<&'a Value>, bool) {
    let mut names = names(place);
    let is_map = names.last().is_some_and(|name| name == "*");
    if is_map {
        names.pop();
    }
    let found = names.iter().try_fold(body, |value, name| value.get(name));
    match found {
        None => (Vec::new(), true),
        Some(Value::Array(elements)) => (elements.iter().collect(), true),
        Some(Value::Object(members)) if is_map => (members.values().collect(), true),
        Some(value) => (vec![value], false),
    }
}

/// A place that may hold the records.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    is_other: bool,
    is_map: bool,
    /// Whether its name says nothing about records.
    is_unknown: bool,
    depth: usize,
    fewer: Reverse<usize>,
    place: String,
}

fn guess(bodies: &[&Value], stream: &str) -> Result<(String, String), Failure> {
    let mut all: BTreeMap<String, Candidate> = BTreeMap::new();
    let mut has_dot = None;
    for body in bodies {
        let mut search = Search { stream: normalized(stream), found: Vec::new(), has_dot: None };
        search.value(body, &mut Vec::new());
        has_dot = has_dot.or(search.has_dot);
        for candidate in search.found {
            let known = all.entry(candidate.place.clone()).or_insert_with(|| candidate.clone());
            known.fewer.0 = known.fewer.0.max(candidate.fewer.0);
        }
    }
    let mut candidates: Vec<Candidate> = all.into_values().filter(|candidate| !candidate.is_other).collect();
    candidates.sort();
    let full = candidates.iter().find(|candidate| candidate.fewer.0 > 0).or(candidates.first());
    match (full, has_dot) {
        (Some(best), _) => Ok((best.place.clone(), reason(best, &candidates))),
        (None, Some(name)) => Err(Failure::new(format!(
            "the list `{name}` has a dot in its name, which `records` cannot have; write a function for `parse_response`"
        ))),
        (None, None) => single(bodies),
    }
}

fn reason(best: &Candidate, all: &[Candidate]) -> String {
    let others: Vec<String> =
        all.iter().filter(|other| other.place != best.place).map(|other| format!("`{}`", other.place)).collect();
    let rest = match others.len() {
        0 => String::new(),
        1..=3 => format!(" Also a list: {}.", others.join(", ")),
        more => format!(" Other lists: {more}."),
    };
    match best {
        Candidate { is_map: true, .. } => "The keys of this object are ids, its values are records.".to_owned(),
        Candidate { place, .. } if place == "." => "The response is a list.".to_owned(),
        _ if others.is_empty() => "The only list of objects in the response.".to_owned(),
        _ => format!("The most likely list of objects.{rest}"),
    }
}

/// The response is one record, maybe in an object around it.
fn single(bodies: &[&Value]) -> Result<(String, String), Failure> {
    let root = ".".to_owned();
    let Some(Value::Object(members)) = bodies.first() else { return Err(not_objects(".")) };
    let objects: Vec<&String> = members.iter().filter(|(_, value)| value.is_object()).map(|(name, _)| name).collect();
    let wrapper = match objects[..] {
        [only] if members.len() == 1 => Some(only),
        _ => objects.into_iter().find(|name| matches!(name.as_str(), "data" | "result")),
    };
    match wrapper.filter(|name| !name.contains('.') && !IDS.iter().any(|id| members.contains_key(*id))) {
        Some(name) => Ok((name.clone(), "The response is one record in an object around it.".to_owned())),
        None => Ok((root, "The response has no list of objects: it is one record.".to_owned())),
    }
}

struct Search {
    stream: String,
    found: Vec<Candidate>,
    /// A list whose name cannot be in a place.
    has_dot: Option<String>,
}

impl Search {
    fn value(&mut self, value: &Value, path: &mut Vec<String>) {
        match value {
            Value::Array(elements) => {
                let is_list = elements.iter().all(Value::is_object);
                let is_known = self.is_known(path);
                if is_list && (!elements.is_empty() || is_known || path.is_empty()) {
                    self.add(path, elements.len(), false);
                }
            }
            Value::Object(members) if path.len() < DEEPEST => self.object(members, path),
            _ => {}
        }
    }

    fn object(&mut self, members: &Map<String, Value>, path: &mut Vec<String>) {
        let keys: Vec<&str> = members.keys().map(String::as_str).collect();
        let has_objects = !members.is_empty() && members.values().all(Value::is_object);
        if has_objects && (are_ids(&keys) || (self.may_be_map(path) && have_same_fields(members))) {
            return self.add(path, members.len(), true);
        }
        let is_record = IDS.iter().any(|id| members.get(*id).is_some_and(|id| id.is_string() || id.is_number()));
        let is_page = PAGES.iter().any(|name| members.get(*name).is_some_and(Value::is_array));
        if is_record && !is_page {
            return;
        }
        for (name, member) in members {
            path.push(name.clone());
            self.value(member, path);
            path.pop();
        }
    }

    fn may_be_map(&self, path: &[String]) -> bool {
        path.is_empty() || self.is_known(path)
    }

    fn is_known(&self, path: &[String]) -> bool {
        let name = path.last().map(|name| normalized(name)).unwrap_or_default();
        WELL_KNOWN.contains(&name.as_str()) || (!name.is_empty() && name == self.stream)
    }

    fn add(&mut self, path: &[String], count: usize, is_map: bool) {
        if path.iter().any(|name| name.contains('.') || name.is_empty() || name == "*") {
            self.has_dot = Some(path.join("/"));
            return;
        }
        let name = path.last().map(|name| normalized(name)).unwrap_or_default();
        let star = is_map.then(|| "*".to_owned());
        let place = path.iter().cloned().chain(star).collect::<Vec<_>>().join(".");
        self.found.push(Candidate {
            is_other: OTHERS.contains(&name.as_str()),
            is_map,
            is_unknown: !path.is_empty() && !self.is_known(path),
            depth: path.len(),
            fewer: Reverse(count),
            place: if place.is_empty() { ".".to_owned() } else { place },
        });
    }
}

/// Whether there are several values, and all have the same fields.
fn have_same_fields(members: &Map<String, Value>) -> bool {
    let keys = |value: &Value| {
        let mut keys: Vec<String> = value.as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
        keys.sort();
        keys
    };
    let mut all = members.values().map(keys);
    let first = all.next().unwrap_or_default();
    members.len() > 1 && !first.is_empty() && all.all(|other| other == first)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn place(body: Value) -> String {
        records(&[&body], "users", None).unwrap().place
    }

    #[test]
    fn the_list_of_records_is_found() {
        for (body, want) in [
            (json!([{ "id": 1 }]), "."),
            (json!({ "data": [{ "id": 1 }], "included": [{ "id": 1 }, { "id": 2 }] }), "data"),
            (json!({ "object": "list", "id": "list_1", "data": [{ "id": 1 }] }), "data"),
            (json!({ "users": [{ "a": 1 }], "groups": [{ "a": 1 }, { "a": 2 }] }), "users"),
            (json!({ "hits": { "total": 2, "hits": [{ "_id": "x" }] } }), "hits.hits"),
            (json!({ "id": 7, "items": [{ "sku": "a" }] }), "."),
            (json!({ "data": { "id": 7, "lines": [{ "sku": "a" }] } }), "data"),
            (json!({ "query": { "pages": { "736": { "title": "a" } } } }), "query.pages.*"),
            (json!({ "bitcoin": { "usd": 1 }, "ethereum": { "usd": 2 } }), "*"),
            (json!({ "base": "EUR", "rates": { "USD": 1.1, "GBP": 0.9 } }), "."),
            (json!({ "links": [{ "rel": "self" }], "members": [{ "id": 1 }] }), "members"),
        ] {
            assert_eq!(place(body.clone()), want, "{body}");
        }
    }

    #[test]
    fn a_response_without_records_is_an_error_with_the_fix() {
        let message = |body: Value| records(&[&body], "users", None).unwrap_err().to_string();

        let empty = "no records at `data`; give a response that has some, or the place of the records with --records";
        assert_eq!(message(json!({ "data": [] })), empty);
        assert!(message(json!([1, 2])).starts_with("the records at `.` are not objects; "));
        assert!(message(json!({ "@odata.list": [{ "id": 1 }] })).contains("`parse_response`"));
    }
}
