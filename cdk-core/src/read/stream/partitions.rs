//! Partitions: how far the slices of one stream are read.
//!
//! In: each slice at its begin and its end. Out: the number of slices for the summary, and a debug line per finished
//! slice.
//! Memory: the partitions of the slices that are being read.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::protocol::Level;
use crate::writer::RunOutput;

pub(crate) struct SlicePartitions {
    stream: String,
    output: Rc<RunOutput>,
    /// By the number of the slice.
    open: BTreeMap<u64, Map<String, Value>>,
    begun: u64,
    complete: u64,
}

impl SlicePartitions {
    pub(crate) fn new(stream: &str, output: Rc<RunOutput>) -> Self {
        Self { stream: stream.to_owned(), output, open: BTreeMap::new(), begun: 0, complete: 0 }
    }

    /// A slice begins. Returns its number, from 1.
    pub(crate) fn begin(&mut self, partition: Map<String, Value>) -> u64 {
        self.begun += 1;
        self.open.insert(self.begun, partition);
        self.begun
    }

    /// A slice has ended.
    pub(crate) fn end(&mut self, number: u64, is_complete: bool) {
        let Some(partition) = self.open.remove(&number) else { return };
        self.complete += u64::from(is_complete);
        if self.output.debug && !partition.is_empty() {
            let how = if is_complete { "complete" } else { "failed" };
            let (stream, partition) = (&self.stream, Value::Object(partition));
            self.output.log(Level::Debug, &format!("stream `{stream}`: slice {partition}: {how}"));
        }
    }

    /// The number of slices that have begun.
    pub(crate) fn begun(&self) -> u64 {
        self.begun
    }
}
