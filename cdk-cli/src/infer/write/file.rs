//! File: a draft → the whole text.

use std::rc::Rc;

use super::super::guess::Line;
use super::super::record::StructType;
use super::comment::wrapped;
use super::stream::stream_text;
use super::struct_names::struct_names;
use super::structs::{has_map, struct_text};

const DERIVES: &str = "#[derive(Serialize, Deserialize, JsonSchema)]\n";
const STREAM_DERIVES: &str = "#[derive(Serialize, Deserialize, JsonSchema, HttpStream)]\n";

/// A stream that is not written yet.
#[derive(Debug)]
pub(crate) struct Draft {
    /// Its name in the catalog.
    pub(crate) stream: String,
    pub(crate) type_name: String,
    /// The type of the source, maybe with a path.
    pub(crate) source: String,
    /// What it was inferred from, without secrets.
    pub(crate) origin: String,
    pub(crate) url_base: Option<String>,
    pub(crate) record: Rc<StructType>,
    pub(crate) lines: Vec<Line>,
}

/// The text of the file.
pub(crate) fn file(draft: &Draft) -> String {
    let source = draft.source.rsplit("::").next().unwrap_or_default();
    let structs = struct_names(&draft.record, &draft.type_name, source);
    let name = structs.first().map_or("Record", |named| named.name.as_str());
    let mut out = module_comment(draft, source, name);
    if structs.iter().any(|named| has_map(&named.found)) {
        out.push_str("use std::collections::BTreeMap;\n\n");
    }
    out.push_str("use cdk_core::prelude::*;\n\n");
    let path = if draft.source.contains("::") { draft.source.clone() } else { format!("crate::{source}") };
    out.push_str(&format!("use {path};\n"));
    for (place, named) in structs.iter().enumerate().filter(|(_, named)| !named.is_alias) {
        let attributes = if place == 0 {
            format!("{STREAM_DERIVES}{}", stream_text(source, &draft.lines))
        } else {
            DERIVES.to_owned()
        };
        out.push('\n');
        out.push_str(&struct_text(named, &structs, &attributes));
    }
    out
}

fn module_comment(draft: &Draft, source: &str, name: &str) -> String {
    let Draft { stream, origin, .. } = draft;
    let first = wrapped(&format!("Stream `{stream}`, written by `cdk infer` from {origin}."), "//! ");
    let base = match &draft.url_base {
        Some(url) => format!(" with `url_base = \"{url}\"` and `streams({name})`"),
        None => format!(" with `streams({name})`"),
    };
    let place = if draft.source.contains("::") { "" } else { " in the crate root" };
    let needs = format!(
        "It needs the source `{source}`{place}{base}. A comment above an attribute is the reason of a guess: check each one."
    );
    format!("{first}//!\n{}\n", wrapped(&needs, "//! "))
}
