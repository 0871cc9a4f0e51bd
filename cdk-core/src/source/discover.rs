//! `discover`: the catalog of all streams.

use super::Session;
use crate::error::Result;
use crate::protocol::{AirbyteCatalog, AirbyteStream, SyncMode};
use crate::read::judge_all;
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
