//! Room: how many bytes of answers a run may hold at once.
//!
//! In: bodies that come in, and those that are read or wait to be written. Out: leave to take more.
//! An answer takes its share before it is asked for, as large as its stream's answers were; where it turns out larger, it takes
//! more. Where there is no room left, the answer that began first goes on alone: it ends, and gives its share back. So a body
//! larger than all of the room passes by itself, and nobody waits for ever. It waits for those whose records are on their way
//! out, since these leave whatever else happens.
//! Default: [`MAX_HELD_BYTES`].
//! A batch that is larger than the queue of the writer holds its share until it is written.
//! Not here: how large one body may be (`transport`), what waits for standard output (`writer`).

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use tokio::sync::Notify;

/// Bytes of bodies, and of the records made of them, where nobody says another number.
pub(crate) const MAX_HELD_BYTES: usize = 64 << 20;
/// What an answer takes that is larger than was expected, at the least.
const STEP: usize = 64 << 10;

/// The room of a run.
pub(crate) struct Room {
    most: usize,
    held: Cell<usize>,
    /// Answers that come in, by the order in which they were begun.
    coming: RefCell<BTreeSet<u64>>,
    begun: Cell<u64>,
    /// Answers whose records only wait to be written.
    leaving: Cell<usize>,
    freed: Notify,
}

/// The part of it that one answer holds, until it is dropped.
pub(crate) struct Share {
    room: Rc<Room>,
    number: u64,
    bytes: Cell<usize>,
    leaves: Cell<bool>,
}

impl Room {
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

    /// A share for an answer that is about to be asked for, once there is room.
    pub(crate) async fn share(self: &Rc<Self>, expected: usize) -> Share {
        loop {
            // Made first, so that nothing is missed between the look and the wait.
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
        Share { room: self.clone(), number, bytes: Cell::new(expected), leaves: Cell::new(false) }
    }
}

impl Share {
    /// Makes it hold so many bytes, once there is room.
    pub(crate) async fn grow(&self, bytes: usize) {
        while bytes > self.bytes.get() {
            let freed = self.room.freed.notified();
            let more = (bytes - self.bytes.get()).max(STEP);
            let is_first = self.room.coming.borrow().first() == Some(&self.number) && self.room.leaving.get() == 0;
            if is_first || self.room.held.get().saturating_add(more) <= self.room.most {
                self.set(self.bytes.get() + more);
                return;
            }
            freed.await;
        }
    }

    /// The answer is here, and as large as that.
    pub(crate) fn arrived(&self, bytes: usize) {
        self.room.coming.borrow_mut().remove(&self.number);
        self.set(bytes);
        self.room.freed.notify_waiters();
    }

    /// Its records only wait to be written.
    pub(crate) fn leaves(&self) {
        if !self.leaves.replace(true) {
            self.room.leaving.set(self.room.leaving.get() + 1);
        }
    }

    fn set(&self, bytes: usize) {
        let held = self.room.held.get() + bytes - self.bytes.replace(bytes);
        self.room.held.set(held);
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        if self.leaves.get() {
            self.room.leaving.set(self.room.leaving.get() - 1);
        }
        self.arrived(0);
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
    fn what_there_is_no_room_for_waits_until_a_share_is_given_back() {
        run(async {
            let room = Room::new(1_000);
            let (one, two) = (room.share(400).await, room.share(600).await);

            assert!(waits(room.share(1)).await);
            two.arrived(500);
            let three = room.share(100).await;
            assert!(waits(room.share(1)).await);
            drop((one, two, three));

            assert_eq!(room.held.get(), 0);
        });
    }

    #[test]
    fn a_body_larger_than_the_room_passes_alone() {
        run(async {
            let room = Room::new(1_000);
            let large = room.share(5_000).await;
            large.grow(10_000_000).await;

            assert!(waits(room.share(1)).await, "beside it nothing is begun");
            large.arrived(10_000_000);
            drop(room.share(1).await);
        });
    }

    #[test]
    fn what_is_on_its_way_out_is_waited_for() {
        run(async {
            let room = Room::new(1_000);
            let (written, next) = (room.share(900).await, room.share(0).await);
            written.arrived(900);
            written.leaves();

            assert!(waits(next.grow(5_000)).await, "though it is the first");
            drop(written);
            next.grow(5_000).await;
            next.arrived(5_000);
            next.leaves();
            assert!(waits(room.share(1)).await);
            drop(next);
            drop(room.share(2_000).await);
        });
    }

    #[test]
    fn of_many_that_grow_the_first_goes_on_and_then_the_others() {
        run(async {
            let room = Room::new(300_000);
            let mut shares = Vec::new();
            for _ in 0..4 {
                shares.push(room.share(50_000).await);
            }
            assert!(waits(shares[1].grow(200_000)).await);
            shares[0].grow(1_000_000).await;
            shares[0].arrived(1_000_000);
            shares[1].grow(200_000).await;
            drop(shares.remove(0));
            shares[0].arrived(200_000);
            drop(shares.remove(0));
            shares[0].grow(190_000).await;
            drop(shares);

            assert_eq!((room.held.get(), room.coming.borrow().len()), (0, 0));
        });
    }
}
