//! Slow: an API with latency, for the connector `waits`.
//!
//! In: the latency, the pages of the lists, the records per page. Out: an address, and the number of requests per URL.
//! Lists have `next_cursor` and the total number of `pages`. A slice and the children of a parent have one page.

use std::collections::BTreeMap;
use std::io::Result;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::{Value, json};

use super::server;

#[derive(Clone, Copy)]
pub(crate) struct Slow {
    pub(crate) latency: Duration,
    pub(crate) pages: u64,
    pub(crate) records: u64,
}

/// The number of requests per target.
#[derive(Clone, Default)]
pub(crate) struct Asked(Arc<Mutex<BTreeMap<String, u64>>>);

impl Asked {
    fn note(&self, target: &str) {
        *self.locked().entry(target.to_owned()).or_default() += 1;
    }

    /// The total number of requests, and the highest number for one URL.
    pub(crate) fn counts(&self) -> (u64, u64) {
        let asked = self.locked();
        (asked.values().sum(), asked.values().copied().max().unwrap_or_default())
    }

    fn locked(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Slow {
    /// Serves until the process ends.
    pub(crate) fn serve(self) -> Result<(String, Asked)> {
        let asked = Asked::default();
        let noted = asked.clone();
        let address = server::serve(move |target, response| {
            noted.note(target);
            std::thread::sleep(self.latency);
            server::json("200 OK", &[&self.page(target).to_string()], response);
        })?;
        Ok((format!("http://{address}"), asked))
    }

    fn page(self, target: &str) -> Value {
        let page = match server::number(target, "page=") {
            Some(page) => page.saturating_sub(1),
            None => server::number(target, "cursor=").unwrap_or_default(),
        };
        let data: Vec<Value> = (0..self.records).map(|at| json!({ "id": page * self.records + at })).collect();
        let next = (page + 1 < self.pages).then(|| (page + 1).to_string());
        match target.contains("/slices/") || target.contains("/children") {
            true => json!({ "data": data }),
            false => json!({ "next_cursor": next, "pages": self.pages, "data": data }),
        }
    }
}
