//! Ahead: pages that are asked for before their turn.
//!
//! In: what a page tells of those behind it. Out: their answers, in their order.
//! A cursor or a link leads to one page, which is asked for once its token stands in the envelope, before the records are
//! scanned. Numbers and offsets are known beforehand: as many pages are asked for as the stream may have requests in flight,
//! over all of its slices. How many there are may not be known: then no more are asked for than were read, and none but the next
//! one where the API counts requests, since those past the end would count too.
//! Not here: what the token of the next page is (`paginate`); whoever finds another one drops what was asked for.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use crate::client::{Answer, Tries};
use crate::decode::{Body, peek};
use crate::error::Result;
use crate::http::{Quota, Response};
use crate::paginate::Facts;
use crate::read::base::task::Task;
use crate::read::page::reader::Pages;
use crate::stream::scope::PageScope;

/// Pages of one slice, the next one first.
#[derive(Default)]
pub(crate) struct Ahead(VecDeque<Asked>);

/// A page that was asked for.
struct Asked {
    token: Value,
    task: Task<(Tries, Result<Answer>)>,
    _place: Place,
}

/// One of the pages that the stream may ask for ahead.
struct Place(Rc<Cell<usize>>);

impl Place {
    fn new(all: &Rc<Cell<usize>>) -> Self {
        all.set(all.get() + 1);
        Self(all.clone())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl Ahead {
    /// The page that the token leads to, if it was asked for; pages that do not follow it are dropped.
    pub(crate) async fn take(&mut self, token: Option<&Value>) -> Result<Option<(Tries, Result<Answer>)>> {
        match self.0.pop_front().filter(|asked| Some(&asked.token) == token) {
            Some(mut asked) => asked.task.ended().await.map(Some),
            None => {
                self.clear();
                Ok(None)
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl<C: 'static> Pages<C> {
    /// Sends the request for the next page where its token can be read off the envelope.
    pub(crate) async fn ask_ahead(&mut self, body: &Body, response: &Response, url: &Url) {
        let plan = &self.plan;
        if !self.may_ask_ahead()
            || plan.keeps_last
            || plan.definition.parse_response.is_some()
            || !self.ahead.0.is_empty()
        {
            return;
        }
        let Some(envelope) = peek(body, &plan.records) else { return };
        let facts = Facts {
            envelope: &envelope,
            headers: &response.headers,
            records: 1,
            last: None,
            current: self.token.as_ref(),
            url,
        };
        let Some(token) = plan.paginate.ahead(&facts).filter(|token| self.guard.is_new(token)) else { return };
        let response = Response { status: response.status, headers: response.headers.clone(), body: Vec::new() };
        let page = PageScope { response, envelope: envelope.into(), last: None, has_response: true };
        if self.ask(token, &page) {
            // One turn for the request, one for the connection that writes it.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
    }

    /// Sends the requests for pages whose numbers are known, once it is known that the next one is wanted.
    pub(crate) fn ask_for_places(&mut self, page: &PageScope, number: u64) {
        let Some(next) = self.token.clone().filter(|_| self.may_ask_ahead() && !self.plan.keeps_last) else { return };
        if !self.plan.paginate.is_by_place() {
            return;
        }
        // Where a probe leads is no full page further on; whether one is needed at all, another slice may know by then.
        if self.is_probe || self.ahead.0.front().is_some_and(|asked| asked.token != next) {
            self.ahead.clear();
        }
        if self.is_probe {
            return;
        }
        let most = self.plan.most_at_once(&self.run);
        let wanted = match self.plan.paginate.pages_left(page.envelope.value(), &next) {
            _ if self.plan.names_page_before || self.plan.short_pages.are_common() => 1,
            Some(left) => usize::try_from(left).unwrap_or(usize::MAX),
            None if self.is_counted(&page.response) => 1,
            None => usize::try_from(number).unwrap_or(usize::MAX),
        };
        while self.ahead.0.len() < wanted.min(most) {
            let at = self.ahead.0.len();
            // Every slice may have its next page.
            let has_place = at == 0 || self.plan.asked_ahead.get() < most;
            let Some(token) = self.plan.paginate.place(&next, at as u64).filter(|_| has_place) else { return };
            if !self.ask(token, page) {
                return;
            }
        }
    }

    fn may_ask_ahead(&self) -> bool {
        let cursor = self.plan.cursor.as_ref();
        self.asks_ahead && !cursor.is_some_and(|cursor| cursor.may_end_early(&self.slice.window))
    }

    /// Whether the API counts requests: by the connector's word, or its own.
    fn is_counted(&self, response: &Response) -> bool {
        self.plan.passing.has_budgets()
            || self.run.client.gate.was_refused()
            || Quota::of(&response.headers, self.run.output.now()).is_some()
    }

    /// An error here is told when the page is asked for in earnest.
    fn ask(&mut self, token: Value, before: &PageScope) -> bool {
        let Ok(mut tries) = self.tries(Some(&token), Some(before)) else { return false };
        let run = self.run.clone();
        let task = Task::spawn(async move {
            run.output.writer.has_room().await;
            let answer = tries.send().await;
            (tries, answer)
        });
        self.ahead.0.push_back(Asked { token, task, _place: Place::new(&self.plan.asked_ahead) });
        true
    }
}
