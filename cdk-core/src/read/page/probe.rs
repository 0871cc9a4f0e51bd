//! Probe: the request after a stream's first short page, which shows whether that page was the last one.
//!
//! In: the probe's page or its error. Out: the slice's end, or that short pages do not end the stream.
//! No new records, or a 4xx (other than 401, 403, 408 and 429), are the end. Every other error is an error. Such a 4xx also ends a
//! slice after a short page of a stream whose short pages are known not to be the end.
//! Not here: whose turn it is to probe (see `short_pages`).

use crate::error::{Error, Result};
use crate::http::Response;
use crate::protocol::Level;
use crate::read::base::fingerprint::Fingerprint;
use crate::read::page::reader::Pages;

impl<C: 'static> Pages<C> {
    /// The probe brought new records, although the page before it was short.
    pub(crate) fn distrust_short_pages(&mut self, short: u64) {
        self.is_probe = false;
        if !self.plan.short_pages.distrust() {
            return;
        }
        let (name, before) = (&self.plan.definition.name, self.number.saturating_sub(1));
        let (param, size) = self.plan.paginate.size.clone().unwrap_or_default();
        let message = format!(
            "stream `{name}`: page {before} has {short} of {size} requested records (`{param}`), but there are more after it: \
             the API caps the page size, or hides records; in this run, only an empty page ends a slice of this stream"
        );
        self.run.output.log(Level::Warn, &message);
    }

    /// The end of the slice, if that is what a failed probe shows: the API does not accept an offset after the last record.
    ///
    /// # Errors
    /// Every other error.
    pub(crate) fn end_at_probe(&mut self, error: Error) -> Result<()> {
        let is_end = error.is_of_request() && error.status().is_some_and(is_end);
        if !is_end || !self.ends_after_short() { Err(error) } else { Ok(()) }
    }

    /// The same for an answer that the connector ignores.
    pub(crate) fn ends_at_probe(&mut self, answer: &Response) -> bool {
        is_end(answer.status) && self.ends_after_short()
    }

    /// Ends the slice if the page before was short; a probe shows that for all slices.
    fn ends_after_short(&mut self) -> bool {
        if self.is_probe {
            self.plan.short_pages.trust();
        }
        let is_end = self.is_probe || self.is_after_short;
        self.at_end |= is_end;
        is_end
    }

    /// Whether a part of the probe's page has new records; if so, that is settled.
    pub(crate) fn part_has_news(&mut self, part: Option<&Fingerprint>) -> bool {
        let is_known = |part: &Fingerprint| part.has_nothing_new(&self.before, self.plan.has_key());
        if self.is_probe && part.is_some_and(is_known) {
            return false;
        }
        if self.is_probe {
            self.distrust_short_pages(self.before.records);
        }
        true
    }
}

fn is_end(status: u16) -> bool {
    (400..500).contains(&status) && !matches!(status, 401 | 403 | 408 | 429)
}
