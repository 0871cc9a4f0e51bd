//! Embedded: children that lie in their parent's record: `parent(P, from = "lines.data", more = "lines.has_more")`.
//!
//! In: the parent's record as it came. Out: the first records of the child's slice, read like those of a page, and the token
//! that leads on from them; no request where nothing says that there is more.
//! The list's text is kept as it came until its slice is read, one page of parents at a time, and scanned by the child's
//! contract then.
//! Default: nothing is embedded.
//! Not here: which parents there are (`slices`), what may lead on (`paginate`).

use std::rc::Rc;

use serde_json::Value;

use crate::decode::{Body, Found, Lead, PageError, lossy};
use crate::error::{Error, Result};
use crate::http::Response;
use crate::paginate::kind;
use crate::protocol::Level;
use crate::read::page::errors::said;
use crate::read::page::reader::{Pages, Read};
use crate::read::plan::stream_plan::Plan;
use crate::read::record::sink::{Sink, Taker};
use crate::secret::Redactor;
use crate::stream::Embedded;
use crate::stream::scope::{EmbeddedPage, PageScope};
use crate::template::exact::Exact;

/// Longer values are told by their kind.
const QUOTED_BYTES: usize = 40;

/// What a parent's plan carries down to its children.
pub(crate) struct Carried {
    pub(crate) at: Embedded,
    /// The captures of the list, and of what says whether it goes on.
    pub(crate) list: usize,
    pub(crate) more: Option<usize>,
}

impl<C: 'static> Plan<C> {
    /// What a parent's record embeds; `None` where its slice is read by requests alone.
    pub(crate) fn embedded(&self, found: &Found<'_>) -> Result<Option<EmbeddedPage>> {
        let Some(Carried { at, list, more }) = &self.carried else { return Ok(None) };
        let list = match there(found.lead(*list), &at.way)? {
            Some(text) if fits(text, at.records.is_map()) => Some(Body::from(text)),
            Some(text) => {
                let (from, found) = (&at.from, in_short(text));
                return Err(Error::system(format!("`{from}` should hold the embedded records, but holds {found}")));
            }
            None => None,
        };
        let goes_on = match (more, &at.more) {
            (Some(more), Some(way)) => match there(found.lead(*more), way)? {
                None | Some(b"false") => false,
                Some(b"true") => true,
                Some(other) => {
                    let (way, found) = (way.join("."), in_short(other));
                    return Err(Error::system(format!(
                        "`{way}` should say by true or false whether the embedded list goes on, but holds {found}"
                    )));
                }
            },
            _ => false,
        };
        // What the record lacks is asked for, where that can be done.
        if list.is_none() && more.is_some() {
            return Ok(None);
        }
        Ok(Some(EmbeddedPage { list, goes_on }))
    }
}

impl<C: 'static> Pages<C> {
    /// Reads the records that the parent's record holds, and finds out what comes behind them.
    pub(crate) fn read_embedded(&mut self, page: EmbeddedPage, sink: &mut Sink) -> Result<()> {
        let plan = self.plan.clone();
        let Some(carried) = plan.parents.first().and_then(|parent| parent.carried.as_ref()) else { return Ok(()) };
        let at = &carried.at;
        let taken = self.take_embedded(&plan, at, page.list, page.goes_on, sink);
        taken.map_err(|error| error.with_context("embedded list", &at.from))
    }

    fn take_embedded(
        &mut self,
        plan: &Rc<Plan<C>>,
        at: &Embedded,
        list: Option<Body>,
        goes_on: bool,
        sink: &mut Sink,
    ) -> Result<()> {
        let list = list.unwrap_or_else(|| Body::from(&b"null"[..]));
        let now = self.run.output.now().as_millisecond().to_string();
        let mut taker = Taker::new(plan, sink, now, &self.read_so_far);
        let scope = plan.scope(&self.run, &self.slice, self.token.as_ref(), None);
        let page = plan.scanner.borrow_mut().page(&list, &at.records, |found| taker.take(&scope, found));
        let redactor = &self.run.output.redactor;
        let records = page.map_err(|error| plan.embedded_trouble(error, at, &list, redactor))?.records;
        let Taker { tail, observed, custom, .. } = taker;
        self.read_so_far = Read { observed, custom };
        if records > 0 {
            plan.verified.set(true);
        }
        if self.run.output.debug {
            let (name, from) = (&plan.definition.name, &at.from);
            self.run.output.log(Level::Debug, &format!("stream `{name}`: {records} records embedded at `{from}`"));
        }

        if !goes_on {
            self.at_end = true;
        } else if records > 0 {
            let last_key = tail.last_key.map(|key| lossy(&key)).transpose()?;
            let token = plan.paginate.behind(records, last_key.as_ref());
            match token.and_then(|token| self.guard.watched(&token).map(|()| token)) {
                Ok(token) => self.token = Some(token),
                // The embedded records are good: they are written first.
                Err(problem) => {
                    self.problem = Some(problem.with_context("embedded list", &at.from));
                    return Ok(());
                }
            }
            self.before = tail.fingerprint.unwrap_or_default();
            let last = tail.last_record.map(|record| lossy(&record)).transpose()?.map(Exact::from);
            let (response, envelope) = (Response::default(), Exact::default());
            self.page = Some(PageScope { response, envelope, last, has_response: false });
        }
        Ok(())
    }
}

impl<C: 'static> Plan<C> {
    fn embedded_trouble(&self, error: PageError<Error>, at: &Embedded, list: &[u8], redactor: &Redactor) -> Error {
        match error {
            PageError::Sink(error) => error,
            PageError::Mismatch(mismatch) => self.mismatch(&mismatch, list, if at.records.is_map() { "*" } else { "" }),
            PageError::Syntax { offset, message, .. } => {
                Error::system(format!("not readable as JSON: {message} at byte {offset} of the list"))
            }
            PageError::NoRecords { found } => Error::system(format!("it should hold records, but there is {found}")),
            PageError::NotARecord { place } => {
                let said = said(list.get(place).unwrap_or(list), redactor);
                Error::system(format!(
                    "it holds an object with none of the stream's fields, so it is not a record{said}"
                ))
            }
        }
    }
}

/// What lies at the end of a way; null is nothing.
fn there<'a>(lead: Lead<'a>, way: &[String]) -> Result<Option<&'a [u8]>> {
    let up_to = |names: usize| way.get(..names).unwrap_or(way).join(".");
    match lead {
        Lead::Absent | Lead::Value(b"null") => Ok(None),
        Lead::Value(text) => Ok(Some(text)),
        Lead::Stopped(names, text) => {
            let (way, place, found) = (way.join("."), up_to(names), in_short(text));
            Err(Error::system(format!("`{way}` cannot be reached: `{place}` should be an object, but is {found}")))
        }
        Lead::Twice(names) => Err(Error::system(format!("`{}` stands twice", up_to(names + 1)))),
    }
}

/// Whether a value can hold records.
fn fits(text: &[u8], is_map: bool) -> bool {
    matches!((text.first(), is_map), (Some(b'{'), _) | (Some(b'['), false))
}

/// A value as a message tells it.
fn in_short(json: &[u8]) -> String {
    match serde_json::from_slice::<Value>(json) {
        Ok(Value::Array(_) | Value::Object(_)) | Err(_) => {}
        Ok(_) if json.len() <= QUOTED_BYTES => return String::from_utf8_lossy(json).into_owned(),
        Ok(_) => {}
    }
    serde_json::from_slice(json).map_or("a value that cannot be read", |value| kind(&value)).to_owned()
}
