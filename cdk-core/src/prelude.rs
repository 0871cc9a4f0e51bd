//! What a connector imports: `use cdk_core::prelude::*;`.
//!
//! The derives, the types that hooks name, and the few values of everyday configs and records. `serde` and `schemars` are
//! not here: a connector names their derives itself.

pub use std::process::ExitCode;
pub use std::time::Duration;

pub use jiff::Timestamp;
pub use jiff::civil::{Date, DateTime};
pub use serde_json::{Value, json};

pub use crate::http::Request;
pub use crate::stream::{BeforeSliceCx, Body, DynRecord, Headers, Params, RawRecord, Records, StreamState};
pub use crate::{
    AuthCx, Credentials, Cx, Error, HttpStream, JsonText, Result, Secret, SliceCx, SliceStream, Source, SourceCx,
    Stream, StreamDef, StreamsCx, TemplateValue,
};
