//! A derive is only sugar: the same source built twice, once by attributes and once by the builder, must send the same
//! requests and write the same messages. Every word that is built so far is used; a new one fails the last test here.

mod api;
mod derived;
mod hand;

use cdk_core::Source;
use cdk_core::testing::{Connector, Output, Received, RunningApi, spec};
use serde_json::{Value, json};

use crate::words;

const STREAMS: [&str; 15] = [
    "people", "posts", "comments", "badges", "search", "hooked", "events", "files", "likes", "meetings", "sales",
    "orders", "lines", "tallied", "rooms",
];

fn run_on<S: Source>(api: &RunningApi, streams: &[&str]) -> (Vec<Value>, Output) {
    let config = json!({"host": "api.test", "token": "t-12345", "team": "red", "since": "2024-01-31", "batch_size": 9, "workers": 3});
    let output = Connector::<S>::new(api, config).now("2024-04-15T00:00:00Z").read(streams);
    (api.requests().iter().map(request).collect(), output)
}

/// What of a request must be equal.
fn request(received: &Received) -> Value {
    let headers: Vec<_> = received.headers().iter().filter(|(name, _)| !name.eq_ignore_ascii_case("host")).collect();
    let body = String::from_utf8_lossy(received.body());
    json!({"method": received.method(), "path": received.path(), "query": received.query(), "headers": headers, "body": body})
}

/// Messages without the times at which they were written.
fn messages(output: &Output) -> Vec<Value> {
    let timeless = |message: &Value| {
        let mut message = message.clone();
        for part in ["record", "trace"] {
            if let Some(part) = message.get_mut(part) {
                part["emitted_at"] = json!(0);
                part["data"]["read_at"].take();
            }
        }
        if let Some(text) = message["log"]["message"].as_str() {
            // `…, 0.1 s` and the port of the API.
            let text = text.rsplit_once(", ").filter(|(_, time)| time.ends_with(" s")).map_or(text, |(text, _)| text);
            let port = text.split_once("127.0.0.1:").map_or(text, |(before, _)| before);
            message["log"]["message"] = json!(port);
        }
        message
    };
    output.messages().iter().map(timeless).collect()
}

/// Of the STATEs, the last one alone.
fn without_states_between(mut messages: Vec<Value>) -> Vec<Value> {
    let last = messages.iter().rposition(|message| message["type"] == "STATE");
    let mut at = 0;
    messages.retain(|message| {
        at += 1;
        message["type"] != "STATE" || last == Some(at - 1)
    });
    messages
}

#[test]
fn a_derive_sends_and_writes_what_the_builder_does() {
    // One by one: which of several streams has the next turn is left to the moment.
    for stream in STREAMS {
        let (derived_requests, derived) = run_on::<derived::Club>(&api::api(), &[stream]);
        let (hand_requests, hand) = run_on::<hand::Club>(&api::api(), &[stream]);

        assert_eq!(derived.exit_code(), 0, "{derived}");
        assert!(!derived.records(stream).is_empty(), "{stream} is read\n{derived}");
        assert_eq!(derived_requests, hand_requests, "{stream}");
        // Slices are found while others are read: when a warning about one comes is left to the moment.
        let is_log = |message: &serde_json::Value| message["type"] == "LOG";
        let (derived_logs, derived): (Vec<_>, Vec<_>) = messages(&derived).into_iter().partition(is_log);
        let (hand_logs, hand): (Vec<_>, Vec<_>) = messages(&hand).into_iter().partition(is_log);
        // So is what a STATE in between holds of a slice that is found by then.
        let [derived, hand] = [derived, hand].map(without_states_between);
        assert_eq!((derived, derived_logs), (hand, hand_logs), "{stream}");
    }
}

#[test]
fn a_derive_tries_again_as_the_builder_does() {
    for (stream, requests) in [("files", 5), ("events", 4)] {
        let (derived_requests, derived) = run_on::<derived::Club>(&api::refusing(), &[stream]);
        let (hand_requests, hand) = run_on::<hand::Club>(&api::refusing(), &[stream]);

        assert_eq!((derived.exit_code(), derived_requests.len()), (0, requests), "{derived}");
        assert_eq!(derived_requests, hand_requests);
        assert_eq!(messages(&derived), messages(&hand));
    }
}

#[test]
fn a_derive_announces_what_the_builder_does() {
    assert_eq!(spec::<derived::Club>().messages(), spec::<hand::Club>().messages());
    assert_eq!(<derived::Club as Source>::NAME, <hand::Club as Source>::NAME);
}

#[test]
fn every_word_that_is_built_is_compared() {
    let code = include_str!("derived.rs");
    for (attribute, words) in [("#[stream(", words::STREAM), ("#[source(", words::SOURCE)] {
        let used: String = code.split(attribute).skip(1).filter_map(|rest| rest.split(")]\n").next()).collect();
        for word in words {
            let forms = [format!("{} = ", word.name), format!("{}(", word.name)];
            let is_used = used.lines().any(|line| {
                let line = line.trim_start();
                forms.iter().any(|form| line.starts_with(form.as_str()) || line.contains(&format!(", {form}")))
            });
            assert!(is_used, "`{}` of {attribute}…)] is built, but derived.rs and hand.rs do not use it", word.name);
        }
    }
    let slices: String = code.split("slices(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    for word in words::SLICES {
        let name = word.name;
        assert!(
            slices.contains(&format!(", {name} = ")),
            "`{name}` of slices is built, but derived.rs does not use it"
        );
    }
    let parents: String = code.split("parent(").skip(1).filter_map(|rest| rest.split(')').next()).collect();
    for word in words::PARENT {
        let name = word.name;
        assert!(
            parents.contains(&format!(", {name} = ")) || parents.contains(&format!(", {name}")),
            "`{name}` of a parent is built, but derived.rs does not use it"
        );
    }
}
