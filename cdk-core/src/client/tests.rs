use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use tokio::time::Instant;

use super::*;
use crate::auth::{Credentials, LocalFuture, Sender};
use crate::budget::Gate;
use crate::cache::{CacheLocation, Store};
use crate::error::FailureType;
use crate::error::Result;
use crate::http::TransportFuture;
use crate::http::{Identity, Outgoing, Request, Response, Transport, TransportError};
use crate::retry::{Attempt, Hooks, Retry};

/// Returns scripted responses and records the times of the requests.
struct Scripted {
    answers: RefCell<std::vec::IntoIter<Result<Response, TransportError>>>,
    asked: RefCell<Vec<(Instant, Request)>>,
}

impl Transport for Scripted {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        self.asked.borrow_mut().push((Instant::now(), outgoing.signed.clone()));
        let answer = self.answers.borrow_mut().next().expect("the script has an answer for every attempt");
        Box::pin(std::future::ready(answer))
    }
}

fn status(status: u16) -> Result<Response, TransportError> {
    Ok(Response { status, headers: HeaderMap::new(), body: b"{}".to_vec() })
}

fn broken() -> Result<Response, TransportError> {
    Err(TransportError::passing("connection lost: reset"))
}

type Run = (Result<Response>, Vec<(Instant, Request)>);

fn run(script: Vec<Result<Response, TransportError>>) -> Run {
    run_with(script, Sending::default()).0
}

fn run_with(script: Vec<Result<Response, TransportError>>, sending: Sending) -> (Run, Rc<Sending>) {
    run_hooked(script, sending, Hooks::default())
}

fn run_hooked(script: Vec<Result<Response, TransportError>>, sending: Sending, hooks: Hooks) -> (Run, Rc<Sending>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let transport = Rc::new(Scripted { answers: RefCell::new(script.into_iter()), asked: RefCell::default() });
    let store = Store::new(CacheLocation::default(), Box::new(|_| {}));
    let client = Rc::new(Client::new(transport.clone(), Gate::new(1), store, Rc::default()));
    let request = Request::get("https://a.test/x?token=abc").unwrap();
    let sending = Rc::new(sending);
    let outcome = runtime.block_on(async {
        match Tries::new(client, sending.clone(), request).with_hooks(hooks).send().await? {
            Answer::Success(response) | Answer::Ignored(response, _) => Ok(response),
            Answer::Reset(what) => Err(crate::error::Error::system(what)),
        }
    });
    ((outcome, transport.asked.take()), sending)
}

#[test]
fn a_failing_api_is_asked_five_times_with_growing_waits() {
    let (outcome, asked) = run(vec![status(500), status(503), broken(), status(429), status(502)]);

    let error = outcome.unwrap_err();
    assert_eq!(error.to_string(), "server error (HTTP 502, after 5 attempts)");
    assert_eq!(error.failure_type(), FailureType::TransientError);
    assert_eq!(asked.len(), 5);
    for (pair, step) in asked.windows(2).zip([1.0, 2.0, 4.0, 8.0]) {
        let wait = (pair[1].0 - pair[0].0).as_secs_f64();
        assert!(wait >= step * 0.5 - 0.01 && wait <= step * 1.5 + 0.01, "{wait} at {step}");
    }
}

#[test]
fn a_success_after_failures_is_a_success() {
    let (outcome, asked) = run(vec![broken(), status(500), status(200)]);

    assert_eq!(outcome.unwrap().status, 200);
    assert_eq!(asked.len(), 3);
}

#[test]
fn what_cannot_pass_is_not_tried_again() {
    for (code, failure_type) in [
        (400, FailureType::SystemError),
        (401, FailureType::ConfigError),
        (403, FailureType::ConfigError),
        (404, FailureType::SystemError),
    ] {
        let (outcome, asked) = run(vec![status(code)]);

        assert_eq!(outcome.unwrap_err().failure_type(), failure_type, "{code}");
        assert_eq!(asked.len(), 1, "{code}");
    }
}

#[test]
fn the_servers_word_wins_over_the_schedule() {
    let mut busy = status(429).unwrap();
    busy.headers.insert("retry-after", HeaderValue::from_static("37"));

    let (outcome, asked) = run(vec![Ok(busy), status(200)]);

    assert!(outcome.is_ok());
    assert_eq!((asked[1].0 - asked[0].0).as_secs(), 37);
}

#[test]
fn an_empty_200_is_tried_again_and_204_is_not() {
    let empty = |status| Ok(Response { status, ..Response::default() });

    let (outcome, asked) = run(vec![empty(200), status(200)]);
    assert_eq!((outcome.unwrap().status, asked.len()), (200, 2));

    let (outcome, asked) = run(vec![empty(204)]);
    assert_eq!((outcome.unwrap().status, asked.len()), (204, 1));
}

#[test]
fn credentials_are_asked_for_before_every_attempt() {
    struct Counting(Cell<u32>);
    impl crate::auth::Signer for Counting {
        fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
            self.0.set(self.0.get() + 1);
            let credentials = Credentials::new().header("authorization", format!("token-{}", self.0.get()));
            Box::pin(std::future::ready(Ok(credentials)))
        }

        fn identity(&self) -> Identity {
            Identity::of(&"counting")
        }
    }
    let sending = Sending { signer: Some(Rc::new(Counting(Cell::new(0)))), ..Sending::default() };

    let ((_, asked), _) = run_with(vec![status(500), status(500), status(200)], sending);

    let tokens: Vec<_> = asked.iter().map(|(_, request)| request.headers["authorization"].to_str().unwrap()).collect();
    assert_eq!(tokens, ["token-1", "token-2", "token-3"]);
}

#[test]
fn retries_are_told_with_attempt_and_wait() {
    let told: Rc<RefCell<Vec<(u32, Duration)>>> = Rc::default();
    let sink = told.clone();
    let sending = Sending {
        observer: Some(Box::new(move |notice| {
            if let Notice::Retry { attempt, wait, .. } = notice {
                sink.borrow_mut().push((*attempt, *wait));
            }
        })),
        ..Sending::default()
    };

    let (_, sending) = run_with(vec![status(500), status(500), status(200)], sending);

    assert_eq!(told.borrow().iter().map(|(attempt, _)| *attempt).collect::<Vec<_>>(), [1, 2]);
    assert_eq!((sending.stats.requests.get(), sending.stats.retries.borrow().values().sum::<u64>()), (3, 2));
}

#[test]
fn an_error_names_the_url_without_its_secrets() {
    let (outcome, _) = run(vec![status(404)]);

    let internal = outcome.unwrap_err().internal_message();
    assert!(internal.contains("GET https://a.test/x?token=****"), "{internal}");
}

mod cached;
mod hosts;
mod patience;
mod tokens;
