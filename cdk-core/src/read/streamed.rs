//! Streamed: the page of a body that is read as it comes, however large it is.
//!
//! In: an answer whose body is still coming (or one that is here whole, from the cache or a recording). Out: its records in
//! parts, each a batch of its own; then the end of the page like any other.
//! A body that breaks off is asked for again. What was given of it stays given: as many records are skipped, and must be the same
//! ones; else the stream fails, since nobody could say which were read.
//! Memory: one record and one part.
//! Not here: where records begin and end (`decode::split`), bodies that are read whole (`pages`).

use std::hash::{DefaultHasher, Hasher};

use url::Url;

use super::pages::{PageRead, Pages, Read};
use super::sink::{Sink, Tail, Taker};
use super::trouble::{Trouble, said};
use crate::budget::Permit;
use crate::client::{Answer, Tries};
use crate::decode::{Body, Form, Lone, PageError, SplitError, Splitter};
use crate::error::{Error, Result};
use crate::http::charset::by_its_bytes;
use crate::http::{BodyStream, Response};
use crate::template::exact::Exact;

/// Bytes of lines, or records of a parent, that are a part.
const PART_BYTES: usize = 256 << 10;
const PART_RECORDS: usize = 1_000;

/// A page that is being read.
pub(super) struct Streamed {
    tries: Tries,
    url: Url,
    response: Response,
    body: Source,
    splitter: Splitter,
    /// Records of this body so far, and what they were.
    read: u64,
    hash: DefaultHasher,
    /// The same of those that were given out.
    given: (u64, u64),
    /// What the last of those holds that the next page is asked for by.
    given_tail: Tail,
    tail: Tail,
    /// For the text of one record, with room behind it.
    spare: Vec<u8>,
    /// The first line, where it has none of the struct's fields: alone, it is not a record.
    foreign: Option<Vec<u8>>,
}

/// Where the body comes from.
enum Source {
    /// It holds its place among the requests in flight.
    Rest {
        coming: Box<BodyStream>,
        _permit: Option<Permit>,
    },
    Whole(Vec<u8>),
    Over,
}

/// What becomes of a page.
enum Went {
    /// A part is full.
    Part,
    Over,
}

