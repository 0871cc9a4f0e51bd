//! The slices of a stream, lazily: one where it has no parent, else one for each parent record, page by page.

use std::collections::VecDeque;
use std::rc::Rc;

use super::pages::Pages;
use super::plan::{Plan, Run};
use super::sink::Sink;
use crate::auth::LocalFuture;
use crate::error::Result;
use crate::stream::scope::{EmbeddedPage, ParentRecord, Slice};

/// Gives the slices of one stream. Holds at most one page of parent records.
pub(crate) enum Slices<C> {
    /// A stream without a parent.
    One { given: bool },
    /// A sub-stream.
    Parents(Box<Parents<C>>),
}

pub(crate) struct Parents<C> {
    /// The stream that the slices are of.
    child: Rc<Plan<C>>,
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    slices: Slices<C>,
    pages: Option<Pages<C>>,
    /// The parents' own parent, while its slice is read.
    above: Option<Rc<ParentRecord>>,
    queue: VecDeque<(Rc<ParentRecord>, Result<Option<EmbeddedPage>>)>,
}

impl<C: 'static> Slices<C> {
    pub(crate) fn new(plan: &Rc<Plan<C>>, run: &Rc<Run<C>>) -> Self {
        match &plan.parent {
            None => Self::One { given: false },
            Some(parent) => Self::Parents(Box::new(Parents::new(plan, parent, run))),
        }
    }

    /// The next slice; `None` at the end. Boxed, since a parent's slices are slices again.
    pub(crate) fn next(&mut self) -> LocalFuture<'_, Result<Option<Slice>>> {
        Box::pin(async move {
            match self {
                Self::One { given } => Ok((!std::mem::replace(given, true)).then(Slice::default)),
                Self::Parents(parents) => {
                    let name = parents.plan.definition.name.clone();
                    parents.next().await.map_err(|error| error.with_context("parent", name))
                }
            }
        })
    }
}

impl<C: 'static> Parents<C> {
    /// All records of a stream, in order; its own slices may be parents again. `child` is whose slices they are.
    pub(crate) fn new(child: &Rc<Plan<C>>, plan: &Rc<Plan<C>>, run: &Rc<Run<C>>) -> Self {
        Self {
            slices: Slices::new(plan, run),
            child: child.clone(),
            plan: plan.clone(),
            run: run.clone(),
            pages: None,
            above: None,
            queue: VecDeque::new(),
        }
    }

    pub(crate) async fn next(&mut self) -> Result<Option<Slice>> {
        loop {
            if let Some((record, embedded)) = self.queue.pop_front() {
                let key = record.key.clone();
                let slice = Slice { parent: Some(record), ..Slice::default() };
                if self.is_wanted(&slice)? {
                    let embedded = embedded.map_err(|error| error.with_context("record", key.trim()))?;
                    return Ok(Some(Slice { embedded, ..slice }));
                }
                continue;
            }
            let Some(pages) = &mut self.pages else {
                let Some(slice) = self.slices.next().await? else { return Ok(None) };
                self.above = slice.parent.clone();
                self.pages = Some(Pages::new(self.plan.clone(), self.run.clone(), slice).one_by_one());
                continue;
            };
            let mut sink = Sink::Parents { records: Vec::new(), above: self.above.clone() };
            if !pages.next(&mut sink).await? {
                self.pages = None;
            } else if let Sink::Parents { records, .. } = sink {
                self.queue.extend(records);
            }
        }
    }

    /// Whether `only` gives the candidate a slice.
    fn is_wanted(&self, slice: &Slice) -> Result<bool> {
        match &self.child.definition.parent_words.only {
            Some(only) => only(&self.child.scope(&self.run, slice, None, None)),
            None => Ok(true),
        }
    }
}
