//! Errors in a stream's options that do not depend on its schema and its parents.

use super::parents::parents_problem;
use crate::decode::Undeclared;
use crate::error::{Error, Result};
use crate::stream::definition::Definition;

impl<C> Definition<C> {
    /// Undeclared fields can only be kept if records are written with their original bytes.
    ///
    /// # Errors
    /// If serde writes the records, for this reason.
    pub(crate) fn judge_kept(&self, typed_because: Option<&str>) -> Result<()> {
        if self.undeclared() != Undeclared::Keep {
            return Ok(());
        }
        match self.record.has_map.then_some("`map`").or(typed_because) {
            None => Ok(()),
            Some(why) => Err(Error::system(format!(
                "undeclared = \"keep\" cannot be combined with {why}: the record is written from the struct, without \
                 undeclared fields; set `undeclared = \"drop\"` on this stream"
            ))),
        }
    }

    /// The error in the options of embedded children: the rest cannot be requested, or `path` is never used.
    fn embedded_problem(&self) -> Option<Error> {
        let mut embedded = self.parents().filter_map(|parent| parent.words.embedded().transpose());
        let embedded = match embedded.next()? {
            Ok(embedded) => embedded,
            Err(problem) => return Some(problem),
        };
        if self.slicers.len() > 1 {
            return Some(Error::system(
                "parent: `from` cannot be combined with another slicer: the embedded children are in one record",
            ));
        }
        let why = if embedded.more.is_some() {
            let hook = self
                .next_page_token
                .as_ref()
                .map(|_| "`next_page_token` needs a response, which an embedded list does not have");
            format!(
                "`more` requests the rest of an embedded list, but {}; use `offset`, or a `cursor` with \
                 `token = last(\"…\")`: they can continue after the last embedded record",
                hook.or_else(|| self.paginate().needs_response())?
            )
        } else if self.path.is_some() || self.path_hook.is_some() {
            "an embedded list without `more` sends no requests, so `path` is not used; set `more`, or remove `path`"
                .to_owned()
        } else {
            return None;
        };
        Some(Error::system(format!("parent: {why}")))
    }

    /// Options that need the whole body conflict with a streaming decoder.
    fn decoder_problem(&self) -> Option<Error> {
        self.decoder.form()?;
        let word = self.decoder.word();
        let why = if self.parse_response.is_some() {
            "`parse_response` finds the records itself; remove the decoder or `parse_response`".to_owned()
        } else if self.own.records.is_some() {
            "the records are the whole body; remove `records`".to_owned()
        } else {
            let needs = self.paginate().needs_envelope()?;
            format!(
                "{needs} is in the body around the records, and this format has no such part; use another pagination or `none`"
            )
        };
        Some(Error::system(format!("decoder = \"{word}\": {why}")))
    }

    /// The error in the options of its parents.
    fn parents_problem(&self) -> Option<Error> {
        let batched = self.parents_that_wait().any(|parent| parent.words.batching.is_some());
        let waits_in_vain = batched.then(|| {
            Error::system(
                "parent: `only` with `batch` runs before the slices after the parent are known; declare `slices` before the \
                 parent",
            )
        });
        let problem = parents_problem(self.parents().map(|parent| &parent.words));
        problem.or(waits_in_vain).or_else(|| self.embedded_problem())
    }

    /// The error in the definition's own options, with the stream's name.
    pub(crate) fn take_problem(&mut self) -> Option<Error> {
        let cursor_in_text = self.body().is_text() && self.paginate().is_sent_in_body();
        let cursor_in_text = cursor_in_text.then(|| {
            Error::system("a text body has no place for the page token; put the cursor into a `param` or a `header`")
        });
        let said = self.own.problems.drain(..).chain(self.inherited.problems.drain(..)).next();
        let paginate = self.own.paginate.as_ref().or(self.inherited.paginate.as_ref());
        let paginate = || paginate?.problem.as_ref().map(|problem| Error::system(format!("paginate: {problem}")));
        let problem = said
            .or_else(paginate)
            .or(cursor_in_text)
            .or_else(|| self.cache_problem())
            .or_else(|| self.decoder_problem())
            .or_else(|| self.parents_problem())
            .or_else(|| self.state_problem())
            .or_else(|| self.later_problem());
        problem.map(|problem| problem.in_stream(&self.name))
    }

    /// The error if `cache` does not support the stream's method.
    fn cache_problem(&self) -> Option<Error> {
        let problem = self.cache?.problem(&self.method)?;
        Some(Error::system(format!("cache: {problem}")))
    }

    /// The error in the definition of the syncs after the first one.
    fn later_problem(&mut self) -> Option<Error> {
        let field = |definition: &Self| definition.cursor.as_ref().map(|cursor| cursor.field.join("."));
        let first = field(self);
        let later = self.later.as_mut()?;
        let why = match first {
            Some(first) if field(later).as_ref() == Some(&first) => return later.take_problem(),
            Some(first) => format!("must have the same `cursor_field` as the stream: `{first}`"),
            None => "the stream needs a `cursor_field` to find new records in later syncs".to_owned(),
        };
        Some(Error::system(format!("behind_first_sync: {why}")))
    }
}
