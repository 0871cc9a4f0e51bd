//! CATALOG, and the configured catalog that `read` takes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The streams that a source offers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteCatalog {
    /// One entry a stream; names are unique.
    pub streams: Vec<AirbyteStream>,
}

/// One stream as it is announced.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStream {
    /// The stream's name.
    pub name: String,
    /// JSON Schema (draft-07, Airbyte's dialect) of its records.
    #[serde(default)]
    pub json_schema: Value,
    /// The ways in which it can be read; never empty when announced.
    #[serde(default, deserialize_with = "null_as_default")]
    pub supported_sync_modes: Vec<SyncMode>,
    /// Whether the source dictates the cursor field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_defined_cursor: Option<bool>,
    /// Path of the cursor field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_cursor_field: Option<Vec<String>>,
    /// One path a key field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_defined_primary_key: Option<Vec<Vec<String>>>,
    /// A name above the stream's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// Whether an interrupted read can go on; demands `source_defined_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_resumable: Option<bool>,
    /// Whether its records describe files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_file_based: Option<bool>,
}

/// What the user selected.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConfiguredAirbyteCatalog {
    /// One entry a selected stream, in the order in which they are read.
    pub streams: Vec<ConfiguredAirbyteStream>,
}

/// One selected stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfiguredAirbyteStream {
    /// The stream, as it was announced when it was selected.
    pub stream: AirbyteStream,
    /// How to read it.
    pub sync_mode: SyncMode,
    /// The cursor that the user chose, where the source leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor_field: Option<Vec<String>>,
    /// What the destination does with it; of no concern to a source, but checked as the protocol demands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination_sync_mode: Option<DestinationSyncMode>,
    /// The key that the user chose, where the source leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub primary_key: Option<Vec<Vec<String>>>,
    /// Number of the stream's current generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub generation_id: Option<i64>,
    /// The oldest generation that the destination keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_generation_id: Option<i64>,
    /// Number of the sync.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sync_id: Option<i64>,
}

/// How a stream is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SyncMode {
    /// Everything, each time.
    FullRefresh,
    /// What is new since the state.
    Incremental,
}

/// What a destination does with the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DestinationSyncMode {
    /// Adds them.
    Append,
    /// Replaces what was there.
    Overwrite,
    /// Adds them, and keeps the newest of each key.
    AppendDedup,
    /// Changes the records that are there.
    Update,
    /// Marks records as deleted.
    SoftDelete,
}

fn null_as_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
