//! What can happen to one exchange, and how that looks on the wire.
//!
//! In: a fault and the server's good answer. Out: what is sent, with its pauses, and how the connection ends.
//! Passing ones are over with the next try, lasting ones never are, and of harmless ones nobody must notice anything.
//! Not here: who suffers which (see `plan`), sending it (see `proxy`).

use std::time::Duration;

/// The longest silence that the connector bears. Far above what a busy machine adds to [`DELAY`].
pub(super) const READ_TIMEOUT: Duration = Duration::from_millis(700);
/// Shorter than that.
const DELAY: Duration = Duration::from_millis(40);
/// Between two pieces of an answer that drips; so long in all that it takes longer than the longest silence.
const SLOW_DRIP: Duration = Duration::from_millis(110);
const DRIP: Duration = Duration::from_millis(6);
const DROPS: usize = 8;

/// Where in an answer, in thousandths of the part.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Place {
    Before,
    Head(u16),
    Body(u16),
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Harmless {
    Nothing,
    Delay(Place),
    Drip,
    /// Longer in all than the longest silence.
    SlowDrip,
    SplitHead,
    ConnectionClose,
    Chunked,
    /// No length: the body ends with the connection.
    Unmeasured,
    Zipped,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Passing {
    Reset(Place),
    /// The connection ends there in good order.
    Cut(Place),
    Stall(Place),
    LongLength,
    ShortLength(u16),
    /// Chunks end there, without the last one.
    CutChunks(u16),
    /// Every chunk but the last one, which is empty.
    NoLastChunk,
    /// No length, and the connection ends there.
    CutUnmeasured(u16),
    Status(u16),
    Empty,
    /// A compressed body with a wrong checksum, without its end, or that is none at all.
    ZippedWrong,
    ZippedCut(u16),
    ZippedNot,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Lasting {
    Status(u16),
    Html,
    NoJson,
    NoRecords,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    Harmless(Harmless),
    Passing(Passing),
    Lasting(Lasting),
}

impl Fault {
    /// Whether the server is to compress its answer.
    pub(super) fn is_zipped(self) -> bool {
        matches!(self, Self::Harmless(Harmless::Zipped) | Self::Passing(Passing::ZippedWrong | Passing::ZippedCut(_)))
    }
}

impl Passing {
    /// Whether the answer is whole for HTTP, so that only a reader of the JSON can find that it is not.
    pub(super) fn is_of_body(self) -> bool {
        matches!(self, Self::ShortLength(_) | Self::CutUnmeasured(_))
    }
}

impl Lasting {
    pub(super) fn failure_type(self) -> &'static str {
        match self {
            Self::Status(401 | 403) => "config_error",
            _ => "system_error",
        }
    }
}

/// The server's answer, without what says how long it is.
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) headers: Vec<String>,
    pub(super) body: Vec<u8>,
}

#[derive(Debug, PartialEq)]
pub(super) enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    /// Nothing more until the client has had enough.
    Silence,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum End {
    Stay,
    Close,
    Reset,
}

/// What happens on the wire.
pub(super) type Course = (Vec<Step>, End);

/// An answer in bytes: its head, and its body.
struct Bytes {
    head: Vec<u8>,
    body: Vec<u8>,
}

impl Answer {
    fn bytes(&self, framing: &[&str], body: impl Into<Vec<u8>>) -> Bytes {
        let lines =
            std::iter::once(&self.status).chain(&self.headers).map(String::as_str).chain(framing.iter().copied());
        let head: String = lines.map(|line| format!("{line}\r\n")).collect();
        Bytes { head: format!("{head}\r\n").into_bytes(), body: body.into() }
    }

    /// With its length.
    fn measured(&self, length: usize, more: &[&str]) -> Bytes {
        let length = format!("Content-Length: {length}");
        self.bytes(&[&[length.as_str()], more].concat(), self.body.clone())
    }

    fn good(&self) -> Bytes {
        self.measured(self.body.len(), &[])
    }

    fn chunked(&self, end: &[u8]) -> Bytes {
        let chunks = self.body.chunks(self.body.len().div_ceil(3).max(1));
        let mut body: Vec<u8> =
            chunks.flat_map(|chunk| [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat()).collect();
        body.extend_from_slice(end);
        self.bytes(&["Transfer-Encoding: chunked"], body)
    }

    fn other(status: &str, kind: &str, body: &str) -> Bytes {
        let (status, headers) = (format!("HTTP/1.1 {status}"), vec![format!("Content-Type: {kind}")]);
        Self { status, headers, body: body.into() }.good()
    }
}

impl Bytes {
    fn whole(&self) -> Vec<u8> {
        [self.head.as_slice(), &self.body].concat()
    }

    /// How many bytes come before a place; never all of them, nor all of the head where it is one in the head.
    fn before(&self, place: Place) -> usize {
        match place {
            Place::Before => 0,
            Place::Head(at) => 1 + share(self.head.len() - 2, at),
            Place::Body(at) => self.head.len() + share(self.body.len(), at),
        }
    }

    fn until(&self, place: Place) -> Vec<u8> {
        self.whole()[..self.before(place)].to_vec()
    }

    fn sent(&self, end: End) -> Course {
        (vec![Step::Send(self.whole())], end)
    }

    fn cut(&self, place: Place, end: End) -> Course {
        (vec![Step::Send(self.until(place))], end)
    }

