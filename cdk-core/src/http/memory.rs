//! Memory: limits the bytes of responses that a run holds at once.
//!
//! In: bodies that arrive, and bodies that are read or wait to be written. Out: permission to hold more bytes.
//! A response reserves memory before it is requested, as much as the earlier responses of its stream took. A larger
//! response reserves more.
//! If the budget is used up, only the oldest response continues: it ends and releases its memory. So a body larger than
//! the whole budget is read alone, and no response waits forever. The oldest response first waits for responses whose
//! records are being written, because these always end.
//! Default: [`MAX_HELD_BYTES`].
//! A batch that is larger than the queue of the writer holds its reservation until it is written.
//! Not here: the size of one body (`limits`), the queue for standard output (`writer`).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use tokio::sync::Notify;

/// Default limit in bytes, for bodies and the records made of them.
pub(crate) const MAX_HELD_BYTES: usize = 64 << 20;
/// Smallest step in bytes by which a reservation grows.
const STEP: usize = 64 << 10;

/// The memory budget of a run.
pub(crate) struct MemoryBudget {
    most: usize,
    held: Cell<usize>,
    /// Responses that are arriving, in the order in which they began.
    coming: RefCell<BTreeSet<u64>>,
    begun: Cell<u64>,
    /// Number of responses whose records only wait to be written.
    leaving: Cell<usize>,
    freed: Notify,
}

/// The part of the budget that one response holds, until it is dropped.
pub(crate) struct Reservation {
    budget: Rc<MemoryBudget>,
    number: u64,
    bytes: Cell<usize>,
    is_leaving: Cell<bool>,
}

impl MemoryBudget {
    pub(crate) fn new(most: usize) -> Rc<Self> {
        Rc::new(Self {
            most,
            held: Cell::new(0),
            coming: RefCell::default(),
            begun: Cell::new(0),
            leaving: Cell::new(0),
            freed: Notify::new(),
        })
    }

    /// Reserves memory for a response that is about to be requested. Waits until there is enough.
    pub(crate) async fn reserve(self: &Rc<Self>, expected: usize) -> Reservation {
        loop {
            // Created before the check, so that no notification is missed between the check and the wait.
            let freed = self.freed.notified();
            let is_alone = self.coming.borrow().is_empty() && self.leaving.get() == 0;
            if is_alone || self.held.get().saturating_add(expected) <= self.most {
                break;
            }
            freed.await;
        }
        let number = self.begun.get();
        self.begun.set(number + 1);
        self.coming.borrow_mut().insert(number);
        self.held.set(self.held.get() + expected);
        Reservation { budget: self.clone(), number, bytes: Cell::new(expected), is_leaving: Cell::new(false) }
    }
}

impl Reservation {
    /// Grows the reservation to this number of bytes. Waits until there is enough.
    pub(crate) async fn grow(&self, bytes: usize) {
        while bytes > self.bytes.get() {
            let freed = self.budget.freed.notified();
            let more = (bytes - self.bytes.get()).max(STEP);
            let is_first = self.budget.coming.borrow().first() == Some(&self.number) && self.budget.leaving.get() == 0;
            if is_first || self.budget.held.get().saturating_add(more) <= self.budget.most {
                self.set(self.bytes.get() + more);
                return;
            }
            freed.await;
        }
    }

    /// The response has arrived and has this number of bytes.
    pub(crate) fn settle(&self, bytes: usize) {
        self.budget.coming.borrow_mut().remove(&self.number);
        self.set(bytes);
        self.budget.freed.notify_waiters();
    }

    /// The records of the response only wait to be written.
    pub(crate) fn mark_leaving(&self) {
        if !self.is_leaving.replace(true) {
            self.budget.leaving.set(self.budget.leaving.get() + 1);
        }
    }

    fn set(&self, bytes: usize) {
        let held = self.budget.held.get() + bytes - self.bytes.replace(bytes);
        self.budget.held.set(held);
    }
}

impl Drop for Reservation {
    fn drop(&mut self) {
        if self.is_leaving.get() {
            self.budget.leaving.set(self.budget.leaving.get() - 1);
        }
        self.settle(0);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn run(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap().block_on(test);
    }

    async fn waits<T>(work: impl Future<Output = T>) -> bool {
        tokio::time::timeout(Duration::from_secs(1), work).await.is_err()
    }

    #[test]
    fn a_response_waits_until_a_reservation_is_given_back() {
        run(async {
            let budget = MemoryBudget::new(1_000);
            let (one, two) = (budget.reserve(400).await, budget.reserve(600).await);

            assert!(waits(budget.reserve(1)).await);
            two.settle(500);
            let three = budget.reserve(100).await;
            assert!(waits(budget.reserve(1)).await);
            drop((one, two, three));

            assert_eq!(budget.held.get(), 0);
        });
    }

    #[test]
    fn a_body_larger_than_the_budget_passes_alone() {
        run(async {
            let budget = MemoryBudget::new(1_000);
            let large = budget.reserve(5_000).await;
            large.grow(10_000_000).await;

            assert!(waits(budget.reserve(1)).await, "beside it nothing is begun");
            large.settle(10_000_000);
            drop(budget.reserve(1).await);
        });
    }

    #[test]
    fn what_is_on_its_way_out_is_waited_for() {
        run(async {
            let budget = MemoryBudget::new(1_000);
            let (written, next) = (budget.reserve(900).await, budget.reserve(0).await);
            written.settle(900);
            written.mark_leaving();

            assert!(waits(next.grow(5_000)).await, "though it is the first");
            drop(written);
            next.grow(5_000).await;
            next.settle(5_000);
            next.mark_leaving();
            assert!(waits(budget.reserve(1)).await);
            drop(next);
            drop(budget.reserve(2_000).await);
        });
    }

    #[test]
    fn of_many_that_grow_the_first_goes_on_and_then_the_others() {
        run(async {
            let budget = MemoryBudget::new(300_000);
            let mut reservations = Vec::new();
            for _ in 0..4 {
                reservations.push(budget.reserve(50_000).await);
            }
            assert!(waits(reservations[1].grow(200_000)).await);
            reservations[0].grow(1_000_000).await;
            reservations[0].settle(1_000_000);
            reservations[1].grow(200_000).await;
            drop(reservations.remove(0));
            reservations[0].settle(200_000);
            drop(reservations.remove(0));
            reservations[0].grow(190_000).await;
            drop(reservations);

            assert_eq!((budget.held.get(), budget.coming.borrow().len()), (0, 0));
        });
    }
}
