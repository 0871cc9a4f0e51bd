//! The queue between the engine and the thread that writes.

use std::cell::{Cell, RefCell};
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, mpsc, watch};

use super::sink::LineSink;

/// Bytes that may wait to be written: some pages. What waits here is what a run's memory differs by from another's, as
/// it is chance how full the queue once gets; more of it made no read faster.
pub(crate) const MAX_QUEUED_BYTES: usize = 512 << 10;
/// Buffers kept for reuse.
const MAX_SPARE: usize = 4;
/// A buffer that grew beyond this is not kept.
const MAX_SPARE_BYTES: usize = 4 << 20;
/// A batch and the permits that it holds.
type QueuedBatch = (Vec<u8>, u32);

/// The reader went away, or standard output cannot be written.
#[derive(Debug)]
pub(crate) struct OutputClosed;

/// What standard output takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outlet {
    Open,
    /// The reader closed the pipe: not an error.
    Gone,
    /// A line cannot be written, such as on a full disk; with the message for the user.
    Broken(String),
}

impl Outlet {
    fn of(error: &std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::BrokenPipe => Self::Gone,
            _ => Self::Broken(error.to_string()),
        }
    }
}

/// Owns standard output.
pub(crate) struct Writer {
    /// `None` once the run is at its end.
    queue: RefCell<Option<mpsc::UnboundedSender<QueuedBatch>>>,
    /// KiB that may be queued.
    most: u32,
    /// One permit a queued KiB.
    room: Arc<Semaphore>,
    spare: Arc<Mutex<Vec<Vec<u8>>>>,
    outlet: watch::Receiver<Outlet>,
    /// Batches that were queued, and those of them that are written.
    queued: Cell<u64>,
    written: watch::Receiver<u64>,
    done: watch::Receiver<bool>,
}

impl Writer {
    /// `most`: bytes that may wait to be written.
    pub(crate) fn start(mut out: Box<dyn LineSink>, most: usize) -> Self {
        let most = u32::try_from(most / 1024).unwrap_or(u32::MAX).max(1);
        let (queue, mut batches) = mpsc::unbounded_channel::<QueuedBatch>();
        let (tell_outlet, outlet) = watch::channel(Outlet::Open);
        let (tell_done, done) = watch::channel(false);
        let (tell_written, written) = watch::channel(0);
        let room = Arc::new(Semaphore::new(most as usize));
        let spare: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let (thread_room, thread_spare) = (room.clone(), spare.clone());
        std::thread::spawn(move || {
            while let Some((mut batch, permits)) = batches.blocking_recv() {
                let is_open = *tell_outlet.borrow() == Outlet::Open;
                if is_open && let Err(error) = out.write(&batch) {
                    tell_outlet.send_replace(Outlet::of(&error));
                }
                tell_written.send_modify(|count| *count += 1);
                thread_room.add_permits(permits as usize);
                let mut spare = thread_spare.lock().unwrap_or_else(PoisonError::into_inner);
                if spare.len() < MAX_SPARE && batch.capacity() <= MAX_SPARE_BYTES {
                    batch.clear();
                    spare.push(batch);
                }
            }
            if *tell_outlet.borrow() == Outlet::Open
                && let Err(error) = out.finish()
            {
                tell_outlet.send_replace(Outlet::of(&error));
            }
            tell_done.send_replace(true);
        });
        Self { most, queue: RefCell::new(Some(queue)), room, spare, outlet, queued: Cell::new(0), written, done }
    }

    /// An empty buffer, used before where there is one.
    pub(crate) fn buffer(&self) -> Vec<u8> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Queues a batch, once there is room. A batch larger than the whole queue passes alone.
    pub(crate) async fn write(&self, batch: Vec<u8>) -> Result<(), OutputClosed> {
        let permits = u32::try_from(batch.len().div_ceil(1024)).unwrap_or(u32::MAX).min(self.most);
        match self.room.acquire_many(permits).await {
            Ok(acquired) => acquired.forget(),
            Err(_) => return Err(OutputClosed),
        }
        self.push(batch, permits)
    }

    /// Resolves when no batch waits for room: while standard output does not take what was read, no further page is
    /// requested.
    pub(crate) async fn has_room(&self) {
        // Permits are given in turn, so this one comes after every batch that waits; it is given back at once.
        let _ = self.room.acquire().await;
    }

    /// Queues a short line without waiting.
    pub(crate) fn write_now(&self, line: Vec<u8>) {
        let _ = self.push(line, 0);
    }

    fn push(&self, batch: Vec<u8>, permits: u32) -> Result<(), OutputClosed> {
        if self.outlet() != Outlet::Open {
            return Err(OutputClosed);
        }
        let queue = self.queue.borrow();
        queue.as_ref().ok_or(OutputClosed)?.send((batch, permits)).map_err(|_| OutputClosed)?;
        self.queued.set(self.queued.get() + 1);
        Ok(())
    }

    /// Resolves when everything that is queued by now is written and flushed.
    pub(crate) async fn flushed(&self) -> Result<(), OutputClosed> {
        let queued = self.queued.get();
        let written = self.written.clone().wait_for(|written| *written >= queued).await.is_ok();
        if written && self.outlet() == Outlet::Open { Ok(()) } else { Err(OutputClosed) }
    }

    /// What standard output takes now.
    pub(crate) fn outlet(&self) -> Outlet {
        self.outlet.borrow().clone()
    }

    /// Resolves when standard output takes nothing any more.
    pub(crate) async fn closed(&self) {
        let mut outlet = self.outlet.clone();
        if outlet.wait_for(|outlet| *outlet != Outlet::Open).await.is_err() {
            // The thread ended without that: it never will.
            std::future::pending::<()>().await;
        }
    }

    /// Takes no more, and resolves when what is queued is written: without a time limit, since a slow reader must not
    /// lose a record. Who must not wait for ever stops waiting.
    pub(crate) async fn finished(&self) {
        drop(self.queue.take());
        // An error means that the thread is gone, and then there is nothing to wait for.
        let _ = self.done.clone().wait_for(|done| *done).await;
    }
}
