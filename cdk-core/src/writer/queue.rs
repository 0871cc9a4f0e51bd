//! Queue: the batches between the engine and the thread that writes.

use std::cell::{Cell, RefCell};
use std::io::ErrorKind;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Semaphore, mpsc, watch};

use super::sink::LineSink;

/// Maximum of bytes in the queue: a few pages. A larger queue made no read faster, and made the memory of runs differ
/// more.
pub(crate) const MAX_QUEUED_BYTES: usize = 512 << 10;
/// Maximum of buffers kept for reuse.
const MAX_SPARE: usize = 4;
/// A buffer with a larger capacity is not reused.
const MAX_SPARE_BYTES: usize = 4 << 20;
/// A batch, with the permits that it holds.
type QueuedBatch = (Vec<u8>, u32);

/// The reader has closed the output, or the output cannot be written.
#[derive(Debug)]
pub(crate) struct OutputClosed;

/// The state of the output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outlet {
    Open,
    /// The reader has closed the pipe. This is not an error.
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

/// Owns the output.
pub(crate) struct Writer {
    /// `None` after the end of the run.
    queue: RefCell<Option<mpsc::UnboundedSender<QueuedBatch>>>,
    /// Maximum of KiB in the queue.
    most: u32,
    /// One permit per KiB.
    room: Arc<Semaphore>,
    spare: Arc<Mutex<Vec<Vec<u8>>>>,
    outlet: watch::Receiver<Outlet>,
    /// The number of queued batches, and of written ones.
    queued: Cell<u64>,
    written: watch::Receiver<u64>,
    done: watch::Receiver<bool>,
}

impl Writer {
    /// `most`: maximum of bytes in the queue.
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

    /// An empty buffer, reused if possible.
    pub(crate) fn buffer(&self) -> Vec<u8> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Queues a batch as soon as there is room. A batch larger than the queue is queued alone.
    pub(crate) async fn write(&self, batch: Vec<u8>) -> Result<(), OutputClosed> {
        let permits = u32::try_from(batch.len().div_ceil(1024)).unwrap_or(u32::MAX).min(self.most);
        match self.room.acquire_many(permits).await {
            Ok(acquired) => acquired.forget(),
            Err(_) => return Err(OutputClosed),
        }
        self.push(batch, permits)
    }

    /// Resolves when no batch waits for room. The engine requests no further page while the output is blocked.
    pub(crate) async fn has_room(&self) {
        // Permits are given in order, so this one comes after all waiting batches. It is returned at once.
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

    /// Resolves when all queued batches are written and flushed.
    pub(crate) async fn flushed(&self) -> Result<(), OutputClosed> {
        let queued = self.queued.get();
        let written = self.written.clone().wait_for(|written| *written >= queued).await.is_ok();
        if written && self.outlet() == Outlet::Open { Ok(()) } else { Err(OutputClosed) }
    }

    /// The current state of the output.
    pub(crate) fn outlet(&self) -> Outlet {
        self.outlet.borrow().clone()
    }

    /// Resolves when the output is closed or broken.
    pub(crate) async fn closed(&self) {
        let mut outlet = self.outlet.clone();
        if outlet.wait_for(|outlet| *outlet != Outlet::Open).await.is_err() {
            // The thread has ended without a failure.
            std::future::pending::<()>().await;
        }
    }

    /// Ends the queue, and resolves when it is written. It has no time limit, because a slow reader must not lose
    /// records; the caller may set one.
    pub(crate) async fn finished(&self) {
        drop(self.queue.take());
        // If the thread is gone, nothing is left to wait for.
        let _ = self.done.clone().wait_for(|done| *done).await;
    }
}
