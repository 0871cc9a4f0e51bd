//! Look-ahead: pages that are requested before their turn.
//!
//! In: what a page says of the pages after it. Out: their answers, in their order.
//! A cursor or a link leads to one page, which is requested once its token is found in the envelope, before the records
//! are scanned. Numbers and offsets are known beforehand: as many pages are requested as the stream may have requests
//! in flight, over all of its slices. The number of pages may not be known: then no more are requested than were read,
//! and none but the next one if the API counts requests, since those past the end would count too.
//! Not here: what the token of the next page is (`paginate`); a reader that finds another one drops the requested
//! pages.

use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::Value;
use url::Url;

use super::position::Position;
use crate::client::{Answer, Tries};
use crate::decode::{PaddedBody, peek};
use crate::error::Result;
use crate::http::{Quota, Response};
use crate::paginate::Facts;
use crate::read::base::task::Task;
use crate::read::plan::open_stream::{OpenSlice, OpenStream};
use crate::read::request::page_request::page_tries;
use crate::stream::scope::PageScope;

/// Whether pages are requested before their turn.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Requests {
    Ahead,
    /// For `check`, which reads one page, and for parents, whose children come first.
    OneByOne,
}

/// Pages of one slice that were requested, the next one first.
pub(crate) struct LookAhead {
    requests: Requests,
    queue: VecDeque<PageAhead>,
}

/// A page that was requested before its turn.
struct PageAhead {
    token: Value,
    task: Task<(Tries, Result<Answer>)>,
    _slot: AheadSlot,
}

/// One of the pages that the stream may request ahead.
struct AheadSlot(Rc<Cell<usize>>);

impl AheadSlot {
    fn new(all: &Rc<Cell<usize>>) -> Self {
        all.set(all.get() + 1);
        Self(all.clone())
    }
}

impl Drop for AheadSlot {
    fn drop(&mut self) {
        self.0.set(self.0.get() - 1);
    }
}

impl LookAhead {
    pub(crate) fn new(requests: Requests) -> Self {
        Self { requests, queue: VecDeque::new() }
    }

    /// The page that the token leads to, if it was requested; pages that do not follow it are dropped.
    pub(crate) async fn take(&mut self, token: Option<&Value>) -> Result<Option<(Tries, Result<Answer>)>> {
        match self.queue.pop_front().filter(|page| Some(&page.token) == token) {
            Some(mut page) => page.task.join().await.map(Some),
            None => {
                self.clear();
                Ok(None)
            }
        }
    }

    pub(crate) fn clear(&mut self) {
        self.queue.clear();
    }

    /// Requests the next page if its token can be read off the envelope.
    pub(crate) async fn request_next<C: 'static>(
        &mut self,
        slice: &OpenSlice<C>,
        position: &Position,
        (response, body): (&Response, &PaddedBody),
        url: &Url,
    ) {
        let plan = &slice.stream.plan;
        if !self.may_request(slice) || plan.definition.parse_response.is_some() || !self.queue.is_empty() {
            return;
        }
        let Some(envelope) = peek(body, &plan.paging.records) else { return };
        let facts = Facts {
            envelope: &envelope,
            headers: &response.headers,
            records: 1,
            last: None,
            current: position.token.as_ref(),
            url,
        };
        let token = plan.paging.paginate.ahead(&facts).filter(|token| position.guard.is_new(token));
        let Some(token) = token else { return };
        let response = Response { status: response.status, headers: response.headers.clone(), body: Vec::new() };
        let page = PageScope { response, envelope: envelope.into(), last: None, records: None, has_response: true };
        if self.request(slice, token, &page) {
            // One turn for the request, one for the connection that writes it.
            tokio::task::yield_now().await;
            tokio::task::yield_now().await;
        }
    }

    /// Requests the pages whose numbers are known, once it is known that the next one is needed.
    pub(crate) fn request_numbered<C: 'static>(&mut self, slice: &OpenSlice<C>, position: &Position) {
        let plan = &slice.stream.plan;
        let (Some(next), Some(page)) = (&position.token, &position.page) else { return };
        if !self.may_request(slice) || !plan.paging.paginate.is_by_place() {
            return;
        }
        // After a probe, no full page follows. Another slice may know by then whether a probe is needed at all.
        if position.is_probe || self.queue.front().is_some_and(|page| page.token != *next) {
            self.clear();
        }
        if position.is_probe {
            return;
        }
        let most = slice.stream.most_at_once();
        let wanted = count_wanted(&slice.stream, position, page, next).min(most);
        while self.queue.len() < wanted {
            let at = self.queue.len();
            // Every slice may have its next page.
            let has_slot = at == 0 || slice.stream.tally.pages_ahead.get() < most;
            let Some(token) = plan.paging.paginate.place(next, at as u64).filter(|_| has_slot) else { return };
            if !self.request(slice, token, page) {
                return;
            }
        }
    }

    fn may_request<C>(&self, slice: &OpenSlice<C>) -> bool {
        let plan = &slice.stream.plan;
        let may_end_early = plan.cursor.as_ref().is_some_and(|cursor| cursor.may_end_early(&slice.slice.window));
        self.requests == Requests::Ahead && !may_end_early && !plan.record.keeps_last
    }

    /// Requests a page; false if its request cannot be made: that error is reported when it is the page's turn.
    fn request<C: 'static>(&mut self, slice: &OpenSlice<C>, token: Value, before: &PageScope) -> bool {
        let Ok(mut tries) = page_tries(slice, Some(&token), Some(before)) else { return false };
        let run = slice.stream.run.clone();
        let task = Task::spawn(async move {
            run.output.writer.has_room().await;
            let answer = tries.send().await;
            (tries, answer)
        });
        let slot = AheadSlot::new(&slice.stream.tally.pages_ahead);
        self.queue.push_back(PageAhead { token, task, _slot: slot });
        true
    }
}

/// The pages from `next` on that are worth requesting.
fn count_wanted<C: 'static>(stream: &OpenStream<C>, position: &Position, page: &PageScope, next: &Value) -> usize {
    let paging = &stream.plan.paging;
    match paging.paginate.pages_left(page.envelope.value(), next) {
        _ if paging.names_page_before || stream.tally.short_pages.are_common() => 1,
        Some(left) => usize::try_from(left).unwrap_or(usize::MAX),
        None if are_requests_counted(stream, &page.response) => 1,
        None => usize::try_from(position.number).unwrap_or(usize::MAX),
    }
}

/// Whether the API counts requests, by the connector's attributes or by the API itself.
fn are_requests_counted<C: 'static>(stream: &OpenStream<C>, response: &Response) -> bool {
    stream.plan.request.passes.has_budgets()
        || stream.run.client.gate.was_refused()
        || Quota::of(&response.headers, stream.run.output.now()).is_some()
}
