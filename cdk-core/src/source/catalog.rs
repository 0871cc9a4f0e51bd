//! The selected streams of `read`.
//!
//! In: a configured catalog, the output of `discover`, or neither; patterns of names. Out: the selected streams with their
//! definitions and states.
//! Default: without a configured catalog, a stream is read incrementally if it supports that, otherwise as a full refresh.
//! Not here: the files (see `entrypoint`), the state of a stream (see `state`).

use std::collections::BTreeSet;

use serde_json::Value;

use super::Session;
use super::pattern::NamePattern;
use super::similar::nearest;
use super::state::States;
use super::streams::FoundStream;
use crate::error::{Error, Result};
use crate::protocol::{AirbyteCatalog, AirbyteStream, ConfiguredAirbyteCatalog, StreamDescriptor, SyncMode};
use crate::read::{Columns, StreamSelection, fields_for_children, parse_saved_state, selected_fields};
use crate::state::Saved;
use crate::stream::Definition;

/// Limit of unknown streams for which a similar name is searched: each is compared with all streams of the source.
const MOST_SUGGESTED: usize = 100;

/// What the command line selects.
#[derive(Debug, Default)]
pub(crate) struct SelectionRequest {
    /// A configured catalog or the output of `discover`. `None`: every stream of the source.
    pub(crate) catalog: Option<Value>,
    /// Names of streams; `*` matches any characters. Empty: all streams of the catalog.
    pub(crate) patterns: Vec<NamePattern>,
}

/// How a selected stream is read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum SelectedMode {
    FullRefresh,
    Incremental,
    /// Incremental if the stream supports it, otherwise full refresh.
    WhereSupported,
}

/// A stream that the request names.
struct SelectedStream {
    descriptor: StreamDescriptor,
    mode: SelectedMode,
    /// The fields in the schema of the catalog. Empty: all.
    fields: BTreeSet<String>,
}

/// The selected streams, in the catalog's order, with their definitions. Runs the function of `streams = f` only if the
/// request may select a stream that the source does not list.
///
/// # Errors
/// A config error that names the place in the catalog, or the pattern that matches no stream. A system error if a
/// stream of the API and a listed stream have the same name. Any error of `streams = f` if every stream is selected.
pub(crate) async fn selections<C: 'static>(
    request: SelectionRequest,
    mut states: States,
    mut session: Session<C>,
) -> Result<Vec<StreamSelection<C>>> {
    let SelectionRequest { catalog, patterns } = request;
    let in_catalog = catalog.as_ref().map(selected).transpose()?;
    // This source has no namespaces: a selected stream with a namespace is unknown.
    let is_listed = |descriptor: &StreamDescriptor| {
        descriptor.namespace.is_some() || session.definitions.iter().any(|listed| listed.name == descriptor.name)
    };
    let is_all_listed = match &in_catalog {
        Some(selected) => selected.iter().all(|stream| is_listed(&stream.descriptor)),
        None => !patterns.is_empty() && patterns.iter().all(|pattern| pattern.is_one_of(&session.definitions)),
    };
    let mut found = if is_all_listed { Ok(Vec::new()) } else { session.found().await? };
    let names = if is_all_listed && in_catalog.is_some() { Vec::new() } else { names(&session.definitions, &found) };
    let selected = match in_catalog {
        Some(selected) => selected,
        None => {
            // Streams of the API that cannot be listed would silently be missing.
            found = Ok(found?);
            names.iter().map(|name| SelectedStream::of_name(name)).collect()
        }
    };
    let selected = matching(selected, &patterns)?;
    let (run, mut unknown) = (session.run.clone(), 0);
    let of_api = found.iter().flatten().filter_map(|found| found.definition.as_ref().ok());
    let for_children = fields_for_children(session.definitions.iter().chain(of_api));
    let selection = |SelectedStream { descriptor, mode, fields }: SelectedStream| {
        let definition = match &descriptor.namespace {
            Some(namespace) => Err(in_a_namespace(namespace)),
            None => definition(&descriptor.name, &mut session.definitions, &mut found).unwrap_or_else(|| {
                unknown += 1;
                Err(no_such_stream(&descriptor.name, if unknown > MOST_SUGGESTED { &[] } else { &names }))
            }),
        };
        let wants_incremental = match mode {
            SelectedMode::FullRefresh => false,
            SelectedMode::Incremental => true,
            SelectedMode::WhereSupported => definition.as_ref().is_ok_and(Definition::is_incremental),
        };
        let saved = match (&definition, states.take(&descriptor)) {
            (Ok(definition), Some((state, at))) => {
                let mode = if wants_incremental { SyncMode::Incremental } else { SyncMode::FullRefresh };
                let saved = parse_saved_state(definition, &run, state, &at, mode);
                saved.map_err(|error| error.in_stream(&descriptor.name))?
            }
            _ => Saved::default(),
        };
        let columns = definition.as_ref().ok().and_then(|definition| Columns::new(definition, fields, &for_children));
        Ok(StreamSelection { descriptor, definition, saved, wants_incremental, columns })
    };
    selected.into_iter().map(selection).collect()
}

