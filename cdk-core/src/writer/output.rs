//! Output of a run: messages → lines, with secrets masked.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::rc::{Rc, Weak};

use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::queue::{OutputClosed, Writer};
use super::summary::StreamSummary;
use crate::error::Error;
use crate::hook_log::{HookLog, LogLevel};
use crate::protocol::{
    AirbyteControlConnectorConfigMessage, AirbyteControlMessage, AirbyteErrorTraceMessage, AirbyteLogMessage,
    AirbyteMessage, AirbyteStateMessage, AirbyteStateStats, AirbyteStateType, AirbyteStreamState, AirbyteStreamStatus,
    AirbyteStreamStatusReason, AirbyteStreamStatusReasonType, AirbyteStreamStatusTraceMessage, AirbyteTraceMessage,
    Level, RateLimited, StreamDescriptor, TraceType,
};
use crate::secret::Redactor;

/// Maximum length of a message, in characters: an error may quote a server's response.
const LONGEST_MESSAGE: usize = 8_000;

/// A stream that is being read.
pub(crate) trait ActiveStream {
    /// Writes the stream's last STATE, so that the next run does not read the written records again.
    fn write_last_state(&self);

    /// The totals so far.
    fn summary(&self) -> StreamSummary;
}

/// The output of a run, and what is known of its streams until the end.
pub(crate) struct RunOutput {
    pub(crate) writer: Writer,
    pub(crate) redactor: Rc<Redactor>,
    pub(crate) debug: bool,
    /// The fixed time of `CDK_NOW` or of a cassette.
    fixed_now: Option<Timestamp>,
    began: Instant,
    /// The streams that are STARTED and have not ended.
    open_streams: RefCell<Vec<StreamDescriptor>>,
    failed: Cell<bool>,
    /// The messages that are logged once per run.
    told_once: RefCell<BTreeSet<String>>,
    /// The streams that are being read.
    active: RefCell<Vec<Weak<dyn ActiveStream>>>,
    /// The totals of the streams that were read.
    summaries: RefCell<Vec<StreamSummary>>,
    /// Streams that are selected.
    selected: Cell<usize>,
    /// Held by work that must finish before the run ends, such as the request for a new refresh token.
    pub(crate) unsettled: Rc<()>,
}

impl RunOutput {
    pub(crate) fn new(writer: Writer, redactor: Rc<Redactor>, debug: bool, fixed_now: Option<Timestamp>) -> Self {
        Self {
            writer,
            redactor,
            debug,
            fixed_now,
            began: Instant::now(),
            open_streams: RefCell::default(),
            failed: Cell::new(false),
            told_once: RefCell::default(),
            active: RefCell::default(),
            summaries: RefCell::default(),
            selected: Cell::new(0),
            unsettled: Rc::new(()),
        }
    }

    /// The time of the run: fixed, or the clock's.
    pub(crate) fn now(&self) -> Timestamp {
        self.fixed_now.unwrap_or_else(Timestamp::now)
    }

    /// The time for signatures, which also advances if the run's time is fixed.
    pub(crate) fn moving_now(&self) -> Timestamp {
        let moved = |fixed: Timestamp| fixed.checked_add(self.began.elapsed()).unwrap_or(fixed);
        self.fixed_now.map_or_else(Timestamp::now, moved)
    }

    /// Resolves when the work that must finish is done.
    pub(crate) async fn settled(&self) {
        while Rc::strong_count(&self.unsettled) > 1 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    }

    /// Whether any error was reported.
    pub(crate) fn has_failed(&self) -> bool {
        self.failed.get()
    }

    pub(crate) fn send(&self, message: &AirbyteMessage) {
        self.writer.write_now(message.to_line());
    }

    /// Writes a batch of RECORD lines.
    pub(crate) async fn write(&self, batch: Vec<u8>) -> Result<(), OutputClosed> {
        self.writer.write(batch).await
    }

    pub(crate) fn log(&self, level: Level, message: &str) {
        if level == Level::Debug && !self.debug {
            return;
        }
        let message = self.told(message);
        self.send(&AirbyteMessage::Log { log: AirbyteLogMessage { level, message, stack_trace: None } });
    }

    /// Whether this is the first call with this text, for messages that are logged once per run.
    pub(crate) fn is_first(&self, what: String) -> bool {
        self.told_once.borrow_mut().insert(what)
    }

    pub(crate) fn status(&self, stream: &StreamDescriptor, status: AirbyteStreamStatus) {
        let mut open = self.open_streams.borrow_mut();
        match status {
            AirbyteStreamStatus::Started => open.push(stream.clone()),
            AirbyteStreamStatus::Running => {}
            AirbyteStreamStatus::Complete | AirbyteStreamStatus::Incomplete => open.retain(|known| known != stream),
        }
        drop(open);
        self.stream_status(stream, status, None);
    }

    /// Reports that a stream waits for a rate limit, until `reset` if that is known.
    pub(crate) fn rate_limited(&self, stream: &str, reset: Option<Timestamp>) {
        let rate_limited = reset.map(|reset| RateLimited { quota_reset: Some(reset.as_millisecond()) });
        let reason =
            AirbyteStreamStatusReason { reason_type: AirbyteStreamStatusReasonType::RateLimited, rate_limited };
        let open = self.open_streams.borrow();
        for stream in open.iter().filter(|open| open.name == stream) {
            self.stream_status(stream, AirbyteStreamStatus::Running, Some(vec![reason.clone()]));
        }
    }

