//! The configured catalog of `read`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::{Error, Result};
use crate::protocol::{ConfiguredAirbyteCatalog, StreamDescriptor, SyncMode};
use crate::read::StreamSelection;
use crate::stream::Definition;

/// The selected streams, in the catalog's order, with their definitions.
///
/// # Errors
/// A config error that names the place in the catalog.
pub(crate) fn selections<C>(catalog: &Value, definitions: Vec<Definition<C>>) -> Result<Vec<StreamSelection<C>>> {
    let catalog: ConfiguredAirbyteCatalog = super::decode_file("catalog", catalog, &super::shape::catalog())?;
    let mut definitions: Vec<Option<Definition<C>>> = definitions.into_iter().map(Some).collect();
    let mut names = BTreeSet::new();
    let mut selections = Vec::new();
    for (number, configured) in catalog.streams.into_iter().enumerate() {
        // Some platforms write an empty namespace for none.
        let namespace = configured.stream.namespace.filter(|namespace| !namespace.is_empty());
        let descriptor = StreamDescriptor { name: configured.stream.name, namespace };
        if !names.insert((descriptor.namespace.clone(), descriptor.name.clone())) {
            let name = &descriptor.name;
            return Err(Error::config(format!("catalog.streams[{number}]: stream `{name}` is selected twice")));
        }
        // This source has no namespaces, so a stream in one is not its.
        let slot = definitions.iter_mut().find(|slot| {
            let name = slot.as_ref().map(|definition| definition.name.as_str());
            name == Some(descriptor.name.as_str()) && descriptor.namespace.is_none()
        });
        let definition = slot.and_then(Option::take);
        let wants_incremental = configured.sync_mode == SyncMode::Incremental;
        selections.push(StreamSelection { descriptor, definition, wants_incremental });
    }
    Ok(selections)
}
