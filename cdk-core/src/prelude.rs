//! Prelude: everything that a connector usually imports. `use cdk_core::prelude::*;`
//!
//! Contains the derives of this crate, of serde and of schemars, the types that hooks use, and common types of configs
//! and records. A file of streams usually needs no other `use` line.
//! The derives of serde and schemars refer to these crates, so a connector adds both to its `Cargo.toml`, without
//! features.
//! A type that the connector defines (`struct Date`) has precedence over a type of the prelude.

pub use std::process::ExitCode;
pub use std::time::Duration;

pub use jiff::Timestamp;
pub use jiff::civil::{Date, DateTime};
pub use schemars::JsonSchema;
pub use serde::{Deserialize, Serialize};
pub use serde_json::{Value, json};

pub use crate::http::Request;
pub use crate::stream::{BeforeSliceCx, Body, DynRecord, Headers, Params, RawRecord, Records, StreamState};
pub use crate::{
    AuthCx, Credentials, Cx, Error, HttpStream, JsonText, Result, Secret, SliceCx, SliceStream, Source, SourceCx,
    Stream, StreamDef, StreamsCx, TemplateValue,
};
