//! The configured catalog of `read`.

use std::collections::BTreeSet;

use serde_json::Value;

use super::Session;
use super::state::States;
use super::streams::Found;
use crate::error::{Error, Result};
use crate::protocol::{ConfiguredAirbyteCatalog, StreamDescriptor, SyncMode};
use crate::read::{StreamSelection, saved};
use crate::state::Saved;
use crate::stream::{Definition, Source};

/// The selected streams, in the catalog's order, with their definitions. The API is asked for its streams only where one is
/// selected that the source does not list.
///
/// # Errors
/// A config error that names the place in the catalog; a system error where the API's streams cannot stand beside the listed
/// ones.
pub(crate) async fn selections<S: Source>(
    catalog: &Value,
    mut states: States,
    mut session: Session<S>,
) -> Result<Vec<StreamSelection<S::Config>>> {
    let selected = selected(catalog)?;
    let is_listed = |(descriptor, _): &(StreamDescriptor, bool)| {
        // This source has no namespaces, so a stream in one is not its.
        descriptor.namespace.is_some() || session.definitions.iter().any(|listed| listed.name == descriptor.name)
    };
    let mut found = if selected.iter().all(is_listed) { Ok(Vec::new()) } else { session.found().await? };
    let run = session.run.clone();
    let selection = |(descriptor, wants_incremental): (StreamDescriptor, bool)| {
        let definition = if descriptor.namespace.is_some() {
            Err(no_such_stream())
        } else {
            definition(&descriptor.name, &mut session.definitions, &mut found)
        };
        let saved = match (&definition, states.take(&descriptor)) {
            (Ok(definition), Some((state, at))) => {
                let saved = saved(definition, &run, state, &at, !wants_incremental);
                saved.map_err(|error| error.with_context("stream", &descriptor.name))?
            }
            _ => Saved::default(),
        };
        Ok(StreamSelection { descriptor, definition, saved, wants_incremental })
    };
    selected.into_iter().map(selection).collect()
}

/// Takes a stream's definition, a listed one first; a name is asked for once.
fn definition<C>(
    name: &str,
    listed: &mut Vec<Definition<C>>,
    found: &mut Result<Vec<Found<C>>>,
) -> Result<Definition<C>> {
    if let Some(position) = listed.iter().position(|listed| listed.name == name) {
        return Ok(listed.swap_remove(position));
    }
    match found {
        Ok(found) => match found.iter().position(|found| found.name == name) {
            Some(position) => found.swap_remove(position).definition,
            None => Err(no_such_stream()),
        },
        Err(error) => Err(error.again()),
    }
}

fn no_such_stream() -> Error {
    Error::config("the source has no such stream; refresh the connection's schema")
}

/// What the catalog selects, and whether incrementally.
fn selected(catalog: &Value) -> Result<Vec<(StreamDescriptor, bool)>> {
    let catalog: ConfiguredAirbyteCatalog = super::decode_file("catalog", catalog, &super::shape::catalog())?;
    let mut names = BTreeSet::new();
    let mut selected = Vec::new();
    for (number, configured) in catalog.streams.into_iter().enumerate() {
        // Some platforms write an empty namespace for none.
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
