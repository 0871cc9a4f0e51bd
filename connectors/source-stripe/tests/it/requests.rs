//! What is sent: for each stream exactly these requests, signed, and no more of them than its lists have pages.

use std::collections::BTreeSet;

use cdk_core::testing::{Connector, check, read};
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{KEY, announced, asked, config, objects, serving, serving_every_list};

/// `stream: how many objects each list has`, then its requests in order, as [`asked`] writes them, with a `start_date` of less than a year
/// before.
/// A list of 101 objects has two pages; a child is asked for once for each of two parents.
const REQUESTS: &str = include_str!("requests.txt");

/// The bounds that a `start_date` of 2024-01-31 sets.
const BOUNDS: [&str; 2] = ["created[gte]=1706659200&", "created[lte]=1735603200&"];

/// A stream of the table: its name, the size of its lists, its requests.
type Row = (&'static str, usize, Vec<&'static str>);

fn table() -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for line in REQUESTS.lines() {
        if let Some(request) = line.strip_prefix("    ") {
            rows.last_mut().expect("a stream stands above").2.push(request);
        } else {
            let (stream, size) = line.split_once(": ").expect("a stream and a size");
            rows.push((stream, size.parse().expect("the size is a number"), Vec::new()));
        }
    }
    rows
}

/// Reads the streams whose lists have so many objects, and holds what is asked for against the table.
fn assert_requests(size: usize, config: Value, written: impl Fn(&str) -> String) {
    let mut rows = table();
    rows.retain(|(_, rows_size, _)| *rows_size == size);
    let api = serving_every_list(move |kind| objects(kind, kind, size)).start();
    let mut before = 0;
    for (stream, _, requests) in rows {
        let catalog = json!({ "streams": [{ "stream": { "name": stream }, "sync_mode": "full_refresh" }] });

        Connector::<Stripe>::new(&api, config.clone()).now("2024-12-31T00:00:00Z").read(catalog).succeeded();

        // The next page of parents may be asked for before the children of the last one, or behind them.
        let mut expected: Vec<String> = requests.into_iter().map(&written).collect();
        let mut asked: Vec<String> = asked(&api).split_off(before);
        before += asked.len();
        expected.sort_unstable();
        asked.sort_unstable();
        assert_eq!(asked, expected, "{stream}");
    }
}

#[test]
fn lists_are_asked_for_page_by_page_and_children_parent_by_parent() {
    let without_bounds = |request: &str| BOUNDS.iter().fold(request.to_owned(), |all, bound| all.replace(bound, ""));

    assert_requests(101, config(), without_bounds);
    assert_requests(2, config(), without_bounds);
}

#[test]
fn a_start_date_bounds_the_lists_that_know_times() {
    let mut config = config();
    config["start_date"] = json!("2024-01-31T00:00:00Z");

    assert_requests(101, config.clone(), str::to_owned);
    assert_requests(2, config, str::to_owned);
}

#[test]
fn nothing_is_asked_for_twice_in_one_run() {
    let streams: Vec<&str> = table().iter().map(|(stream, ..)| *stream).collect();
    let api = serving_every_list(move |kind| objects(kind, kind, 2)).start();

    Connector::<Stripe>::new(&api, config()).concurrency(10).read(streams.as_slice()).succeeded();

    let mut asked = asked(&api);
    // Here both subscriptions have the same items, which Stripe's never do.
    asked.retain(|request| !request.contains("usage_record_summaries"));
    asked.sort_unstable();
    let twice: Vec<_> = asked.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| &pair[0]).collect();
    assert!(asked.len() > 47 && twice.is_empty(), "{} requests, twice: {twice:?}", asked.len());
}

#[test]
fn the_requests_of_every_stream_are_known() {
    let table = table();
    let known: BTreeSet<&str> = table.iter().map(|(stream, ..)| *stream).collect();
    let announced = announced();

    assert_eq!((known, table.len()), (announced.keys().map(String::as_str).collect(), announced.len()));
    assert!(table.iter().all(|(_, size, _)| [2, 101].contains(size)), "of these sizes two tests read all");
}

#[test]
fn a_full_last_page_is_the_last() {
    let api = serving([("shipping_rates", objects("shipping_rate", "shr", 100))]).start();

    let output = read::<Stripe>(&api, config(), ["shipping_rates"]).succeeded();

    assert_eq!(output.records("shipping_rates").len(), 100);
    assert_eq!(asked(&api), ["shipping_rates?limit=100"]);
}

#[test]
fn each_request_is_signed_and_names_version_and_account() {
    let api = serving_every_list(|kind| objects(kind, kind, 2)).start();

    read::<Stripe>(&api, config(), ["customers", "persons", "usage_records"]).succeeded();

    assert_eq!(api.requests().len(), 11);
    for request in api.requests() {
        assert_eq!(request.header("authorization"), Some(format!("Bearer {KEY}").as_str()));
        assert_eq!(request.header("stripe-version"), Some("2022-11-15"));
        assert_eq!(request.header("stripe-account"), Some("acct_1Example"));
    }
}

#[test]
fn no_account_is_named_where_the_config_names_none() {
    let api = serving([("customers", objects("customer", "cus", 1))]).start();

    read::<Stripe>(&api, json!({ "client_secret": KEY }), ["customers"]).succeeded();

    assert_eq!(api.requests()[0].header("stripe-account"), None);
}

#[test]
fn check_reads_one_page_of_customers() {
    let api = serving([("customers", objects("customer", "cus", 101))]).start();

    let output = check::<Stripe>(&api, config());

    assert_eq!(output.connection_status().unwrap(), ("SUCCEEDED".to_owned(), String::new()));
    assert_eq!(asked(&api), ["customers?limit=100"]);
}
