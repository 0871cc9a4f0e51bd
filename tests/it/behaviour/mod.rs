//! What the engine promises, sentence by sentence: sources are run against a scripted API, and asked what they sent and wrote.

mod added;
mod addresses;
mod batches;
mod before_slice;
mod bodies;
mod body_hooks;
mod cache;
mod cache_process;
mod cassette;
mod cassette_files;
mod cassette_login;
mod cassette_process;
mod cassette_secrets;
mod circuit;
mod columns;
mod commands;
mod dates;
mod dynamic;
mod dynamic_definitions;
mod embedded;
mod embedded_rest;
mod embedded_words;
mod files;
mod for_people;
mod graphql_errors;
mod hook_logs;
mod hooks;
mod judged;
mod kept;
mod lone_objects;
mod malformed;
mod memory;
mod mismatches;
mod named_waits;
mod one_stream;
mod out;
mod page_ends;
mod page_tokens;
mod pagination;
mod parent_words;
mod parents;
mod polling;
mod process;
mod rate_limit;
mod record_places;
mod records;
mod redirects;
mod requests;
mod responses;
mod retries;
mod retry_words;
mod rules;
mod rules_beside;
mod run_time_source;
mod secrets;
mod selection;
mod settings;
mod slices;
mod slices_below;
mod slices_of_several;
mod slices_that_fail;
mod source_defaults;
mod streamed;
mod substreams;
mod templates;
mod time_outs;
mod trust;
mod undecodable;
mod unknown_keys;
mod unreadable;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A config of a source that needs none.
#[derive(Deserialize, JsonSchema)]
pub(crate) struct Nothing {}

/// The record of streams whose records do not matter.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Item {
    id: u64,
}

/// A temporary directory, removed when it is dropped.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("cdk-behaviour-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// Writes a file and gives its path.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, content).unwrap();
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}
