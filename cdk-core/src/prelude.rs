//! What a connector imports: `use cdk_core::prelude::*;`.
//!
//! In: nothing. Out: the derives of this crate, of serde and of schemars, the types that hooks name, and the few types of
//! everyday configs and records. It is the only `use` line that a file of streams needs.
//! The derives of serde and schemars name these crates, so a connector has both in its `Cargo.toml`, without any feature.
//! A name of the connector's own (`struct Date`) wins over one that comes from here.

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
