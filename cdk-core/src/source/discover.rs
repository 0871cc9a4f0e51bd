//! `discover`: the catalog of all streams.

use super::Session;
use crate::error::Result;
use crate::protocol::{
    AirbyteCatalog, AirbyteStream, ConfiguredAirbyteCatalog, ConfiguredAirbyteStream, DestinationSyncMode, SyncMode,
};
use crate::read::{StreamSelection, judge_all};
use crate::stream::Definition;

/// The catalog: the listed streams, then those of `streams = f`.
///
/// # Errors
/// Any error of `streams = f`: in a catalog without its streams they would look deleted.
pub(crate) async fn discover<C: 'static>(mut session: Session<C>) -> Result<AirbyteCatalog> {
    judge_all(&session.definitions, &session.run)?;
    let found = session.found().await??.into_iter().map(|found| found.definition).collect::<Result<Vec<_>>>()?;
    judge_all(&found, &session.run)?;
    Ok(AirbyteCatalog { streams: session.definitions.iter().chain(&found).map(stream).collect::<Result<_>>()? })
}

/// The configured catalog of the selected streams, for `--out`. Streams with an invalid definition are left out.
pub(crate) fn configured<C: 'static>(selections: &[StreamSelection<C>]) -> ConfiguredAirbyteCatalog {
    let configured = selections.iter().filter_map(|selection| {
        let definition = selection.definition.as_ref().ok()?;
        let is_incremental = selection.wants_incremental && definition.is_incremental();
        Some(ConfiguredAirbyteStream {
            // An invalid definition fails when the stream is read.
            stream: stream(definition).ok()?,
            sync_mode: if is_incremental { SyncMode::Incremental } else { SyncMode::FullRefresh },
            destination_sync_mode: Some(match is_incremental {
                true => DestinationSyncMode::Append,
                false => DestinationSyncMode::Overwrite,
            }),
            cursor_field: None,
            primary_key: None,
            generation_id: None,
            minimum_generation_id: None,
            sync_id: None,
        })
    });
    ConfiguredAirbyteCatalog { streams: configured.collect() }
}

fn stream<C>(definition: &Definition<C>) -> Result<AirbyteStream> {
    let kept = definition.judge_kept(definition.typed_because().as_deref());
    kept.map_err(|error| error.in_stream(&definition.name))?;
    let mut modes = vec![SyncMode::FullRefresh];
    modes.extend(definition.is_incremental().then_some(SyncMode::Incremental));
    Ok(AirbyteStream {
        name: definition.name.clone(),
        json_schema: (definition.record.announced)(),
        supported_sync_modes: modes,
        // Full refreshes have a cursor of the CDK: the next page.
        source_defined_cursor: Some(true),
        default_cursor_field: definition.cursor.as_ref().map(|cursor| cursor.field.clone()),
        source_defined_primary_key: (!definition.primary_key().is_empty()).then(|| definition.primary_key().to_vec()),
        namespace: None,
        is_resumable: Some(true),
        is_file_based: None,
    })
}
