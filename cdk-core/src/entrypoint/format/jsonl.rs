//! JSON Lines: the data of each record, one per line.

use std::io::{self, Write};

use crate::entrypoint::lines::{OutputLine, is_record, parse, split};
use crate::writer::{LineSink, PlainSink};

/// Writes the records of all streams and no other message.
pub(super) struct JsonlSink {
    out: PlainSink,
    records: Vec<u8>,
}

impl JsonlSink {
    pub(super) fn new(out: Box<dyn Write + Send>) -> Self {
        Self { out: PlainSink(out), records: Vec::new() }
    }
}

impl LineSink for JsonlSink {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        self.records.clear();
        for line in split(lines).filter(|line| is_record(line)) {
            if let Some(OutputLine::Record(record)) = parse(line) {
                self.records.extend_from_slice(record.data.get().as_bytes());
                self.records.push(b'\n');
            }
        }
        if self.records.is_empty() { Ok(()) } else { self.out.write(&self.records) }
    }
}
