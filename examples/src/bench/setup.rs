//! Setup: the arguments of a connector's `read`.
//!
//! In: a directory and a config. Out: the arguments, with files for the config and the catalog.

use std::io::Result;
use std::path::Path;

use serde_json::{Value, json};

pub(crate) struct Setup<'a> {
    directory: &'a Path,
    config: String,
}

impl<'a> Setup<'a> {
    pub(crate) fn new(directory: &'a Path, config: &str) -> Result<Self> {
        // Named by the content, so that several configs can exist.
        let path = directory.join(format!("config-{}.json", name_of(config)));
        std::fs::write(&path, config)?;
        Ok(Self { directory, config: path.display().to_string() })
    }

    /// The arguments to read these streams from a server, as full refresh.
    pub(crate) fn read(&self, streams: &[&str], url: &str) -> Result<Vec<String>> {
        Ok([self.files(streams)?, vec!["--url-base".to_owned(), url.to_owned()]].concat())
    }

    /// The same with a limit of requests in flight.
    pub(crate) fn read_at_once(&self, streams: &[&str], url: &str, requests: usize) -> Result<Vec<String>> {
        Ok([self.read(streams, url)?, vec!["--concurrency".to_owned(), requests.to_string()]].concat())
    }

    /// The arguments without a server.
    pub(crate) fn files(&self, streams: &[&str]) -> Result<Vec<String>> {
        let configured = |name: &&str| {
            json!({
                "stream": { "name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh"] },
                "sync_mode": "full_refresh",
                "destination_sync_mode": "append"
            })
        };
        let catalog = json!({ "streams": streams.iter().map(configured).collect::<Value>() }).to_string();
        let path = self.directory.join(format!("catalog-{}.json", name_of(&catalog)));
        std::fs::write(&path, catalog)?;
        let (config, catalog) = (self.config.clone(), path.display().to_string());
        Ok(["read".to_owned(), "--config".to_owned(), config, "--catalog".to_owned(), catalog].to_vec())
    }
}

/// A short hash of a text.
fn name_of(text: &str) -> String {
    let sum = text.bytes().fold(5381_u64, |sum, byte| sum.wrapping_mul(33) ^ u64::from(byte));
    format!("{sum:x}")
}
