//! CATALOG, and the configured catalog that `read` takes.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The streams that a source offers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteCatalog {
    /// One entry a stream; names are unique.
    pub(crate) streams: Vec<AirbyteStream>,
}

impl AirbyteCatalog {
    /// One entry a stream; names are unique.
    pub fn streams(&self) -> &[AirbyteStream] {
        &self.streams
    }
}

/// One stream as it is announced.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStream {
    /// The stream's name.
    pub(crate) name: String,
    /// JSON Schema (draft-07, Airbyte's dialect) of its records.
    #[serde(default)]
    pub(crate) json_schema: Value,
    /// The ways in which it can be read; never empty when announced.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) supported_sync_modes: Vec<SyncMode>,
    /// Whether the source dictates the cursor field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_defined_cursor: Option<bool>,
    /// Path of the cursor field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) default_cursor_field: Option<Vec<String>>,
    /// One path a key field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_defined_primary_key: Option<Vec<Vec<String>>>,
    /// A name above the stream's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// Whether an interrupted read can go on; demands `source_defined_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_resumable: Option<bool>,
    /// Whether its records describe files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_file_based: Option<bool>,
}

impl AirbyteStream {
    /// The stream's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// JSON Schema (draft-07, Airbyte's dialect) of its records.
    pub fn json_schema(&self) -> &Value {
        &self.json_schema
    }

    /// The ways in which it can be read; never empty when announced.
    pub fn supported_sync_modes(&self) -> &[SyncMode] {
        &self.supported_sync_modes
    }

    /// Whether the source dictates the cursor field.
    pub fn source_defined_cursor(&self) -> Option<bool> {
        self.source_defined_cursor
    }

    /// Path of the cursor field.
    pub fn default_cursor_field(&self) -> Option<&[String]> {
        self.default_cursor_field.as_deref()
    }

    /// One path a key field.
    pub fn source_defined_primary_key(&self) -> Option<&[Vec<String>]> {
        self.source_defined_primary_key.as_deref()
    }

    /// A name above the stream's name.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Whether an interrupted read can go on; demands `source_defined_cursor`.
    pub fn is_resumable(&self) -> Option<bool> {
        self.is_resumable
    }

    /// Whether its records describe files.
    pub fn is_file_based(&self) -> Option<bool> {
        self.is_file_based
    }
}

/// What the user selected.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConfiguredAirbyteCatalog {
    /// One entry a selected stream, in the order in which they are read.
    pub(crate) streams: Vec<ConfiguredAirbyteStream>,
}

impl ConfiguredAirbyteCatalog {
    /// One entry a selected stream, in the order in which they are read.
    pub fn streams(&self) -> &[ConfiguredAirbyteStream] {
        &self.streams
    }
}

/// One selected stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfiguredAirbyteStream {
    /// The stream, as it was announced when it was selected.
    pub(crate) stream: AirbyteStream,
    /// How to read it.
    pub(crate) sync_mode: SyncMode,
    /// The cursor that the user chose, where the source leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cursor_field: Option<Vec<String>>,
    /// What the destination does with it; of no concern to a source, but checked as the protocol demands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) destination_sync_mode: Option<DestinationSyncMode>,
    /// The key that the user chose, where the source leaves it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) primary_key: Option<Vec<Vec<String>>>,
    /// Number of the stream's current generation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) generation_id: Option<i64>,
    /// The oldest generation that the destination keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) minimum_generation_id: Option<i64>,
    /// Number of the sync.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sync_id: Option<i64>,
}

impl ConfiguredAirbyteStream {
    /// The stream, as it was announced when it was selected.
    pub fn stream(&self) -> &AirbyteStream {
        &self.stream
    }

    /// How to read it.
    pub fn sync_mode(&self) -> SyncMode {
        self.sync_mode
    }

    /// The cursor that the user chose, where the source leaves it open.
    pub fn cursor_field(&self) -> Option<&[String]> {
        self.cursor_field.as_deref()
    }

    /// What the destination does with it; of no concern to a source, but checked as the protocol demands.
    pub fn destination_sync_mode(&self) -> Option<DestinationSyncMode> {
        self.destination_sync_mode
    }

    /// The key that the user chose, where the source leaves it open.
    pub fn primary_key(&self) -> Option<&[Vec<String>]> {
        self.primary_key.as_deref()
    }

    /// Number of the stream's current generation.
    pub fn generation_id(&self) -> Option<i64> {
        self.generation_id
    }

    /// The oldest generation that the destination keeps.
    pub fn minimum_generation_id(&self) -> Option<i64> {
        self.minimum_generation_id
    }

    /// Number of the sync.
    pub fn sync_id(&self) -> Option<i64> {
        self.sync_id
    }
}

/// How a stream is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SyncMode {
    /// Everything, each time.
    FullRefresh,
    /// What is new since the state.
    Incremental,
}

/// What a destination does with the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
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