    fn stream_status(
        &self,
        stream: &StreamDescriptor,
        status: AirbyteStreamStatus,
        reasons: Option<Vec<AirbyteStreamStatusReason>>,
    ) {
        let stream_status = AirbyteStreamStatusTraceMessage { stream_descriptor: stream.clone(), status, reasons };
        self.trace(TraceType::StreamStatus, None, Some(stream_status));
    }

    /// Reports an error as a TRACE ERROR: a sentence for the user and details for the developer.
    pub(crate) fn error(&self, error: &Error, stream: Option<&StreamDescriptor>) {
        self.failed.set(true);
        let told = AirbyteErrorTraceMessage {
            message: self.told(&error.to_string()),
            internal_message: Some(self.told(&error.internal_message())),
            stack_trace: None,
            failure_type: Some(error.failure_type()),
            stream_descriptor: stream.cloned(),
        };
        self.trace(TraceType::Error, Some(told), None);
    }

    /// A text for the output: secrets masked, length limited.
    pub(crate) fn told(&self, text: &str) -> String {
        let mut text = self.redactor.mask(text).into_owned();
        if let Some((end, _)) = text.char_indices().nth(LONGEST_MESSAGE) {
            text.truncate(end);
            text.push('…');
        }
        text
    }

    /// A stream begins. It ends when its last reference is dropped.
    pub(crate) fn begin_stream(&self, stream: &Rc<dyn ActiveStream>) {
        let mut active = self.active.borrow_mut();
        active.retain(|stream| stream.strong_count() > 0);
        active.push(Rc::downgrade(stream));
    }

    /// A stream has ended: its totals are logged, and kept for the end of the run.
    pub(crate) fn end_stream(&self, summary: StreamSummary) {
        self.log(Level::Info, &summary.to_string());
        self.summaries.borrow_mut().push(summary);
    }

    /// The run is interrupted: writes the last STATE of each stream that is being read, and keeps its totals.
    pub(crate) fn interrupt_streams(&self) {
        for stream in self.active_streams() {
            stream.write_last_state();
            self.summaries.borrow_mut().push(stream.summary());
        }
    }

    /// The totals so far of each stream that is being read.
    pub(crate) fn active_summaries(&self) -> Vec<StreamSummary> {
        self.active_streams().iter().map(|stream| stream.summary()).collect()
    }

    fn active_streams(&self) -> Vec<Rc<dyn ActiveStream>> {
        self.active.borrow().iter().filter_map(Weak::upgrade).collect()
    }

    /// The totals of the streams that were read, in the order of their ends.
    pub(crate) fn summaries(&self) -> Vec<StreamSummary> {
        self.summaries.borrow().clone()
    }

    /// The number of selected streams.
    pub(crate) fn selected(&self) -> &Cell<usize> {
        &self.selected
    }

    /// The run is interrupted: open streams end INCOMPLETE.
    pub(crate) fn interrupted(&self, error: &Error) {
        let open = self.open_streams.borrow().clone();
        for stream in &open {
            self.status(stream, AirbyteStreamStatus::Incomplete);
        }
        // If several streams were read, the error belongs to none of them.
        let stream = open.first().filter(|_| open.len() == 1);
        self.error(error, stream);
    }

    /// The line of a STATE. `records`: the records since the last STATE.
    pub(crate) fn state_line(stream: &StreamDescriptor, state: &str, records: u64) -> Vec<u8> {
        let empty = AirbyteStateMessage {
            state_type: Some(AirbyteStateType::Stream),
            stream: Some(AirbyteStreamState { stream_descriptor: stream.clone(), stream_state: Some(Map::new()) }),
            source_stats: Some(AirbyteStateStats { record_count: Some(records as f64) }),
            ..AirbyteStateMessage::default()
        };
        let mut line = AirbyteMessage::State { state: empty }.to_line();
        // A state may be large, so its text is inserted as it is.
        const PLACE: &[u8] = b"\"stream_state\":{}";
        if let Some(at) = memchr::memmem::find(&line, PLACE) {
            let behind = at + PLACE.len();
            line.splice(behind - 2..behind, state.bytes());
        }
        line
    }

    /// The new config for the platform. Its secrets are not masked, because the platform must store them.
    pub(crate) fn connector_config(&self, config: Map<String, Value>) {
        let control = AirbyteControlMessage {
            control_type: "CONNECTOR_CONFIG".to_owned(),
            emitted_at: self.now().as_millisecond() as f64,
            connector_config: Some(AirbyteControlConnectorConfigMessage { config }),
        };
        self.send(&AirbyteMessage::Control { control });
    }

    fn trace(
        &self,
        trace_type: TraceType,
        error: Option<AirbyteErrorTraceMessage>,
        stream_status: Option<AirbyteStreamStatusTraceMessage>,
    ) {
        let emitted_at = self.now().as_millisecond() as f64;
        let trace =
            AirbyteTraceMessage { trace_type, emitted_at, error, estimate: None, stream_status, analytics: None };
        self.send(&AirbyteMessage::Trace { trace });
    }
}

impl HookLog for RunOutput {
    fn hook_log(&self, level: LogLevel, who: &str, message: &dyn Display) {
        let level = match level {
            LogLevel::Debug if !self.debug => return,
            LogLevel::Debug => Level::Debug,
            LogLevel::Info => Level::Info,
            LogLevel::Warn => Level::Warn,
        };
        self.log(level, &format!("{who}: {message}"));
    }
}
