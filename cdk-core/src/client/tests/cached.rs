//! The cache in a request: the first step, and after the success.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::auth::{Credentials, LocalFuture, Sender, Signer};
use crate::budget::Gate;
use crate::cache::{Cache, CacheLocation, Store};
use crate::client::{Answer, Client, Sending, Tries};
use crate::error::Result;
use crate::http::TransportFuture;
use crate::http::{Identity, Outgoing, Request, Response, Transport};
use crate::retry::{Action, Hooks, Ruling};

/// Responds after a turn of the scheduler, with statuses and bodies from a script.
struct Scripted {
    answers: RefCell<std::vec::IntoIter<(u16, &'static str)>>,
    asked: Cell<usize>,
    under_way: Cell<usize>,
    most_under_way: Cell<usize>,
}

impl Transport for Scripted {
    fn send<'a>(&'a self, _: &'a Outgoing<'a>) -> TransportFuture<'a> {
        self.asked.set(self.asked.get() + 1);
        Box::pin(async {
            self.under_way.set(self.under_way.get() + 1);
            self.most_under_way.set(self.most_under_way.get().max(self.under_way.get()));
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
            self.under_way.set(self.under_way.get() - 1);
            let (status, body) = self.answers.borrow_mut().next().expect("an answer for every attempt");
            Ok(Response { status, body: body.as_bytes().to_vec(), ..Response::default() })
        })
    }
}

/// A new token each time, for the same account.
struct Renewing(Cell<u32>);

impl Signer for Renewing {
    fn credentials<'a>(&'a self, _: &'a Request, _: &'a dyn Sender) -> LocalFuture<'a, Result<Credentials>> {
        self.0.set(self.0.get() + 1);
        let credentials = Credentials::new().header("authorization", format!("token-{}", self.0.get()));
        Box::pin(std::future::ready(Ok(credentials)))
    }

    fn identity(&self) -> Identity {
        Identity::of(&"account")
    }
}

/// A client with such a server, and the requests of one stream.
struct Scene {
    client: Rc<Client>,
    transport: Rc<Scripted>,
    signer: Rc<Renewing>,
    sending: Rc<Sending>,
}

impl Scene {
    fn new(answers: Vec<(u16, &'static str)>) -> Self {
        let answers = RefCell::new(answers.into_iter());
        let transport = Rc::new(Scripted {
            answers,
            asked: Cell::default(),
            under_way: Cell::default(),
            most_under_way: Cell::default(),
        });
        let store = Store::new(CacheLocation::default(), Box::new(|what| panic!("{what}")));
        let signer = Rc::new(Renewing(Cell::new(0)));
        let sending = Sending { cache: Some(Cache::On), signer: Some(signer.clone()), ..Sending::default() };
        let client = Rc::new(Client::new(transport.clone(), Gate::new(4), store, Rc::default()));
        Self { client, transport, signer, sending: Rc::new(sending) }
    }

    fn tries(&self) -> Tries {
        let request = Request::get("https://a.test/x").unwrap();
        Tries::new(self.client.clone(), self.sending.clone(), request)
    }

    async fn body(&self) -> String {
        String::from_utf8(self.tries().send_beside().await.unwrap().body).unwrap()
    }
}

/// Reads a page whose body is incomplete, as only its reader detects.
async fn page(tries: &mut Tries) -> Vec<u8> {
    match tries.send().await.unwrap() {
        Answer::Success(response) => response.body,
        other => panic!("{other:?}"),
    }
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, work)
}

#[test]
fn a_hit_costs_no_request_and_no_credentials() {
    let scene = Scene::new(vec![(503, "busy"), (200, "one")]);

    run(async {
        for _ in 0..3 {
            assert_eq!(scene.body().await, "one");
        }
    });

    let stats = &scene.sending.stats;
    assert_eq!((stats.requests.get(), stats.retries.borrow().len(), stats.cache_hits.get()), (2, 1, 2));
    assert_eq!((scene.transport.asked.get(), scene.signer.0.get(), stats.bytes.get()), (2, 2, 7));
}

#[test]
fn equal_requests_at_one_time_are_one() {
    let scene = Scene::new(vec![(200, "one")]);

    let bodies = run(async { tokio::join!(scene.body(), scene.body(), scene.body()) });

    assert_eq!(bodies, ("one".into(), "one".into(), "one".into()));
    assert_eq!((scene.transport.asked.get(), scene.sending.stats.cache_hits.get()), (1, 2));
}

#[test]
fn the_failure_of_the_first_is_nobody_elses() {
    let scene = Scene::new(vec![(404, "no"), (200, "two")]);

    let (first, second, third) = run(async {
        let (mut first, mut second, mut third) = (scene.tries(), scene.tries(), scene.tries());
        tokio::join!(first.send_beside(), second.send_beside(), third.send_beside())
    });

    assert!(first.is_err());
    assert_eq!((second.unwrap().body, third.unwrap().body), (b"two".to_vec(), b"two".to_vec()));
    assert_eq!((scene.transport.asked.get(), scene.transport.most_under_way.get()), (2, 1));
}

#[test]
fn where_the_first_is_dropped_the_next_one_sends() {
    let scene = Scene::new(vec![(200, "two")]);

    let bodies = run(async {
        let mut first = scene.tries();
        let first = tokio::task::spawn_local(async move { first.send_beside().await });
        tokio::task::yield_now().await;
        assert_eq!(scene.transport.asked.get(), 1);
        let abort = async { first.abort() };
        tokio::join!(scene.body(), scene.body(), abort)
    });

    assert_eq!((bodies.0.as_str(), bodies.1.as_str()), ("two", "two"));
    assert_eq!(scene.transport.asked.get(), 2);
}

#[test]
fn a_body_that_turns_out_broken_is_fetched_again_once_for_all() {
    let scene = Scene::new(vec![(200, "[1,"), (200, "[1]")]);

    run(async {
        let (mut one, mut two) = (scene.tries(), scene.tries());
        let broken = (page(&mut one).await, page(&mut two).await);
        assert_eq!(broken, (b"[1,".to_vec(), b"[1,".to_vec()));
        for tries in [&mut one, &mut two] {
            tries.body_failed("cut short".to_owned()).await.unwrap();
            assert_eq!(page(tries).await, b"[1]");
        }
        assert_eq!(scene.body().await, "[1]");
    });

    assert_eq!(scene.transport.asked.get(), 2);
}

#[test]
fn kept_bodies_that_stay_broken_end_in_an_error() {
    let scene = Scene::new(vec![(200, "[1,"); 5]);

    let error = run(async {
        let mut tries = scene.tries();
        loop {
            page(&mut tries).await;
            // Another request has already cached it again.
            if let Err(error) = tries.body_failed("cut short".to_owned()).await {
                break error;
            }
            page(&mut scene.tries()).await;
        }
    });

    assert_eq!(error.to_string(), "cut short, after 5 attempts");
}

#[test]
fn a_kept_answer_is_judged_by_who_asks_for_it() {
    let scene = Scene::new(vec![(200, "not ok"), (200, "fine")]);
    let judged = || {
        let judge = |response: &Response| {
            let is_bad = response.body == b"not ok";
            Ok(is_bad.then_some(Ruling { action: Action::Retry, message: None }))
        };
        scene.tries().with_hooks(Hooks { judge: Some(Box::new(judge)), ..Hooks::default() })
    };

    run(async {
        assert_eq!(scene.body().await, "not ok");
        assert_eq!(judged().send_beside().await.unwrap().body, b"fine");
        assert_eq!(scene.body().await, "fine");
    });

    assert_eq!(scene.transport.asked.get(), 2);
}