impl<C: 'static> Pages<C> {
    /// Reads the next part of the page that is coming, or of the next one. False where the slice is to be read from its first
    /// page on.
    pub(super) async fn read_part(&mut self, form: Form, sink: &mut Sink) -> Result<bool> {
        let mut page = match self.streamed.take() {
            Some(page) => page,
            None => {
                let (tries, answer) = self.answer().await?;
                match answer {
                    Answer::Success(response) => {
                        self.stands_at(tries.request());
                        let tail = Tail { fingerprint: self.plan.fingerprint(), ..Tail::default() };
                        Streamed::new(tries, response, form, tail)
                    }
                    Answer::Ignored(_, what) if self.is_resuming => {
                        self.leave_token(&Error::system(what));
                        return Ok(false);
                    }
                    Answer::Ignored(answer, _) if self.ends_at_probe(&answer) => return Ok(true),
                    Answer::Ignored(_, what) => return self.end_early(&what).map(|()| true),
                    Answer::Reset(what) => return self.begin_again(&what).map(|()| false),
                }
            }
        };
        loop {
            sink.clear();
            match self.part(&mut page, sink).await {
                Ok(Went::Part) if !self.part_has_news(page.tail.fingerprint.as_ref()) => {}
                Ok(Went::Part) => {
                    page.given = (page.read, page.hash.finish());
                    page.given_tail = page.tail.clone();
                    self.streamed = Some(page);
                    return Ok(true);
                }
                Ok(Went::Over) if page.read < page.given.0 => {
                    let ((given, _), read) = (page.given, page.read);
                    let message = format!(
                        "the connection was lost after record {given}, and the retry returned only {read} records"
                    );
                    return Err(Error::transient(message));
                }
                Ok(Went::Over) => match page.foreign.take().filter(|_| page.read == 1) {
                    Some(line) => return Err(self.plan.not_a_record(&page.response, &line, &line, &self.run)),
                    None => break,
                },
                Err(Trouble::Error(error)) => {
                    page.tries.mark_success();
                    return Err(error);
                }
                Err(Trouble::Body(what)) => {
                    // It gives its place back: the next attempt needs one.
                    page.body = Source::Over;
                    page.tries.body_failed(what).await?;
                    match page.tries.send().await? {
                        Answer::Success(response) => page.begin(response, form),
                        Answer::Ignored(_, what) if page.given.0 == 0 => {
                            return self.end_early(&what).map(|()| true);
                        }
                        Answer::Ignored(_, what) => {
                            let given = page.given.0;
                            let message = format!(
                                "the connection was lost after record {given}, and the retry was refused ({what})"
                            );
                            return Err(Error::transient(message));
                        }
                        Answer::Reset(what) if page.given.0 == 0 => return self.begin_again(&what).map(|()| false),
                        Answer::Reset(what) => {
                            let message = format!("the pagination cannot begin anew in the middle of a page ({what})");
                            return Err(Error::system(message));
                        }
                    }
                }
            }
        }
        page.tries.mark_success();
        let Streamed { response, read: records, tail, url, .. } = page;
        let page =
            PageRead { response, url, envelope: Exact::default(), records, tail, read: self.read_so_far.clone() };
        self.advance(page, sink)?;
        Ok(true)
    }

    async fn part(&mut self, page: &mut Streamed, sink: &mut Sink) -> Result<Went, Trouble> {
        let plan = self.plan.clone();
        let now = self.run.output.now().as_millisecond().to_string();
        let mut taker = Taker::new(&plan, sink, now, &self.read_so_far);
        taker.tail = std::mem::take(&mut page.tail);
        let went = loop {
            if self.take_records(page, &mut taker, false)? {
                break Went::Part;
            }
            match page.piece().await? {
                Some(piece) => {
                    page.judge_charset(&piece)?;
                    page.splitter.push(&piece);
                }
                None => {
                    self.take_records(page, &mut taker, true)?;
                    break Went::Over;
                }
            }
        };
        let Taker { tail, observed, custom, .. } = taker;
        page.tail = tail;
        self.read_so_far = Read { observed, custom };
        if page.read > 0 {
            plan.verified.set(true);
        }
        Ok(went)
    }

    /// Takes the records that are here; true once a part is full. `is_end`: nothing comes behind them.
    fn take_records(&self, page: &mut Streamed, taker: &mut Taker<'_, C>, is_end: bool) -> Result<bool, Trouble> {
        let plan = &self.plan;
        let scope = plan.scope(&self.run, &self.slice, self.token.as_ref(), None);
        loop {
            let (mut scanner, Streamed { splitter, read, hash, given, response, spare, foreign, .. }) =
                (plan.scanner.borrow_mut(), &mut *page);
            let found = if is_end { splitter.last() } else { splitter.record() };
            let record = match found {
                Ok(Some(record)) => record,
                Ok(None) => return Ok(false),
                Err(SplitError::Short) => return Err(Trouble::Body("the body ends too early".to_owned())),
                Err(SplitError::Wrong(what)) => {
                    // An error of the API is small, and here whole.
                    let said = said(splitter.rest(), &self.run.output.redactor);
                    let message = format!("the streamed response is invalid after record {read}: {what}{said}");
                    return Err(Trouble::Error(Error::system(message)));
                }
            };
            *read += 1;
            hash.write(record);
            if *read <= given.0 {
                if *read == given.0 && hash.finish() != given.1 {
                    let message = format!(
                        "the connection was lost after record {read}, and the retry returned different records"
                    );
                    return Err(Trouble::Error(Error::transient(message)));
                }
                continue;
            }
            let mut text = std::mem::take(spare);
            text.clear();
            text.extend_from_slice(record);
            let body = Body::from(text);
            if *read == 1 && plan.form == Some(Form::Lines) && scanner.lone_line(&body) == Lone::Foreign {
                *foreign = Some(body.to_vec());
            }
            taker.number = *read - 1;
            let taken = scanner.record(&body, |found| taker.take(&scope, found));
            // Judging asks the scanner's program again.
            drop(scanner);
            if let Err(error) = taken {
                let is_short = matches!(error, PageError::Syntax { truncated: true, .. });
                let number = *read;
                if number == 1 && foreign.is_some() && matches!(error, PageError::Mismatch(_)) {
                    return Err(Trouble::Error(plan.not_a_record(response, &body, &body, &self.run)));
                }
                let line = splitter.line_number();
                let at_line = |error: Error| match line {
                    Some(line) => Trouble::Error(error.on_line(line)),
                    None => Trouble::Error(error),
                };
                if let PageError::Mismatch(mismatch) = &error {
                    let place = line.map_or_else(|| number.to_string(), |line| format!("{number} on line {line}"));
                    return Err(Trouble::Error(plan.mismatch_of(mismatch, &body, "", &place)));
                }
                return Err(match plan.trouble(error, response, &body, &self.run) {
                    Trouble::Body(what) if is_end && is_short => Trouble::Body(what),
                    Trouble::Body(what) => at_line(Error::system(format!("record {number}: {what}"))),
                    Trouble::Error(error) => at_line(error),
                });
            }
            *spare = body.into_inner();
            if taker.is_full(PART_BYTES, PART_RECORDS) {
                return Ok(true);
            }
        }
    }
}

