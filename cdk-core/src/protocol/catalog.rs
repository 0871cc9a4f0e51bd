//! CATALOG messages, and the configured catalog for `read`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The catalog: all streams of a source.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AirbyteCatalog {
    /// One entry per stream, with unique names.
    pub(crate) streams: Vec<AirbyteStream>,
}

impl AirbyteCatalog {
    /// One entry per stream, with unique names.
    pub fn streams(&self) -> &[AirbyteStream] {
        &self.streams
    }
}

/// One stream of the catalog.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AirbyteStream {
    /// The stream's name.
    pub(crate) name: String,
    /// JSON Schema of the records (draft-07, with Airbyte's types).
    #[serde(default)]
    pub(crate) json_schema: Value,
    /// The supported sync modes, at least one.
    #[serde(default, deserialize_with = "null_as_default")]
    pub(crate) supported_sync_modes: Vec<SyncMode>,
    /// Whether the source determines the cursor field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_defined_cursor: Option<bool>,
    /// Path of the default cursor field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) default_cursor_field: Option<Vec<String>>,
    /// Paths of the primary key's fields.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) source_defined_primary_key: Option<Vec<Vec<String>>>,
    /// Namespace of the stream. `None`: the stream has no namespace.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) namespace: Option<String>,
    /// Whether an interrupted read can be resumed. Requires `source_defined_cursor`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_resumable: Option<bool>,
    /// Whether the records describe files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) is_file_based: Option<bool>,
}

impl AirbyteStream {
    /// The stream's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// JSON Schema of the records (draft-07, with Airbyte's types).
    pub fn json_schema(&self) -> &Value {
        &self.json_schema
    }

    /// The supported sync modes, at least one.
    pub fn supported_sync_modes(&self) -> &[SyncMode] {
        &self.supported_sync_modes
    }

    /// Whether the source determines the cursor field.
    pub fn source_defined_cursor(&self) -> Option<bool> {
        self.source_defined_cursor
    }

    /// Path of the default cursor field.
    pub fn default_cursor_field(&self) -> Option<&[String]> {
        self.default_cursor_field.as_deref()
    }

    /// Paths of the primary key's fields.
    pub fn source_defined_primary_key(&self) -> Option<&[Vec<String>]> {
        self.source_defined_primary_key.as_deref()
    }

    /// Namespace of the stream. `None`: the stream has no namespace.
    pub fn namespace(&self) -> Option<&str> {
        self.namespace.as_deref()
    }

    /// Whether an interrupted read can be resumed. Requires `source_defined_cursor`.
    pub fn is_resumable(&self) -> Option<bool> {
        self.is_resumable
    }

    /// Whether the records describe files.
    pub fn is_file_based(&self) -> Option<bool> {
        self.is_file_based
    }
}

/// The streams that the user selected.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConfiguredAirbyteCatalog {
    /// One entry per selected stream, in the order in which they begin.
    pub(crate) streams: Vec<ConfiguredAirbyteStream>,
}

impl ConfiguredAirbyteCatalog {
    /// One entry per selected stream, in the order in which they begin.
    pub fn streams(&self) -> &[ConfiguredAirbyteStream] {
        &self.streams
    }
}

/// One selected stream.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ConfiguredAirbyteStream {
    /// The stream, as in the catalog at the time of the selection.
    pub(crate) stream: AirbyteStream,
    /// The sync mode.
    pub(crate) sync_mode: SyncMode,
    /// Path of the cursor field that the user chose, if the source does not determine it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) cursor_field: Option<Vec<String>>,
    /// What the destination does with the records. Sources only check that the value is valid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) destination_sync_mode: Option<DestinationSyncMode>,
    /// Paths of the primary key that the user chose, if the source does not determine it.
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
    /// The stream, as in the catalog at the time of the selection.
    pub fn stream(&self) -> &AirbyteStream {
        &self.stream
    }

    /// The sync mode.
    pub fn sync_mode(&self) -> SyncMode {
        self.sync_mode
    }

    /// Path of the cursor field that the user chose, if the source does not determine it.
    pub fn cursor_field(&self) -> Option<&[String]> {
        self.cursor_field.as_deref()
    }

    /// What the destination does with the records. Sources only check that the value is valid.
    pub fn destination_sync_mode(&self) -> Option<DestinationSyncMode> {
        self.destination_sync_mode
    }

    /// Paths of the primary key that the user chose, if the source does not determine it.
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
    /// All records, in each sync.
    FullRefresh,
    /// The records that are new or changed since the state.
    Incremental,
}

/// What a destination does with the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum DestinationSyncMode {
    /// Appends the records.
    Append,
    /// Replaces all earlier records.
    Overwrite,
    /// Appends the records, and keeps the newest one per primary key.
    AppendDedup,
    /// Updates existing records.
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
