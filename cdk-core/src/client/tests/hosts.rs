//! The effect of responses on the circuit breaker, and requests that are not for a page.

use super::*;
use crate::auth::Signer;

fn paused() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

fn client(script: Vec<Result<Response, TransportError>>) -> (Rc<Client>, Rc<Scripted>) {
    let transport = Rc::new(Scripted { answers: RefCell::new(script.into_iter()), asked: RefCell::default() });
    let store = Store::new(CacheLocation::default(), Box::new(|_| {}));
    (Rc::new(Client::new(transport.clone(), Gate::new(1), store, Rc::default())), transport)
}

#[test]
fn a_host_that_only_fails_is_asked_again_after_half_a_minute_and_one_good_answer_closes_the_circuit() {
    let runtime = paused();
    let script =
        vec![status(500), status(404), status(404), status(500), status(500), status(500), status(200), status(200)];
    let transport = Rc::new(Scripted { answers: RefCell::new(script.into_iter()), asked: RefCell::default() });
    let store = Store::new(CacheLocation::default(), Box::new(|_| {}));
    let client = Rc::new(Client::new(transport.clone(), Gate::new(1), store, Rc::default()));
    let told: Rc<RefCell<Vec<u32>>> = Rc::default();
    let sink = told.clone();
    let sending = Rc::new(Sending {
        circuit: Some(2),
        retry: Retry::new().tries(1),
        observer: Some(Box::new(move |notice| {
            if let Notice::Circuit { failures, .. } = notice {
                sink.borrow_mut().push(*failures);
            }
        })),
        ..Sending::default()
    });
    let ask = async || {
        let request = Request::get("https://a.test/x").unwrap();
        Tries::new(client.clone(), sending.clone(), request).send_beside().await.map(|response| response.status)
    };
    let asked = || transport.asked.borrow().len();

    runtime.block_on(async {
        assert!(ask().await.is_err());
        // A rejected request is a response of a working host.
        assert!(ask().await.is_err() && asked() == 2);
        let _ = (ask().await, ask().await, ask().await);
        assert_eq!(asked(), 5);
        for _ in 0..3 {
            let error = ask().await.unwrap_err();
            assert_eq!(
                error.to_string(),
                "circuit breaker open: https://a.test failed 2 requests in a row (HTTP 500); the request was not sent"
            );
            assert!(error.is_cut_off() && error.failure_type() == FailureType::TransientError);
        }
        assert_eq!((asked(), told.borrow().as_slice()), (5, &[2][..]));
        tokio::time::advance(Duration::from_secs(31)).await;
        assert!(ask().await.is_err() && ask().await.is_err(), "the probe fails, and the next one is not sent");
        assert_eq!(asked(), 6);
        tokio::time::advance(Duration::from_secs(31)).await;
        assert_eq!((ask().await.unwrap(), ask().await.unwrap()), (200, 200));
    });
}

#[test]
fn a_redirect_elsewhere_is_an_answer_of_a_host_that_is_well() {
    let elsewhere = || Err(TransportError::lasting("the server redirects"));
    let (client, transport) = client((0..9).map(|_| elsewhere()).collect());
    let sending = Rc::new(Sending { circuit: Some(2), ..Sending::default() });

    paused().block_on(async {
        for _ in 0..9 {
            let request = Request::get("https://a.test/photo").unwrap();
            let error = Tries::new(client.clone(), sending.clone(), request).send_beside().await.unwrap_err();
            assert!(!error.is_cut_off(), "{error}");
        }
    });

    assert_eq!(transport.asked.borrow().len(), 9);
}

#[test]
fn what_is_asked_beside_pages_may_be_answered_by_nothing() {
    for (method, status) in [(http::Method::GET, 202), (http::Method::POST, 200), (http::Method::HEAD, 200)] {
        let (client, transport) = client(vec![Ok(Response { status, ..Response::default() })]);

        let answer = paused().block_on(async {
            let request = Request { method, ..Request::get("https://a.test/report").unwrap() };
            Tries::new(client, Rc::default(), request).send_beside().await
        });

        assert_eq!(answer.unwrap().status, status);
        assert_eq!(transport.asked.borrow().len(), 1);
    }
}

/// Credentials that take some time.
struct Slow;

impl Signer for Slow {
    fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        Box::pin(async {
            tokio::time::sleep(Duration::from_secs(3_600)).await;
            Ok(Credentials::new())
        })
    }

    fn identity(&self) -> Identity {
        Identity::of(&"account")
    }
}

#[test]
fn a_wait_for_credentials_takes_no_time_from_the_tries() {
    let (client, transport) = client(vec![status(503), status(503), status(200)]);
    let sending = Rc::new(Sending { signer: Some(Rc::new(Slow)), ..Sending::default() });

    let answer = paused().block_on(async {
        let request = Request::get("https://a.test/x").unwrap();
        Tries::new(client, sending, request).send_beside().await
    });

    assert!(answer.is_ok(), "{answer:?}");
    assert_eq!(transport.asked.borrow().len(), 3);
}