impl Streamed {
    fn new(tries: Tries, response: Response, form: Form, tail: Tail) -> Self {
        let url = tries.request().url.clone();
        let mut page = Self {
            tries,
            url,
            response: Response::default(),
            body: Source::Over,
            splitter: Splitter::new(form),
            read: 0,
            hash: DefaultHasher::new(),
            given: (0, 0),
            given_tail: tail,
            tail: Tail::default(),
            spare: Vec::new(),
            foreign: None,
        };
        page.begin(response, form);
        page
    }

    /// The body begins, for the first time or again.
    fn begin(&mut self, mut response: Response, form: Form) {
        self.body = match self.tries.take_body_stream() {
            Some((coming, _permit)) => Source::Rest { coming: Box::new(coming), _permit },
            None => Source::Whole(std::mem::take(&mut response.body)),
        };
        self.response = response;
        (self.splitter, self.read, self.hash) = (Splitter::new(form), 0, DefaultHasher::new());
        self.tail = self.given_tail.clone();
        self.foreign = None;
    }

    /// The records of a UTF-16 body cannot be separated.
    fn judge_charset(&self, piece: &[u8]) -> Result<(), Trouble> {
        match by_its_bytes(piece).filter(|_| self.read == 0) {
            Some(charset) => {
                let message = format!(
                    "the response cannot be read: the charset of the body is {charset}; only UTF-8 is supported"
                );
                Err(Trouble::Error(Error::system(message)))
            }
            None => Ok(()),
        }
    }

    async fn piece(&mut self) -> Result<Option<Vec<u8>>, Trouble> {
        match &mut self.body {
            Source::Rest { coming, .. } => match coming.piece().await {
                Ok(Some(piece)) => {
                    self.tries.record_piece(piece.len());
                    Ok(Some(piece.into()))
                }
                Ok(None) => {
                    self.body = Source::Over;
                    Ok(None)
                }
                Err(error) if error.may_pass => Err(Trouble::Body(error.message)),
                Err(error) => Err(Trouble::Error(Error::system(error.message))),
            },
            Source::Whole(body) => {
                let body = std::mem::take(body);
                self.body = Source::Over;
                Ok(Some(body))
            }
            Source::Over => Ok(None),
        }
    }
}
