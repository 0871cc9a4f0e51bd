//! Errors in a stream's options that do not depend on its schema and its parents.

use super::parents::parents_problem;
use crate::decode::Undeclared;
use crate::error::{Error, Result};
use crate::stream::definition::Definition;

impl<C> Definition<C> {
    /// Undeclared fields can only be passed on if records are written with their original bytes.
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
                "undeclared = \"keep\" cannot stand beside {why}: the record is written anew from the struct, which lacks \
                 those fields; say `undeclared = \"drop\"` on this stream"
            ))),
        }
    }

    /// Why the rest of an embedded list could not be requested, or why no request is ever sent.
    fn embedded_problem(&self) -> Option<Error> {
        let mut embedded = self.parents().filter_map(|parent| parent.words.embedded().transpose());
        let embedded = match embedded.next()? {
            Ok(embedded) => embedded,
            Err(problem) => return Some(problem),
        };
        if self.slicers.len() > 1 {
            return Some(Error::system(
                "parent: the children that `from` names lie in one record; no other slicer can stand beside it",
            ));
        }
        let why = if embedded.more.is_some() {
            let hook = self
                .next_page_token
                .as_ref()
                .map(|_| "`next_page_token` needs a response, which an embedded list has not");
            format!(
                "`more` asks for the rest of an embedded list, but {}; a `cursor` with `token = last(\"…\")` and `offset` can \
                 go on from its last record",
                hook.or_else(|| self.paginate().needs_response())?
            )
        } else if self.path.is_some() || self.path_hook.is_some() {
            "an embedded list without `more` is all that is read, so `path` is never asked for; say `more`, or take `path` \
             away"
            .to_owned()
        } else {
            return None;
        };
        Some(Error::system(format!("parent: {why}")))
    }

    /// Options that need a whole body conflict with a decoder that reads the body while it arrives.
    fn decoder_problem(&self) -> Option<Error> {
        self.decoder.form()?;
        let word = self.decoder.word();
        let why = if self.parse_response.is_some() {
            "`parse_response` finds the records itself; take one of them away".to_owned()
        } else if self.own.records.is_some() {
            "its records are the body itself, so `records` has no place; take it away".to_owned()
        } else {
            let needs = self.paginate().needs_envelope()?;
            format!(
                "{needs} lies in the body around the records, and there is nothing around them; say `paginate = none`, or another"
            )
        };
        Some(Error::system(format!("decoder = \"{word}\": {why}")))
    }

    /// The error in the options about its parents.
    fn parents_problem(&self) -> Option<Error> {
        let batched = self.parents_that_wait().any(|parent| parent.words.batching.is_some());
        let waits_in_vain = batched.then(|| {
            Error::system(
                "parent: `only` chooses the records of a batch, and `slices` behind it are not known by then; let `slices` \
                 stand in front of the parent",
            )
        });
        let problem = parents_problem(self.parents().map(|parent| &parent.words));
        problem.or(waits_in_vain).or_else(|| self.embedded_problem())
    }

    /// The error in the definition's own options, with the stream's name.
    pub(crate) fn take_problem(&mut self) -> Option<Error> {
        let cursor_in_text = self.body().is_text() && self.paginate().is_sent_in_body();
        let cursor_in_text = cursor_in_text.then(|| {
            Error::system(
                "a text as the body has no place for the page's token; let the cursor go to a `param` or a `header`",
            )
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

    /// Why the stream's method cannot go with `cache`.
    fn cache_problem(&self) -> Option<Error> {
        let problem = self.cache?.problem(&self.method)?;
        Some(Error::system(format!("cache: {problem}")))
    }

    /// The error in the definition for syncs after the first one.
    fn later_problem(&mut self) -> Option<Error> {
        let field = |definition: &Self| definition.cursor.as_ref().map(|cursor| cursor.field.join("."));
        let first = field(self);
        let later = self.later.as_mut()?;
        let why = match first {
            Some(first) if field(later).as_ref() == Some(&first) => return later.take_problem(),
            Some(first) => format!("the stream's `cursor_field` is `{first}`, and must be the same there"),
            None => "needs a `cursor_field`, by which a later sync is told what is new".to_owned(),
        };
        Some(Error::system(format!("behind_first_sync: {why}")))
    }
}
