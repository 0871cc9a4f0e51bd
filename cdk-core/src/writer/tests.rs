use std::io::{Error, ErrorKind, Write};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::time::Duration;

use super::*;

/// Hands over what is written; blocks until it is taken.
struct Pipe(SyncSender<Vec<u8>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.send(bytes.to_vec()).map_err(|_| Error::from(ErrorKind::BrokenPipe))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn pipe() -> (Writer, Receiver<Vec<u8>>) {
    let (sender, receiver) = sync_channel(0);
    (Writer::start(Box::new(PlainSink(Box::new(Pipe(sender)))), MAX_QUEUED_BYTES), receiver)
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(future)
}

fn finish(writer: &Writer) {
    block_on(writer.finished());
}

#[test]
fn a_disk_that_is_full_is_told_apart_from_a_reader_that_left() {
    struct Full;
    impl Write for Full {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(Error::from(ErrorKind::StorageFull))
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let writer = Writer::start(Box::new(PlainSink(Box::new(Full))), MAX_QUEUED_BYTES);

    writer.write_now(b"x".to_vec());
    finish(&writer);

    assert!(matches!(writer.outlet(), Outlet::Broken(_)));
}

#[test]
fn batches_leave_in_the_order_in_which_they_were_given() {
    let (writer, reader) = pipe();

    block_on(async {
        for n in 0..100u8 {
            writer.write(vec![n]).await.unwrap();
        }
    });
    let taken: Vec<u8> =
        std::iter::from_fn(|| reader.recv_timeout(Duration::from_secs(5)).ok()).take(100).flatten().collect();

    finish(&writer);
    assert_eq!(taken, (0..100).collect::<Vec<_>>());
}

#[test]
fn a_reader_that_does_not_read_stops_who_writes() {
    let (writer, reader) = pipe();

    let queued = block_on(async {
        let mut queued = 0;
        while tokio::time::timeout(Duration::from_millis(200), writer.write(vec![b'x'; MAX_QUEUED_BYTES / 4]))
            .await
            .is_ok()
        {
            queued += 1;
        }
        queued
    });

    assert!((3..=6).contains(&queued), "{queued} batches of a quarter for a queue of {MAX_QUEUED_BYTES} bytes");
    drop(reader);
    finish(&writer);
    assert_eq!(writer.outlet(), Outlet::Gone);
}

#[test]
fn a_batch_larger_than_the_queue_passes_alone() {
    let (writer, reader) = pipe();
    let large = MAX_QUEUED_BYTES * 2;

    block_on(async { writer.write(vec![b'x'; large]).await.unwrap() });

    assert_eq!(reader.recv().unwrap().len(), large);
    finish(&writer);
    assert_eq!(writer.outlet(), Outlet::Open);
}

#[test]
fn a_reader_that_goes_away_is_told_and_is_no_crash() {
    let (writer, reader) = pipe();
    drop(reader);

    block_on(async {
        let _ = writer.write(b"x".to_vec()).await;
        writer.closed().await;
        assert!(writer.write(b"y".to_vec()).await.is_err());
    });

    finish(&writer);
    assert_eq!(writer.outlet(), Outlet::Gone);
}

#[test]
fn a_reader_may_take_any_time_at_the_end() {
    let (writer, reader) = pipe();
    writer.write_now(b"x".to_vec());

    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build().unwrap();
    let day = Duration::from_secs(86_400);
    let outcome = runtime.block_on(async { tokio::time::timeout(day, writer.finished()).await });

    assert!(outcome.is_err(), "it ended without its reader");
    assert_eq!(reader.recv_timeout(Duration::from_secs(5)).unwrap(), b"x");
    finish(&writer);
    assert_eq!(writer.outlet(), Outlet::Open);
}
