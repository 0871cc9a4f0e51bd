//! The Employees API: from a request to its response, without a socket.
//!
//! `GET /v1/employees` returns [`EMPLOYEES`] employees in pages of [`PAGE`], by cursor. `GET
//! /v1/employees/{id}/details` returns the details of one employee. `GET /v1/absences` returns [`ABSENCES`] absences in
//! the same way, with `updated_since` only those that changed at this time or later. Errors: 401 without the token, 400
//! for an invalid parameter, 404 for anything unknown.
//! Like a real API, five requests fail the first time, always the same ones ([`FAULTS`]).
//! Not here: HTTP (see `server`).

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use cdk_core::prelude::Timestamp;
use serde_json::{Value, json};

/// The token that the API accepts.
pub(crate) const TOKEN: &str = "demo-token";
/// Number of employees. Their ids start at 1.
pub(crate) const EMPLOYEES: u64 = 2_000;
/// Number of absences. Their ids start at 1.
const ABSENCES: u64 = 250;
/// Employees or absences per page.
const PAGE: u64 = 100;
/// Absences change at this time (2024-01-01T08:00:00Z) or later, one every six hours.
const FIRST_CHANGE_EPOCH_SECS: u64 = 1_704_096_000;
const CHANGE_INTERVAL_SECS: u64 = 6 * 3_600;

const FIRST_NAMES: [&str; 8] = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Ken", "Radia", "Linus"];
const LAST_NAMES: [&str; 7] = ["Lovelace", "Hopper", "Turing", "Liskov", "Thompson", "Perlman", "Okonkwo"];
const REASONS: [&str; 3] = ["holiday", "illness", "training"];
const TITLES: [&str; 5] = ["Engineer", "Accountant", "Designer", "Support", "Head of Tea"];

/// The parts of a request that the API uses.
#[derive(Debug, Default)]
pub(crate) struct Request {
    pub(crate) path: String,
    /// The query string, after `?`.
    pub(crate) query: String,
    pub(crate) authorization: Option<String>,
}

/// A response.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    Json {
        status: u16,
        body: Value,
    },
    /// 429 with this `Retry-After`, in seconds.
    Busy {
        seconds: u64,
    },
    /// The connection is closed in the middle of this body.
    Cut {
        body: Value,
    },
}

#[derive(Clone, Copy)]
enum Fault {
    Busy,
    Broken,
    Cut,
}

/// The requests that fail the first time: pages (by the id before the page) and details, with the kind of failure.
const FAULTS: [(Place, Fault); 5] = [
    (Place::Page(500), Fault::Busy),
    (Place::Page(1_300), Fault::Cut),
    (Place::Details(400), Fault::Broken),
    (Place::Details(1_100), Fault::Busy),
    (Place::Details(1_700), Fault::Cut),
];

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Page(u64),
    Details(u64),
}

/// The API, with its past failures and requests.
#[derive(Default)]
pub(crate) struct Api {
    failed: [AtomicBool; FAULTS.len()],
    seen: Mutex<Seen>,
}

/// The received requests.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seen {
    pub(crate) requests: u64,
    addresses: BTreeSet<String>,
}

impl Seen {
    /// Number of different URLs.
    pub(crate) fn addresses(&self) -> u64 {
        self.addresses.len() as u64
    }
}

impl Api {
    /// Answers a GET request.
    pub(crate) fn answer(&self, request: &Request) -> Answer {
        if request.authorization.as_deref() != Some(&format!("Bearer {TOKEN}")) {
            return error(401, "the token is missing or wrong");
        }
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.requests += 1;
        seen.addresses.insert(format!("{}?{}", request.path, request.query));
        drop(seen);
        let words: Vec<&str> = request.path.trim_start_matches('/').split('/').collect();
        match words[..] {
            ["v1", "employees"] => match start(&request.query) {
                Some(after) => self.unless_it_fails(Place::Page(after), page(after)),
                None => error(400, "invalid cursor"),
            },
            ["v1", "employees", id, "details"] => match id.parse() {
                Ok(id) if (1..=EMPLOYEES).contains(&id) => self.unless_it_fails(Place::Details(id), details(id)),
                _ => error(404, "unknown employee"),
            },
            ["v1", "absences"] => match absences(&request.query) {
                Some(body) => Answer::Json { status: 200, body },
                None => error(400, "invalid cursor or updated_since"),
            },
            _ => error(404, "not found"),
        }
    }

