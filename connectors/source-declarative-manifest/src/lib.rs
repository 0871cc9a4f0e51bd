//! A connector that reads a low-code manifest. See `docs/manifests.md`.

pub mod build;
pub mod command;
pub mod component;
pub mod jinja;
pub mod resolve;
mod truth;
pub mod yaml;
