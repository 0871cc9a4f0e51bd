//! `discover`: which streams there are.

use crate::protocol::{AirbyteCatalog, AirbyteStream, SyncMode};
use crate::stream::Definition;

pub(crate) fn discover<C>(definitions: &[Definition<C>]) -> AirbyteCatalog {
    AirbyteCatalog { streams: definitions.iter().map(stream).collect() }
}

fn stream<C>(definition: &Definition<C>) -> AirbyteStream {
    AirbyteStream {
        name: definition.name.clone(),
        json_schema: (definition.record.announced)(),
        supported_sync_modes: vec![SyncMode::FullRefresh],
        source_defined_cursor: None,
        default_cursor_field: None,
        source_defined_primary_key: (!definition.primary_key().is_empty()).then(|| definition.primary_key().to_vec()),
        namespace: None,
        is_resumable: None,
        is_file_based: None,
    }
}