    /// The requests since the last call.
    pub(crate) fn take_seen(&self) -> Seen {
        std::mem::take(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn unless_it_fails(&self, place: Place, body: Value) -> Answer {
        let fault = FAULTS.iter().zip(&self.failed).find(|((known, _), _)| *known == place);
        match fault {
            Some(((_, fault), failed)) if !failed.swap(true, Ordering::Relaxed) => match fault {
                Fault::Busy => Answer::Busy { seconds: 1 },
                Fault::Broken => error(500, "internal database error"),
                Fault::Cut => Answer::Cut { body },
            },
            _ => Answer::Json { status: 200, body },
        }
    }
}

fn error(status: u16, message: &str) -> Answer {
    Answer::Json { status, body: json!({ "error": { "message": message } }) }
}

/// The id before the first one of a page; `None` for an invalid cursor.
fn start(query: &str) -> Option<u64> {
    let Some(cursor) = query.split('&').find_map(|pair| pair.strip_prefix("cursor=")) else { return Some(0) };
    let after: u64 = cursor.strip_prefix("after_")?.parse().ok()?;
    (after > 0 && after < EMPLOYEES && after.is_multiple_of(PAGE) && cursor == cursor_after(after)).then_some(after)
}

fn cursor_after(id: u64) -> String {
    format!("after_{id}")
}

fn page(after: u64) -> Value {
    let last = after + PAGE;
    let data: Vec<Value> = (after + 1..=last).map(employee).collect();
    json!({ "data": data, "next_cursor": (last < EMPLOYEES).then(|| cursor_after(last)) })
}

fn employee(id: u64) -> Value {
    let name = format!("{} {}", pick(&FIRST_NAMES, id), pick(&LAST_NAMES, id / 3));
    let hired_at = (!id.is_multiple_of(9)).then(|| {
        let (year, month, day) = (2005 + id % 20, 1 + id % 12, 1 + id % 28);
        format!("{year}-{month:02}-{day:02}T09:00:00Z")
    });
    json!({ "id": id, "name": name, "hired_at": hired_at })
}

fn details(id: u64) -> Value {
    json!({ "title": (!id.is_multiple_of(11)).then(|| pick(&TITLES, id)) })
}

/// A page of absences; `None` for an invalid parameter.
fn absences(query: &str) -> Option<Value> {
    let param = |name| query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='));
    let after: u64 = param("cursor").map_or(Some(0), |cursor| cursor.strip_prefix("after_")?.parse().ok())?;
    let since: Timestamp =
        param("updated_since").map_or(Some(Timestamp::MIN), |time| time.replace("%3A", ":").parse().ok())?;
    let newer: Vec<u64> = (1..=ABSENCES).filter(|id| *id > after && changed_at(*id) >= since).collect();
    let page = &newer[..newer.len().min(PAGE as usize)];
    let last = page.last().filter(|_| newer.len() > page.len());
    let data: Vec<Value> = page.iter().copied().map(absence).collect();
    Some(json!({ "data": data, "next_cursor": last.map(|id| cursor_after(*id)) }))
}

fn absence(id: u64) -> Value {
    let reason = (!id.is_multiple_of(5)).then(|| pick(&REASONS, id));
    let employee_id = 1 + id * 37 % EMPLOYEES;
    json!({ "id": id, "employee_id": employee_id, "days": 1 + id % 10, "reason": reason, "updated_at": changed_at(id) })
}

fn changed_at(id: u64) -> Timestamp {
    let seconds = FIRST_CHANGE_EPOCH_SECS + (id - 1) * CHANGE_INTERVAL_SECS;
    Timestamp::from_second(seconds.cast_signed()).unwrap_or(Timestamp::MAX)
}

fn pick(words: &[&'static str], number: u64) -> &'static str {
    words[(number % words.len() as u64) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(api: &Api, target: &str) -> Answer {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let authorization = Some(format!("Bearer {TOKEN}"));
        api.answer(&Request { path: path.to_owned(), query: query.to_owned(), authorization })
    }

    fn status(answer: &Answer) -> u16 {
        match answer {
            Answer::Json { status, .. } => *status,
            Answer::Busy { .. } => 429,
            Answer::Cut { .. } => 0,
        }
    }

    #[test]
    fn a_request_without_the_right_token_is_refused() {
        for authorization in [None, Some("Bearer wrong".to_owned()), Some(TOKEN.to_owned())] {
            let request = Request { path: "/v1/employees".to_owned(), authorization, ..Request::default() };

            assert_eq!(status(&Api::default().answer(&request)), 401);
        }
    }

    #[test]
    fn a_cursor_that_no_page_holds_is_refused() {
        for cursor in ["", "x", "after_0", "after_150", "after_2000", "after_0100", "after_+100", "after_-1"] {
            assert_eq!(status(&ask(&Api::default(), &format!("/v1/employees?cursor={cursor}"))), 400, "{cursor}");
        }
    }

    #[test]
    fn what_does_not_exist_is_not_found() {
        for path in ["/v1/employees/0/details", "/v1/employees/2001/details", "/v1/employees/x/details", "/", "/v2"] {
            assert_eq!(status(&ask(&Api::default(), path)), 404, "{path}");
        }
    }

    #[test]
    fn cursors_lead_through_every_employee_once() {
        let api = Api::default();
        let mut ids = Vec::new();
        let mut target = "/v1/employees".to_owned();
        loop {
            let Answer::Json { status: 200, body } = ask(&api, &target) else { continue };
            ids.extend(body["data"].as_array().unwrap().iter().map(|employee| employee["id"].as_u64().unwrap()));
            let Some(cursor) = body["next_cursor"].as_str() else { break };
            target = format!("/v1/employees?cursor={cursor}");
        }

        assert_eq!(ids, (1..=EMPLOYEES).collect::<Vec<u64>>());
    }

    #[test]
    fn absences_are_filtered_by_the_time_of_their_last_change() {
        let of = |query: &str| match ask(&Api::default(), &format!("/v1/absences{query}")) {
            Answer::Json { status: 200, body } => (body["data"].as_array().unwrap().len(), body["next_cursor"].clone()),
            other => panic!("{other:?}"),
        };

        assert_eq!(of(""), (100, json!("after_100")));
        assert_eq!(of("?cursor=after_200"), (50, Value::Null));
        assert_eq!(of("?updated_since=2024-03-03T14%3A00%3A00Z"), (1, Value::Null));
        assert_eq!(of("?updated_since=2024-02-01T08:00:00Z&cursor=after_200"), (50, Value::Null));
        assert_eq!(status(&ask(&Api::default(), "/v1/absences?updated_since=soon")), 400);
    }

    #[test]
    fn five_requests_fail_and_each_of_them_once() {
        let api = Api::default();
        let pages = (1..EMPLOYEES / PAGE).map(|page| format!("/v1/employees?cursor=after_{}", page * PAGE));
        let details = (1..=EMPLOYEES).map(|id| format!("/v1/employees/{id}/details"));
        let targets: Vec<String> = pages.chain(details).collect();

        let mut first: Vec<u16> = targets.iter().map(|target| status(&ask(&api, target))).collect();
        let second: Vec<u16> = targets.iter().map(|target| status(&ask(&api, target))).collect();

        first.retain(|status| *status != 200);
        assert_eq!(first, [429, 0, 500, 429, 0]);
        assert!(second.iter().all(|status| *status == 200));
    }
}
