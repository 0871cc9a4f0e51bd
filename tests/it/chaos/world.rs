//! What the server has: listings of pages, a few records each, drawn from the seed.
//!
//! In: random numbers, and the streams that are read. Out: the listings, each with who reads it and what it hangs under.
//! Records are awkward for whoever looks at a page that is cut: brackets, quotes and characters of several bytes in texts.
//! Not here: what goes wrong on the way (see `plan`).

use serde_json::{Value, json};

use crate::rng::Rng;

/// One answer of the server.
#[derive(Debug)]
pub(super) struct Page {
    /// Path and query, as they are asked for.
    pub(super) target: String,
    pub(super) records: Vec<Value>,
    pub(super) body: String,
}

/// Pages that are read one after the other.
#[derive(Debug)]
pub(super) struct Listing {
    /// The stream whose records they hold; empty for the list of slices.
    pub(super) of: &'static str,
    /// The selected streams that ask for them.
    pub(super) readers: Vec<&'static str>,
    /// The listing and its page that must be there before this one is asked for.
    pub(super) above: Option<(usize, usize)>,
    pub(super) pages: Vec<Page>,
}

const TEXTS: [&str; 6] =
    ["plain", "a \"quoted\" }], text", "ünïcödé \u{1f4a5}", "two\nlines\tand a \\", "", "{\"next_cursor\": \"nine\"}"];

/// The listings of these streams.
pub(super) fn grown(rng: &mut Rng, streams: &[&'static str]) -> Vec<Listing> {
    let mut all = Vec::new();
    let is_read = |stream: &str| streams.contains(&stream);
    if is_read("paged") {
        all.push(listing(rng, "paged", "/paged", vec!["paged"], 2..6));
    }
    if is_read("numbered") {
        all.push(numbered(rng));
    }
    if is_read("sliced") {
        let slices: Vec<String> = (0..rng.below(4) + 2).map(|slice| format!("s{slice}")).collect();
        let (target, records, body) = ("/sliced".to_owned(), Vec::new(), json!(slices).to_string());
        let pages = vec![Page { target, records, body }];
        let above = Some((all.len(), 0));
        all.push(Listing { of: "", readers: vec!["sliced"], above: None, pages });
        for slice in slices {
            let listing = listing(rng, "sliced", &format!("/sliced/{slice}"), vec!["sliced"], 1..4);
            all.push(Listing { above, ..listing });
        }
    }
    for (parent, child) in [("parent", "child"), ("kept", "of_kept")] {
        let readers: Vec<&str> = [parent, child].into_iter().filter(|stream| is_read(stream)).collect();
        if readers.is_empty() {
            continue;
        }
        let at = all.len();
        all.push(listing(rng, parent, &format!("/{parent}"), readers, 1..4));
        for page in 0..if is_read(child) { all[at].pages.len() } else { 0 } {
            let ids: Vec<Value> = all[at].pages[page].records.iter().map(|record| record["id"].clone()).collect();
            for id in ids {
                let target = format!("/{parent}/{}", id.as_str().unwrap());
                let listing = listing(rng, child, &target, vec![child], 1..3);
                all.push(Listing { above: Some((at, page)), ..listing });
            }
        }
    }
    all
}

/// Pages that lead to each other by a cursor, which stands before the records or behind them.
fn listing(
    rng: &mut Rng,
    of: &'static str,
    target: &str,
    readers: Vec<&'static str>,
    pages: std::ops::Range<usize>,
) -> Listing {
    let count = pages.start + rng.below(pages.end - pages.start);
    let mut first = 0;
    let page = |number: usize| {
        // At most ten parents, so that no stream has 20 slices, which could fail in a row.
        let records = records(rng, target, first, 4);
        first += records.len();
        let next = (number + 1 < count).then(|| (number + 1).to_string());
        let body = match (rng.below(3), &next) {
            (0, _) => json!({ "next_cursor": next, "data": records }),
            (1, None) => json!({ "data": records, "total": 7 }),
            _ => json!({ "data": records, "next_cursor": next, "more": { "data": [] } }),
        };
        let target = if number == 0 { target.to_owned() } else { format!("{target}?cursor={number}") };
        Page { target, records, body: body.to_string() }
    };
    Listing { of, readers, above: None, pages: (0..count).map(page).collect() }
}

/// Pages by number, of which the first without a record is the last.
fn numbered(rng: &mut Rng) -> Listing {
    let full = rng.below(4);
    let page = |number: usize| {
        let mut records = records(rng, "/numbered", number * 10, 3);
        if number < full {
            records.push(record(rng, "/numbered", number * 10 + 9));
        } else {
            records.clear();
        }
        let body = json!({ "data": records }).to_string();
        Page { target: format!("/numbered?page={}", number + 1), records, body }
    };
    Listing { of: "numbered", readers: vec!["numbered"], above: None, pages: (0..=full).map(page).collect() }
}

fn records(rng: &mut Rng, target: &str, first: usize, below: usize) -> Vec<Value> {
    (0..rng.below(below)).map(|at| record(rng, target, first + at)).collect()
}

fn record(rng: &mut Rng, target: &str, number: usize) -> Value {
    let id = format!("{}-{number}", target.trim_start_matches('/').replace('/', "-"));
    match rng.below(4) {
        0 => json!({ "id": id, "text": null }),
        _ => json!({ "id": id, "text": rng.pick(&TEXTS) }),
    }
}