    /// In pieces of about that length, from a place on.
    fn dripping(&self, from: Place, drops: usize, pause: Duration) -> Course {
        let (whole, from) = (self.whole(), self.before(from));
        let length = (whole.len() - from).div_ceil(drops).max(1);
        let mut steps = vec![Step::Send(whole[..from].to_vec())];
        for piece in whole[from..].chunks(length) {
            steps.extend([Step::Pause(pause), Step::Send(piece.to_vec())]);
        }
        (steps, End::Stay)
    }
}

fn share(of: usize, thousandths: u16) -> usize {
    of * usize::from(thousandths.min(999)) / 1000
}

/// What a fault makes of an answer.
pub(super) fn course(fault: Fault, answer: &Answer) -> Course {
    match fault {
        Fault::Harmless(fault) => harmless(fault, answer),
        Fault::Passing(fault) => passing(fault, answer),
        Fault::Lasting(fault) => lasting(fault).sent(End::Stay),
    }
}

fn harmless(fault: Harmless, answer: &Answer) -> Course {
    let good = answer.good();
    match fault {
        Harmless::Nothing | Harmless::Zipped => good.sent(End::Stay),
        Harmless::Delay(place) => {
            let rest = good.whole()[good.before(place)..].to_vec();
            (vec![Step::Send(good.until(place)), Step::Pause(DELAY), Step::Send(rest)], End::Stay)
        }
        Harmless::Drip => good.dripping(Place::Before, 2 * DROPS, DRIP),
        Harmless::SlowDrip => good.dripping(Place::Body(0), DROPS, SLOW_DRIP),
        Harmless::SplitHead => {
            let (whole, middle) = (good.whole(), good.head.len() / 2);
            // Within the blank line that ends it, too.
            let pieces = [&whole[..middle], &whole[middle..good.head.len() - 1], &whole[good.head.len() - 1..]];
            let steps = pieces.map(|piece| [Step::Send(piece.to_vec()), Step::Pause(Duration::from_millis(1))]);
            (steps.into_iter().flatten().collect(), End::Stay)
        }
        Harmless::ConnectionClose => answer.measured(answer.body.len(), &["Connection: close"]).sent(End::Close),
        Harmless::Chunked => answer.chunked(b"0\r\n\r\n").sent(End::Stay),
        Harmless::Unmeasured => answer.bytes(&["Connection: close"], answer.body.clone()).sent(End::Close),
    }
}

fn passing(fault: Passing, answer: &Answer) -> Course {
    let good = answer.good();
    match fault {
        Passing::Reset(place) => good.cut(place, End::Reset),
        Passing::Cut(place) => good.cut(place, End::Close),
        Passing::Stall(place) => (vec![Step::Send(good.until(place)), Step::Silence], End::Close),
        Passing::LongLength => answer.measured(answer.body.len() + 7, &[]).sent(End::Close),
        Passing::ShortLength(at) => {
            // The rest comes in the same packet, and the connection stays open: a client that uses it again reads the rest as
            // its next answer. (No client can tell a rest that comes later; that would be a fault of another request.)
            let length = 1 + share(answer.body.len() - 1, at);
            answer.measured(length, &[]).sent(End::Stay)
        }
        Passing::CutChunks(at) => answer.chunked(b"").cut(Place::Body(at), End::Close),
        Passing::NoLastChunk => answer.chunked(b"").sent(End::Close),
        Passing::CutUnmeasured(at) => {
            answer.bytes(&["Connection: close"], answer.body.clone()).cut(Place::Body(at), End::Close)
        }
        Passing::Status(status) => {
            let mut busy = Answer::other(&format!("{status} Trouble"), "application/json", r#"{"error":"chaos"}"#);
            if matches!(status, 429 | 503) {
                busy.head.truncate(busy.head.len() - 2);
                busy.head.extend_from_slice(b"Retry-After: 0\r\n\r\n");
            }
            busy.sent(End::Stay)
        }
        Passing::Empty => answer.bytes(&["Content-Length: 0"], "").sent(End::Stay),
        Passing::ZippedWrong => {
            let mut body = answer.body.clone();
            // The checksum: eight bytes before the end, the length behind it.
            let at = body.len() - 8;
            body[at] ^= 0x55;
            answer.measured_of(body).sent(End::Stay)
        }
        Passing::ZippedCut(at) => {
            let length = 1 + share(answer.body.len() - 1, at);
            answer.measured_of(answer.body[..length].to_vec()).sent(End::Stay)
        }
        Passing::ZippedNot => {
            let framing = ["Content-Encoding: gzip", &format!("Content-Length: {}", answer.body.len())];
            answer.bytes(&framing, answer.body.clone()).sent(End::Stay)
        }
    }
}

impl Answer {
    fn measured_of(&self, body: Vec<u8>) -> Bytes {
        let length = format!("Content-Length: {}", body.len());
        self.bytes(&[&length], body)
    }
}

fn lasting(fault: Lasting) -> Bytes {
    match fault {
        Lasting::Status(status) => {
            Answer::other(&format!("{status} Refused"), "application/json", r#"{"message":"not you"}"#)
        }
        Lasting::Html => Answer::other("200 OK", "text/html", "<html><body>Please sign in.</body></html>"),
        Lasting::NoJson => Answer::other("200 OK", "application/json", r#"{"data": [{"id": nope}]}"#),
        Lasting::NoRecords => Answer::other("200 OK", "application/json", r#"{"items": []}"#),
    }
}
