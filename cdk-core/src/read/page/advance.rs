//! Advance: from a page whose records are read to the next one.
//!
//! In: the page, with a fingerprint of its records. Out: the next page's token, the end, or an error. An error about the page
//! itself drops its records. An error about the next page comes after them: this page is good.
//! A page that repeats the one before it is an error where the request named another number or offset: the API ignores it.
//! Not here: what a token is (`paginate`), what a short page means for other slices (`short_pages`).

use serde_json::Value;
use url::Url;

use crate::decode::lossy;
use crate::error::{Error, Result};
use crate::http::Response;
use crate::paginate::{Facts, Next, WARN_EMPTY, is_none};
use crate::protocol::Level;
use crate::read::page::page_log::shown;
use crate::read::page::reader::{PageRead, Pages};
use crate::read::record::sink::Sink;
use crate::stream::scope::PageScope;
use crate::template::exact::{Exact, readable};

impl<C: 'static> Pages<C> {
    /// Goes on to the next page; drops the page's records from `sink` where it is a probe without new ones.
    pub(crate) fn advance(&mut self, page: PageRead, sink: &mut Sink) -> Result<()> {
        let plan = self.plan.clone();
        let PageRead { response, url, envelope, records, tail, read } = page;
        let fingerprint = tail.fingerprint.unwrap_or_default();
        if std::mem::take(&mut self.is_probe) {
            if fingerprint.has_nothing_new(&self.before, plan.has_key()) {
                self.log_page(&response, &url, records, None);
                plan.short_pages.trust();
                sink.clear();
                self.at_end = true;
                return Ok(());
            }
            self.distrust_short_pages(self.before.records);
        } else if self.sends_number() && fingerprint.repeats(&self.before, plan.has_key()) {
            self.ahead.clear();
            return Err(self.repeated(records));
        }
        self.read_so_far = read;

        let last = tail.last_record.map(|record| lossy(&record)).transpose()?.map(Exact::from);
        let page = PageScope { response, envelope, last, has_response: true };
        let last_key = tail.last_key.map(|key| lossy(&key)).transpose()?;
        let next = self.next_after(&page, records, last_key.as_ref(), &url)?;
        let cursor = plan.cursor.as_ref();
        let is_past = cursor.is_some_and(|cursor| cursor.is_past(&self.slice.window, &self.read_so_far.observed));
        self.is_after_short = matches!(next, Next::Probe(_));
        let (next, is_probe) = match next {
            _ if is_past => (None, false),
            Next::End => (None, false),
            Next::Page(token) => (Some(token), false),
            Next::Probe(token) => match plan.short_pages.are_last() {
                Some(true) => (None, false),
                Some(false) => (Some(token), false),
                None => (Some(token), true),
            },
        };
        self.log_page(&page.response, &url, records, next.as_ref());
        self.guard.count(records);
        if let Some(token) = &next {
            if let Err(problem) = self.guard.watched(token) {
                // The state keeps this page's token: what follows it is not known.
                self.problem = Some(problem.with_context("page", self.number));
                self.ahead.clear();
                return Ok(());
            }
            self.warn_of_empty_pages();
        }
        self.at_end = next.is_none();
        (self.token, self.is_probe, self.before) = (next, is_probe, fingerprint);
        // Pages are large: only hooks can look at the body of the page before.
        let body = if plan.has_request_hooks { page.response.body } else { Vec::new() };
        let page = PageScope { response: Response { body, ..page.response }, ..page };
        self.ask_for_places(&page, self.number);
        self.page = Some(page);
        Ok(())
    }

    fn next_after(&mut self, page: &PageScope, records: u64, last: Option<&Value>, url: &Url) -> Result<Next> {
        let plan = &self.plan;
        if let Some(hook) = &plan.definition.next_page_token {
            let token = hook(&plan.scope(&self.run, &self.slice, self.token.as_ref(), Some(page)))?;
            return Ok(token.filter(|token| !is_none(token)).map_or(Next::End, Next::Page));
        }
        let facts = Facts {
            envelope: page.envelope.value(),
            headers: &page.response.headers,
            records,
            last,
            current: self.token.as_ref(),
            url,
        };
        self.guard.next(&plan.paginate, &facts)
    }

    /// Whether the request named a page by a number or an offset, which no page before had.
    fn sends_number(&self) -> bool {
        let is_number = |token: &Value| {
            let text = readable(token);
            text.is_number() || text.as_str().is_some_and(|text| text.parse::<f64>().is_ok())
        };
        match &self.plan.definition.next_page_token {
            Some(_) => self.token.as_ref().is_some_and(is_number),
            None => self.plan.paginate.is_by_place(),
        }
    }

    fn repeated(&self, records: u64) -> Error {
        let token = self.token.as_ref().map(|token| shown(token, &self.run.output.redactor)).unwrap_or_default();
        let same = match records {
            1 => "the same record as".to_owned(),
            records => format!("the same {records} records as"),
        };
        Error::system(match self.plan.paginate.token_name() {
            Some(param) => format!(
                "the API returned {same} for the page before, although `{param} = {token}` was sent: it ignores that \
                 parameter, or repeats its last page; check the name in `paginate`, say `paginate = none` if the API has no \
                 pages here, or name the end with `total`, `more` or `done`"
            ),
            None => format!(
                "the API returned {same} for the page before, although the token is now {token}: check that the token is \
                 sent, and that `next_page_token` finds the end"
            ),
        })
    }

    fn warn_of_empty_pages(&self) {
        if self.guard.empty_pages() != WARN_EMPTY || self.plan.has_warned_of_empty.replace(true) {
            return;
        }
        let name = &self.plan.definition.name;
        let message = format!(
            "stream `{name}`: {WARN_EMPTY} empty pages in a row, up to page {}, and the response still leads to another one",
            self.number
        );
        self.run.output.log(Level::Warn, &message);
    }
}
