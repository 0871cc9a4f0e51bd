//! Single flight: of equal requests at the same time, one is sent; the others wait for its response.
//!
//! In: a key. Out: a turn, one at a time per key, in the order of the calls. The holder of the turn looks whether the
//! cache has the response, and sends the request if not. So a failure affects only one request, and a dropped turn goes
//! to the next one. A key is remembered only while a turn is held or waited for.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::key::CacheKey;

/// The requests in flight.
#[derive(Clone, Default)]
pub(super) struct Flights(Rc<RefCell<HashMap<CacheKey, Arc<Mutex<()>>>>>);

/// The right to send the request of a key. Ends when it is dropped.
pub(crate) struct SendTurn {
    // Dropped in this order: the place counts the others, and the guard must not be among them.
    _guard: OwnedMutexGuard<()>,
    _place: QueuePlace,
}

/// A place in the queue of a key.
struct QueuePlace {
    flights: Flights,
    key: CacheKey,
    lock: Arc<Mutex<()>>,
}

impl Flights {
    /// Waits for the turn.
    pub(super) async fn turn(&self, key: CacheKey) -> SendTurn {
        let lock = self.0.borrow_mut().entry(key).or_default().clone();
        let place = QueuePlace { flights: self.clone(), key, lock };
        let guard = place.lock.clone().lock_owned().await;
        SendTurn { _guard: guard, _place: place }
    }

    #[cfg(test)]
    fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
    }
}

impl Drop for QueuePlace {
    fn drop(&mut self) {
        // The map's reference and this one: nobody else waits.
        if Arc::strong_count(&self.lock) == 2 {
            self.flights.0.borrow_mut().remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;
    use crate::http::Request;

    fn poll<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
        match future.poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => Some(value),
            Poll::Pending => None,
        }
    }

    fn key(path: &str) -> CacheKey {
        CacheKey::of(&Request::get(format!("https://a.test/{path}").as_str()).unwrap(), None)
    }

    #[test]
    fn turns_of_one_key_follow_each_other_and_those_of_two_do_not() {
        let flights = Flights::default();
        let (mut second, mut other) = (pin!(flights.turn(key("a"))), pin!(flights.turn(key("b"))));

        let first = poll(pin!(flights.turn(key("a")))).unwrap();
        assert!(poll(second.as_mut()).is_none());
        assert!(poll(other.as_mut()).is_some());
        drop(first);

        assert!(poll(second.as_mut()).is_some());
    }

    #[test]
    fn who_is_dropped_while_waiting_holds_nobody_up() {
        let flights = Flights::default();
        let got = Cell::new(0);
        {
            let mut last = pin!(flights.turn(key("a")));
            {
                let first = poll(pin!(flights.turn(key("a")))).unwrap();
                let mut dropped = pin!(flights.turn(key("a")));
                assert!(poll(dropped.as_mut()).is_none());
                assert!(poll(last.as_mut()).is_none());
                drop(first);
            }
            assert!(poll(last.as_mut()).is_some());
            got.set(1);
        }

        assert_eq!(got.get(), 1);
        assert!(flights.is_empty(), "nothing is remembered of a key that nobody waits for");
    }
}
