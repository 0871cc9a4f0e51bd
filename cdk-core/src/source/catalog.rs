//! The configured catalog of `read`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Session;
use super::similar::nearest;
use super::state::States;
use super::streams::FoundStream;
use crate::error::{Error, Result};
use crate::protocol::{ConfiguredAirbyteCatalog, StreamDescriptor, SyncMode};
use crate::read::{StreamSelection, parse_saved_state};
use crate::state::Saved;
use crate::stream::Definition;

/// Limit of unknown streams for which a similar name is searched: each is compared with all streams of the source.
const MOST_SUGGESTED: usize = 100;

/// The selected streams, in the catalog's order, with their definitions. Runs the function of `streams = f` only if the
/// catalog selects a stream that the source does not list.
///
/// # Errors
/// A config error that names the place in the catalog; a system error if a stream of the API and a listed stream have
/// the same name.
pub(crate) async fn selections<C: 'static>(
    catalog: &Value,
    mut states: States,
    mut session: Session<C>,
) -> Result<Vec<StreamSelection<C>>> {
    let selected = selected(catalog)?;
    let is_listed = |(descriptor, _): &(StreamDescriptor, bool)| {
        // This source has no namespaces: a selected stream with a namespace is unknown.
        descriptor.namespace.is_some() || session.definitions.iter().any(|listed| listed.name == descriptor.name)
    };
    let is_all_listed = selected.iter().all(is_listed);
    let mut found = if is_all_listed { Ok(Vec::new()) } else { session.found().await? };
    let names = if is_all_listed { Vec::new() } else { names(&session.definitions, &found) };
    let (run, mut unknown) = (session.run.clone(), 0);
    let selection = |(descriptor, wants_incremental): (StreamDescriptor, bool)| {
        let definition = match &descriptor.namespace {
            Some(namespace) => Err(in_a_namespace(namespace)),
            None => definition(&descriptor.name, &mut session.definitions, &mut found).unwrap_or_else(|| {
                unknown += 1;
                Err(no_such_stream(&descriptor.name, if unknown > MOST_SUGGESTED { &[] } else { &names }))
            }),
        };
        let saved = match (&definition, states.take(&descriptor)) {
            (Ok(definition), Some((state, at))) => {
                let mode = if wants_incremental { SyncMode::Incremental } else { SyncMode::FullRefresh };
                let saved = parse_saved_state(definition, &run, state, &at, mode);
                saved.map_err(|error| error.in_stream(&descriptor.name))?
            }
            _ => Saved::default(),
        };
        Ok(StreamSelection { descriptor, definition, saved, wants_incremental })
    };
    selected.into_iter().map(selection).collect()
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

/// The selected streams; `true` for the sync mode `incremental`.
fn selected(catalog: &Value) -> Result<Vec<(StreamDescriptor, bool)>> {
    if is_discovered(catalog) {
        return Err(Error::config(
            "catalog: this is the output of `discover`; `read` needs a configured catalog: \
             {\"streams\": [{\"stream\": {\"name\": …}, \"sync_mode\": \"full_refresh\"}]}",
        ));
    }
    let catalog: ConfiguredAirbyteCatalog = super::decode_file("catalog", catalog, &super::shape::catalog())?;
    let mut names = BTreeSet::new();
    let mut selected = Vec::new();
    for (number, configured) in catalog.streams.into_iter().enumerate() {
        // Some platforms write an empty namespace instead of none.
        let namespace = configured.stream.namespace.filter(|namespace| !namespace.is_empty());
        let descriptor = StreamDescriptor { name: configured.stream.name, namespace };
        if !names.insert((descriptor.namespace.clone(), descriptor.name.clone())) {
            let name = &descriptor.name;
            return Err(Error::config(format!("catalog.streams[{number}]: stream `{name}` is selected twice")));
        }
        selected.push((descriptor, configured.sync_mode == SyncMode::Incremental));
    }
    Ok(selected)
}
