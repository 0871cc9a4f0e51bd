//! Schemas of the catalog and state files, as far as a source reads them.
//!
//! In: nothing. Out: schemas for `config::judge`, so that errors of all three files have the same form.
//! Not here: the protocol's structs, which decide what is accepted (see `protocol`).

use serde_json::{Value, json};

/// A configured catalog.
pub(super) fn catalog() -> Value {
    let destination = json!(["append", "overwrite", "append_dedup", "update", "soft_delete"]);
    let configured = json!({
        "type": "object",
        "required": ["stream", "sync_mode"],
        "properties": {
            "stream": stream(),
            "sync_mode": mode(),
            "cursor_field": path(),
            "destination_sync_mode": { "type": "string", "enum": destination },
            "primary_key": { "type": "array", "items": path() },
            "generation_id": { "type": "integer" },
            "minimum_generation_id": { "type": "integer" },
            "sync_id": { "type": "integer" },
        },
    });
    streams_of(&configured)
}

/// The catalog that `discover` prints.
pub(super) fn discovered() -> Value {
    streams_of(&stream())
}

fn streams_of(entry: &Value) -> Value {
    json!({
        "type": "object",
        "required": ["streams"],
        "properties": { "streams": { "type": "array", "items": entry } },
    })
}

fn stream() -> Value {
    json!({
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": { "type": "string" },
            "namespace": { "type": "string" },
            "supported_sync_modes": { "type": "array", "items": mode() },
            "source_defined_cursor": { "type": "boolean" },
            "default_cursor_field": path(),
            "source_defined_primary_key": { "type": "array", "items": path() },
            "is_resumable": { "type": "boolean" },
            "is_file_based": { "type": "boolean" },
        },
    })
}

fn path() -> Value {
    json!({ "type": "array", "items": { "type": "string" } })
}

fn mode() -> Value {
    json!({ "type": "string", "enum": ["full_refresh", "incremental"] })
}

/// One state message.
pub(super) fn state_message() -> Value {
    let descriptor = json!({
        "type": "object",
        "required": ["name"],
        "properties": { "name": { "type": "string" }, "namespace": { "type": "string" } },
    });
    let stream = json!({
        "type": "object",
        "required": ["stream_descriptor"],
        "properties": { "stream_descriptor": descriptor, "stream_state": { "type": "object" } },
    });
    let global = json!({
        "type": "object",
        "required": ["stream_states"],
        "properties": {
            "shared_state": { "type": "object" },
            "stream_states": { "type": "array", "items": stream },
        },
    });
    json!({
        "type": "object",
        "properties": {
            "type": { "type": "string", "enum": ["STREAM", "GLOBAL", "LEGACY"] },
            "stream": stream,
            "global": global,
            "sourceStats": { "type": "object", "properties": { "recordCount": { "type": "number" } } },
        },
    })
}