impl SelectedStream {
    fn of_name(name: &str) -> Self {
        let descriptor = StreamDescriptor { name: name.to_owned(), namespace: None };
        Self { descriptor, mode: SelectedMode::WhereSupported, fields: BTreeSet::new() }
    }
}

/// The streams that match a pattern. Every pattern must match at least one.
fn matching(mut selected: Vec<SelectedStream>, patterns: &[NamePattern]) -> Result<Vec<SelectedStream>> {
    if patterns.is_empty() {
        return Ok(selected);
    }
    for pattern in patterns {
        if !selected.iter().any(|stream| pattern.matches(&stream.descriptor.name)) {
            return Err(pattern.unknown(selected.iter().map(|stream| stream.descriptor.name.as_str())));
        }
    }
    selected.retain(|stream| patterns.iter().any(|pattern| pattern.matches(&stream.descriptor.name)));
    Ok(selected)
}

/// Takes a stream's definition; listed streams come first. Can be called once per name. `None`: unknown stream.
fn definition<C>(
    name: &str,
    listed: &mut Vec<Definition<C>>,
    found: &mut Result<Vec<FoundStream<C>>>,
) -> Option<Result<Definition<C>>> {
    if let Some(position) = listed.iter().position(|listed| listed.name == name) {
        return Some(Ok(listed.swap_remove(position)));
    }
    match found {
        Ok(found) => {
            let position = found.iter().position(|found| found.name == name)?;
            Some(found.swap_remove(position).definition)
        }
        Err(error) => Some(Err(error.again())),
    }
}

/// The names of all known streams.
fn names<C>(listed: &[Definition<C>], found: &Result<Vec<FoundStream<C>>>) -> Vec<String> {
    let listed = listed.iter().map(|listed| listed.name.clone());
    listed.chain(found.iter().flatten().map(|found| found.name.clone())).collect()
}

fn no_such_stream(name: &str, names: &[String]) -> Error {
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "refresh the connection's schema".to_owned(),
    };
    Error::config(format!("unknown stream; {help}"))
}

fn in_a_namespace(namespace: &str) -> Error {
    Error::config(format!(
        "unknown stream in namespace `{namespace}`: the streams of this source have no namespace; refresh the \
         connection's schema"
    ))
}

/// Whether this is the output of `discover`: a CATALOG message or its catalog, without a `sync_mode` per stream.
fn is_discovered(catalog: &Value) -> bool {
    let first = &catalog["streams"][0];
    catalog["type"] == "CATALOG" || first.get("name").is_some() && first.get("stream").is_none()
}

/// The streams of a catalog.
fn selected(catalog: &Value) -> Result<Vec<SelectedStream>> {
    let streams = if is_discovered(catalog) { discovered(catalog)? } else { configured(catalog)? };
    let mut names = BTreeSet::new();
    let mut selected = Vec::new();
    for (number, (stream, mode)) in streams.into_iter().enumerate() {
        // Some platforms write an empty namespace instead of none.
        let namespace = stream.namespace.filter(|namespace| !namespace.is_empty());
        let descriptor = StreamDescriptor { name: stream.name, namespace };
        if !names.insert((descriptor.namespace.clone(), descriptor.name.clone())) {
            let name = &descriptor.name;
            return Err(Error::config(format!("catalog.streams[{number}]: stream `{name}` is selected twice")));
        }
        selected.push(SelectedStream { descriptor, mode, fields: selected_fields(&stream.json_schema) });
    }
    Ok(selected)
}

fn configured(catalog: &Value) -> Result<Vec<(AirbyteStream, SelectedMode)>> {
    let catalog: ConfiguredAirbyteCatalog = super::decode_file("catalog", catalog, &super::shape::catalog())?;
    let mode = |mode| match mode {
        SyncMode::Incremental => SelectedMode::Incremental,
        SyncMode::FullRefresh => SelectedMode::FullRefresh,
    };
    Ok(catalog.streams.into_iter().map(|configured| (configured.stream, mode(configured.sync_mode))).collect())
}

fn discovered(catalog: &Value) -> Result<Vec<(AirbyteStream, SelectedMode)>> {
    let catalog = catalog.get("catalog").filter(|_| catalog["type"] == "CATALOG").unwrap_or(catalog);
    let catalog: AirbyteCatalog = super::decode_file("catalog", catalog, &super::shape::discovered())?;
    Ok(catalog.streams.into_iter().map(|stream| (stream, SelectedMode::WhereSupported)).collect())
}
