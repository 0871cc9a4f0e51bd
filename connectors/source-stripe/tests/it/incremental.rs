//! What is new: lists in windows first, events behind a complete sync, and states of Airbyte's own connector.

use std::collections::BTreeSet;

use cdk_core::prelude::Timestamp;
use cdk_core::testing::{Api, Connector, Output, Received, RunningApi};
use serde_json::{Value, json};
use source_stripe::Stripe;

use crate::api::{asked_for, config, page_of};

pub(crate) const DAY: i64 = 86_400;
/// 2026-11-20.
pub(crate) const NOW: i64 = 1_795_132_800;

/// An account, as it is at a time.
#[derive(Clone, Default)]
pub(crate) struct Account {
    /// By the path of their list below `/v1/`, the newest first.
    pub(crate) lists: Vec<(&'static str, Vec<Value>)>,
    pub(crate) events: Vec<Value>,
}

impl Account {
    /// Lists and events in pages of two, whatever is asked for.
    pub(crate) fn api(self) -> RunningApi {
        let small = |objects: &[Value], request: &Received| page_of(objects, request, 2);
        let Self { lists, events } = self;
        let api = Api::new().on("GET /v1/events", move |request| small(&asked_for(&events, request), request));
        let api = lists.into_iter().fold(api, |api, (path, objects)| {
            api.on(&format!("GET /v1/{path}"), move |request| small(&asked_for(&objects, request), request))
        });
        api.start()
    }
}

pub(crate) fn read(api: &RunningApi, stream: &str, now: i64, state: Option<Value>) -> Output {
    read_with(api, stream, now, state, json!({}))
}

/// The same with more in the config.
pub(crate) fn read_with(api: &RunningApi, stream: &str, now: i64, state: Option<Value>, more: Value) -> Output {
    let mut config = config();
    let more = more.as_object().cloned().unwrap_or_default();
    config["start_date"] = json!("2024-01-01T00:00:00Z");
    config.as_object_mut().expect("a config is an object").extend(more);
    let now = Timestamp::from_second(now).expect("it is a time").to_string();
    let mut connector = Connector::<Stripe>::new(api, config).now(&now);
    if let Some(state) = state {
        connector = connector.state(json!([{
            "type": "STREAM",
            "stream": { "stream_descriptor": { "name": stream }, "stream_state": state },
        }]));
    }
    connector.read([stream])
}

pub(crate) fn last_state(output: &Output, stream: &str) -> Value {
    output.states(stream).pop().expect("a STATE is written")
}

/// Paths below `/v1/`, and where the created times that are asked for begin and end.
pub(crate) fn windows(api: &RunningApi) -> Vec<(String, String, String)> {
    let bound = |request: &Received, name| request.param(name).unwrap_or_default().to_owned();
    let window = |request: &Received| {
        let path = request.path().trim_start_matches("/v1/").to_owned();
        (path, bound(request, "created[gte]"), bound(request, "created[lte]"))
    };
    let mut windows: Vec<_> = api.requests().iter().map(window).collect();
    windows.sort();
    windows.dedup();
    windows
}

pub(crate) fn event(id: &str, kind: &str, created: i64, object: Value) -> Value {
    json!({ "id": id, "object": "event", "type": kind, "created": created, "data": { "object": object } })
}

fn customer(number: i64, created: i64) -> Value {
    json!({ "id": format!("cus_{number}"), "object": "customer", "created": created, "balance": 0 })
}

/// Nine customers, three of each year, the newest first.
fn customers() -> Vec<Value> {
    let times = [10, 20, 30, 400, 410, 420, 800, 810, 820].map(|days| NOW - days * DAY);
    times.into_iter().zip(1..).map(|(created, number)| customer(number, created)).collect()
}

fn account() -> Account {
    Account { lists: vec![("customers", customers())], events: Vec::new() }
}

fn ids(output: &Output, stream: &str) -> BTreeSet<String> {
    output.records(stream).iter().map(|record| record["id"].to_string()).collect()
}

#[test]
fn a_first_sync_reads_the_list_in_windows_of_creation() {
    let api = account().api();

    let output = read(&api, "customers", NOW, None).succeeded();

    let window = |from: i64, to: i64| ("customers".to_owned(), from.to_string(), to.to_string());
    let start = 1_704_067_200;
    let year = 365 * DAY;
    let edges =
        [window(start, start + year - 1), window(start + year, start + 2 * year - 1), window(start + 2 * year, NOW)];
    assert_eq!(windows(&api), edges);
    assert_eq!(ids(&output, "customers").len(), 9);
    assert!(output.records("customers").iter().all(|customer| customer["updated"] == customer["created"]));
    // As Airbyte's connector writes it.
    assert_eq!(last_state(&output, "customers"), json!({ "updated": (NOW - 10 * DAY).to_string() }));
}

#[test]
fn the_next_one_reads_events_and_their_objects() {
    let mut changed = customer(3, NOW - 30 * DAY);
    changed["balance"] = json!(1);
    let account = Account {
        events: vec![
            event("evt_4", "customer.deleted", NOW + 40, customer(2, NOW - 20 * DAY)),
            event("evt_3", "customer.updated", NOW + 30, changed.clone()),
            event("evt_2", "customer.source.created", NOW + 20, json!({ "id": "card_1", "object": "card" })),
            event("evt_1", "customer.created", NOW + 10, customer(10, NOW + 10)),
            event("evt_0", "customer.created", NOW - 10 * DAY, customer(1, NOW - 10 * DAY)),
        ],
        ..account()
    };
    let api = account.api();

    let output = read(&api, "customers", NOW + DAY, Some(json!({ "updated": NOW.to_string() }))).succeeded();

    let mut deleted = customer(2, NOW - 20 * DAY);
    (deleted["updated"], deleted["is_deleted"]) = (json!(NOW + 40), json!(true));
    changed["updated"] = json!(NOW + 30);
    let mut new = customer(10, NOW + 10);
    new["updated"] = json!(NOW + 10);
    assert_eq!(output.records("customers"), [deleted, changed, new]);
    assert_eq!(windows(&api), [("events".to_owned(), (NOW - 3_600).to_string(), (NOW + DAY).to_string())]);
    let types: Vec<Vec<_>> = api
        .requests()
        .iter()
        .map(|one| one.query().iter().filter(|(name, _)| name == "types[]").map(|(_, value)| value.clone()).collect())
        .collect();
    assert_eq!(types, vec![["customer.created", "customer.deleted", "customer.updated"]; 2]);
    let behind: Vec<_> = api.requests().iter().map(|one| one.param("starting_after").map(str::to_owned)).collect();
    assert_eq!(behind, [None, Some("evt_3".to_owned())]);
    assert_eq!(last_state(&output, "customers"), json!({ "updated": (NOW + 40).to_string() }));
}

#[test]
fn what_a_list_is_asked_for_is_not_asked_of_events() {
    for stream in ["charges", "subscriptions", "external_account_cards", "plans"] {
        let api = Account::default().api();

        read(&api, stream, NOW, Some(json!({ "updated": (NOW - DAY).to_string() }))).succeeded();

        let request = &api.requests()[0];
        let mut names: Vec<&str> = request.query().iter().map(|(name, _)| name.as_str()).collect();
        names.dedup();
        names.sort_unstable();
        assert_eq!(names, ["created[gte]", "created[lte]", "limit", "types[]"], "{stream}");
    }
}

#[test]
fn events_of_another_kind_of_object_are_passed_over() {
    let account = |kind: &str| json!({ "id": format!("{kind}_1"), "object": kind, "account": "acct_1" });
    let kind = "account.external_account.updated";
    let events = ["card", "bank_account"].map(|object| event(object, kind, NOW + 1, account(object))).to_vec();
    let api = Account { events, ..Account::default() }.api();

    for (stream, id) in [("external_account_cards", "card_1"), ("external_account_bank_accounts", "bank_account_1")] {
        let output = read(&api, stream, NOW + DAY, Some(json!({ "updated": NOW }))).succeeded();
        assert_eq!(ids(&output, stream), BTreeSet::from([format!("{id:?}")]));
    }
}

#[test]
fn connected_accounts_are_listed_by_every_sync() {
    let connected =
        |number: i64| json!({ "id": format!("acct_{number}"), "object": "account", "created": NOW - number * DAY });
    let account = || Account { lists: vec![("accounts", (1..=3).map(connected).collect())], events: Vec::new() };
    let first = read(&account().api(), "accounts", NOW, None).succeeded();
    let state = last_state(&first, "accounts");
    assert_eq!(state, json!({ "updated": (NOW - DAY).to_string() }));

    let api = account().api();
    let second = read(&api, "accounts", NOW + DAY, Some(state)).succeeded();

    assert_eq!(ids(&second, "accounts").len(), 3);
    assert_eq!(api.count("GET /v1/events"), 0);
}

#[test]
fn a_state_of_before_the_events_reads_the_list_again_and_says_so() {
    let api = account().api();

    let output = read(&api, "customers", NOW, Some(json!({ "updated": (NOW - 31 * DAY).to_string() }))).succeeded();

    assert_eq!(ids(&output, "customers").len(), 9);
    assert_eq!(api.count("GET /v1/events"), 0);
    let told: Vec<_> = output.logs().into_iter().filter(|(_, text)| text.contains("is older than")).collect();
    assert!(matches!(told.as_slice(), [(level, _)] if level == "WARN"), "{told:?}");
    assert_eq!(last_state(&output, "customers"), json!({ "updated": (NOW - 10 * DAY).to_string() }));
}

#[test]
fn a_state_of_airbytes_connector_is_gone_on_with() {
    // As it was written at the end of a sync.
    let state = json!({ "updated": "1794338552" });
    let account = Account {
        events: vec![
            event("evt_2", "customer.updated", 1_794_338_560, customer(5, NOW - 410 * DAY)),
            event("evt_1", "customer.updated", 1_794_330_000, customer(6, NOW - 420 * DAY)),
        ],
        ..account()
    };

    let output = read(&account.api(), "customers", NOW, Some(state)).succeeded();

    assert_eq!(ids(&output, "customers"), BTreeSet::from(["\"cus_5\"".to_owned()]));
}

/// For each STATE of a read: the IDs of the records before it, and the state.
pub(crate) fn cuts(output: &Output) -> Vec<(BTreeSet<String>, Value)> {
    let (mut seen, mut cuts) = (BTreeSet::new(), Vec::new());
    for line in output.lines() {
        let line: Value = serde_json::from_str(line).expect("a line is JSON");
        match line["type"].as_str() {
            Some("RECORD") => drop(seen.insert(line["record"]["data"]["id"].to_string())),
            Some("STATE") => cuts.push((seen.clone(), line["state"]["stream"]["stream_state"].clone())),
            _ => {}
        }
    }
    cuts
}

#[test]
fn a_first_sync_that_is_cut_off_anywhere_goes_on_with_the_list_and_loses_nothing() {
    let whole = read(&account().api(), "customers", NOW, None).succeeded();
    let cuts = cuts(&whole);
    assert!(cuts.len() >= 3, "{} STATEs", cuts.len());

    for (mut seen, state) in cuts.into_iter().filter(|(seen, _)| seen.len() < 9) {
        let api = account().api();
        let rest = read(&api, "customers", NOW + DAY, Some(state.clone())).succeeded();
        seen.extend(ids(&rest, "customers"));

        assert_eq!(seen, ids(&whole, "customers"), "{state}");
        assert_eq!(api.count("GET /v1/events"), 0, "{state}");
        assert_eq!(last_state(&rest, "customers"), last_state(&whole, "customers"), "{state}");
    }
}

#[test]
fn what_changes_while_a_first_sync_is_cut_off_is_found_by_the_sync_behind_it() {
    let whole = read(&account().api(), "customers", NOW, None).succeeded();
    let (_, cut_off) = cuts(&whole).into_iter().next().expect("a STATE is written");
    // In a window that may have been read.
    let account = Account {
        events: (1..=9).map(|number| event("evt", "customer.updated", NOW + 60, customer(number, NOW))).collect(),
        ..account()
    };

    let second = read(&account.clone().api(), "customers", NOW + 2 * DAY, Some(cut_off)).succeeded();
    let state = last_state(&second, "customers");
    let only_two = Account { events: account.events[..2].to_vec(), ..account };
    let third = read(&only_two.api(), "customers", NOW + 3 * DAY, Some(state)).succeeded();

    assert_eq!(ids(&third, "customers").len(), 2);
}

#[test]
fn windows_are_as_long_as_the_config_says() {
    let api = account().api();
    read_with(&api, "charges", NOW, None, json!({ "slice_range": 600, "start_date": "2024-11-01T00:00:00Z" }));

    assert_eq!(windows(&api).len(), 2);
}

#[test]
fn what_never_changes_goes_on_at_its_newest_object() {
    let times = [10, 20, 400].map(|days| NOW - days * DAY);
    let object =
        |created: &i64| json!({ "id": format!("txn_{created}"), "object": "balance_transaction", "created": created });
    let account =
        || Account { lists: vec![("balance_transactions", times.iter().map(object).collect())], events: Vec::new() };
    let first = read(&account().api(), "balance_transactions", NOW, None).succeeded();
    let state = last_state(&first, "balance_transactions");
    assert_eq!(state, json!({ "created": times[0].to_string() }));

    for (days, since, records) in [(0, times[0], 1), (11, times[0] - 11 * DAY, 2)] {
        let api = account().api();
        let more = json!({ "lookback_window_days": days });
        let second = read_with(&api, "balance_transactions", NOW + DAY, Some(state.clone()), more).succeeded();

        let path = "balance_transactions".to_owned();
        assert_eq!(windows(&api), [(path, since.to_string(), (NOW + DAY).to_string())]);
        assert_eq!(second.records("balance_transactions").len(), records);
        assert_eq!(last_state(&second, "balance_transactions"), state);
    }
}
