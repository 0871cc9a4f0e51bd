//! Expiring tokens: who renews them, when and how often. The clock is paused.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue};
use serde_json::json;
use tokio::task::LocalSet;
use tokio::time::Instant;

use crate::auth::{Grant, IssuedToken, OAuth2Issuer, Renewing, Signer, TokenExchange, TokenPlace};
use crate::budget::Gate;
use crate::cache::{CacheLocation, Store};
use crate::client::{Client, Sending, Tries};
use crate::error::Result;
use crate::http::TransportFuture;
use crate::http::{Identity, Outgoing, Request, Response, Transport};

/// An API with tokens of 10 s, and a token endpoint that takes one second.
struct Api {
    issued: Cell<u32>,
    /// Expiry of the last token.
    end: Cell<Instant>,
    /// Response of the API before it checks the token.
    first: RefCell<Vec<Response>>,
    refusals: Cell<u32>,
    /// Response of the token endpoint instead of a token.
    broken: Cell<bool>,
}

impl Api {
    fn new(first: Vec<Response>) -> Rc<Self> {
        let (issued, refusals, end) = (Cell::new(0), Cell::new(0), Cell::new(Instant::now()));
        Rc::new(Self { issued, end, first: RefCell::new(first), refusals, broken: Cell::new(false) })
    }

    fn answer(&self, request: &Request) -> Response {
        let reply = |status, body: serde_json::Value| Response {
            status,
            headers: HeaderMap::new(),
            body: body.to_string().into_bytes(),
        };
        if request.url.path() == "/token" {
            self.issued.set(self.issued.get() + 1);
            if self.broken.get() {
                return reply(400, json!({"error": "invalid_grant"}));
            }
            self.end.set(Instant::now() + Duration::from_secs(10));
            return reply(200, json!({"access_token": format!("t{}", self.issued.get()), "expires_in": 10}));
        }
        if let Some(first) = self.first.borrow_mut().pop() {
            return first;
        }
        let good = format!("Bearer t{}", self.issued.get());
        if request.headers.get("authorization").is_some_and(|token| token == good.as_str())
            && Instant::now() < self.end.get()
        {
            return reply(200, json!({}));
        }
        self.refusals.set(self.refusals.get() + 1);
        reply(401, json!({}))
    }
}

impl Transport for Api {
    fn send<'a>(&'a self, outgoing: &'a Outgoing<'a>) -> TransportFuture<'a> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            Ok(self.answer(outgoing.signed))
        })
    }
}

fn oauth2(held: Option<IssuedToken>) -> Rc<dyn Signer> {
    let issuer = OAuth2Issuer {
        token_url: "https://auth.test/token".parse().unwrap(),
        grant: Grant::RefreshToken(RefCell::new("r".into())),
        grant_type: None,
        client_id: None,
        client_secret: None,
        exchange: TokenExchange::default(),
        scopes: Vec::new(),
        params: serde_json::Map::new(),
        headers: Vec::new(),
        single_use: None,
        identity: Identity::of(&1),
        uses_up: None,
        has_warned: Cell::new(false),
    };
    Rc::new(Renewing::new(issuer, TokenPlace::bearer(), held))
}

/// Sends this number of requests at a time. `first`: the response of the API before it checks the token.
fn sent(first: Vec<Response>, held: Option<&str>, requests: u32) -> (Rc<Api>, Vec<Result<Response>>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let api = Api::new(first);
        let held = held.map(|token| IssuedToken { token: token.into(), life: Some(Duration::from_secs(3600)) });
        (api.clone(), send(&api, oauth2(held), requests).await)
    })
}

async fn send(api: &Rc<Api>, signer: Rc<dyn Signer>, requests: u32) -> Vec<Result<Response>> {
    let store = Store::new(CacheLocation::default(), Box::new(|_| {}));
    let client = Rc::new(Client::new(api.clone(), Gate::new(64), store, Rc::default()));
    let sending = Rc::new(Sending { signer: Some(signer), ..Sending::default() });
    let tasks = (0..requests).map(|number| {
        let request = Request::get(format!("https://api.test/{number}").as_str()).unwrap();
        let (client, sending) = (client.clone(), sending.clone());
        tokio::task::spawn_local(async move { Tries::new(client, sending, request).send_beside().await })
    });
    let mut outcomes = Vec::new();
    for task in tasks.collect::<Vec<_>>() {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

#[test]
fn sixty_four_requests_without_a_token_ask_for_one() {
    let (api, outcomes) = sent(Vec::new(), None, 64);

    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((api.issued.get(), api.refusals.get()), (1, 0));
}

#[test]
fn sixty_four_requests_with_an_expired_token_ask_for_one_new() {
    // The token looks valid to the client, but not to the API.
    let (api, outcomes) = sent(Vec::new(), Some("an-old-one"), 64);

    assert!(outcomes.iter().all(Result::is_ok));
    assert_eq!((api.issued.get(), api.refusals.get()), (1, 64));
}

#[test]
fn a_token_that_expires_in_a_rate_limits_wait_is_fresh_when_the_request_goes_out() {
    let headers = HeaderMap::from_iter([(http::header::RETRY_AFTER, HeaderValue::from_static("30"))]);
    let limited = Response { status: 429, headers, body: b"{}".to_vec() };

    let (api, outcomes) = sent(vec![limited], None, 1);

    assert!(outcomes.iter().all(Result::is_ok));
    // One before the wait, one after it, and none that the API rejected.
    assert_eq!((api.issued.get(), api.refusals.get()), (2, 0));
}

#[test]
fn a_token_is_replaced_ahead_of_its_end() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (api, signer) = (Api::new(Vec::new()), oauth2(None));
        // 10 s minus a tenth, counted from the arrival of the token.
        for (wait, issued) in [(0, 1), (8_600, 1), (300, 2)] {
            tokio::time::sleep(Duration::from_millis(wait)).await;
            assert!(send(&api, signer.clone(), 1).await[0].is_ok());
            assert_eq!(api.issued.get(), issued, "{wait}");
        }
        assert_eq!(api.refusals.get(), 0);
    });
}

#[test]
fn a_refusal_for_good_is_asked_for_once_and_told_to_all() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (api, signer) = (Api::new(Vec::new()), oauth2(None));
        api.broken.set(true);
        for _ in 0..2 {
            for outcome in send(&api, signer.clone(), 64).await {
                assert!(outcome.unwrap_err().message().contains("sign in again"));
            }
        }
        assert_eq!(api.issued.get(), 1);
    });
}

#[test]
fn who_stops_waiting_does_not_break_the_refresh_off() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    LocalSet::new().block_on(&runtime, async {
        let (api, signer) = (Api::new(Vec::new()), oauth2(None));
        let gone = tokio::time::timeout(Duration::from_millis(50), send(&api, signer.clone(), 1)).await;
        assert!(gone.is_err());
        assert!(send(&api, signer, 1).await[0].is_ok());
        assert_eq!(api.issued.get(), 1);
    });
}
