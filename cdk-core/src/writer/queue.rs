//! The queue between the engine and the thread that writes.

use std::cell::RefCell;
use std::io::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::{Semaphore, mpsc, watch};

/// Bytes that may wait to be written.
pub(crate) const MAX_QUEUED_BYTES: usize = 4 << 20;
/// Buffers kept for reuse.
const MAX_SPARE: usize = 4;
/// A buffer that grew beyond this is not kept.
const MAX_SPARE_BYTES: usize = 4 << 20;
/// How long the end of a run waits for a reader that does not read.
const PATIENCE_AT_THE_END: Duration = Duration::from_secs(5);

/// A batch and the permits that it holds.
type Queued = (Vec<u8>, u32);

/// The reader went away.
#[derive(Debug)]
pub(crate) struct Closed;

/// Owns standard output.
pub(crate) struct Writer {
    /// `None` once the run is at its end.
    queue: RefCell<Option<mpsc::UnboundedSender<Queued>>>,
    /// One permit a queued KiB.
    room: Arc<Semaphore>,
    spare: Arc<Mutex<Vec<Vec<u8>>>>,
    closed: watch::Receiver<bool>,
    done: std::sync::mpsc::Receiver<()>,
    thread: RefCell<Option<JoinHandle<()>>>,
}

impl Writer {
    pub(crate) fn start(mut out: Box<dyn Write + Send>) -> Self {
        let (queue, mut batches) = mpsc::unbounded_channel::<Queued>();
        let (tell_closed, closed) = watch::channel(false);
        let (tell_done, done) = std::sync::mpsc::channel();
        let room = Arc::new(Semaphore::new(MAX_QUEUED_BYTES / 1024));
        let spare: Arc<Mutex<Vec<Vec<u8>>>> = Arc::default();
        let (thread_room, thread_spare) = (room.clone(), spare.clone());
        let thread = std::thread::spawn(move || {
            while let Some((mut batch, permits)) = batches.blocking_recv() {
                if !*tell_closed.borrow() && out.write_all(&batch).and_then(|()| out.flush()).is_err() {
                    tell_closed.send_replace(true);
                }
                thread_room.add_permits(permits as usize);
                let mut spare = thread_spare.lock().unwrap_or_else(PoisonError::into_inner);
                if spare.len() < MAX_SPARE && batch.capacity() <= MAX_SPARE_BYTES {
                    batch.clear();
                    spare.push(batch);
                }
            }
            // Nobody listens where the end was not waited for.
            let _ = tell_done.send(());
        });
        let (queue, thread) = (RefCell::new(Some(queue)), RefCell::new(Some(thread)));
        Self { queue, room, spare, closed, done, thread }
    }

    /// An empty buffer, used before where there is one.
    pub(crate) fn buffer(&self) -> Vec<u8> {
        self.spare.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Queues a batch, once there is room. A batch larger than the whole queue passes alone.
    pub(crate) async fn write(&self, batch: Vec<u8>) -> Result<(), Closed> {
        let permits = batch.len().div_ceil(1024).min(MAX_QUEUED_BYTES / 1024) as u32;
        match self.room.acquire_many(permits).await {
            Ok(acquired) => acquired.forget(),
            Err(_) => return Err(Closed),
        }
        self.push(batch, permits)
    }

    /// Queues a short line without waiting.
    pub(crate) fn write_now(&self, line: Vec<u8>) {
        let _ = self.push(line, 0);
    }

    fn push(&self, batch: Vec<u8>, permits: u32) -> Result<(), Closed> {
        if *self.closed.borrow() {
            return Err(Closed);
        }
        let queue = self.queue.borrow();
        queue.as_ref().ok_or(Closed)?.send((batch, permits)).map_err(|_| Closed)
    }

    /// Resolves when the reader has gone away.
    pub(crate) async fn closed(&self) {
        let mut closed = self.closed.clone();
        if closed.wait_for(|closed| *closed).await.is_err() {
            // The thread ended without that: it never will.
            std::future::pending::<()>().await;
        }
    }

    /// Writes what is queued; gives up on a reader that does not read. True where everything was written.
    pub(crate) fn finish(&self) -> bool {
        drop(self.queue.take());
        let finished = self.done.recv_timeout(PATIENCE_AT_THE_END).is_ok();
        if let Some(thread) = self.thread.take().filter(|_| finished) {
            // A thread that panicked has said so on standard error.
            let _ = thread.join();
        }
        finished && !*self.closed.borrow()
    }
}
