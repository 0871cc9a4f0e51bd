//! Open stream: a plan while it is read: with the run, its totals, and how its requests are sent and counted.
//!
//! In: a plan. Out: what the readers of the stream's slices share. Each parent is open too, with its own totals, while
//! the stream is open.

use std::rc::Rc;

use serde_json::Value;

use super::build::build_plan;
use super::columns::Columns;
use super::run_context::{RunContext, scope};
use super::stream_plan::StreamPlan;
use crate::client::{Sending, Stats};
use crate::error::Result;
use crate::http::Requester;
use crate::read::base::record_source::RecordQueue;
use crate::read::base::request_observer::request_observer;
use crate::read::base::tally::Tally;
use crate::state::StreamProgress;
use crate::stream::Definition;
use crate::stream::scope::{PageScope, Scope, Slice};

/// Reads the typed records of a stream; with a progress, only what that has not read yet. A function of
/// `stream::record_source`.
pub(crate) type OpenRecords<C> = fn(&Rc<OpenStream<C>>, Option<Rc<StreamProgress>>) -> RecordQueue;

/// A stream that is being read.
pub(crate) struct OpenStream<C> {
    pub(crate) run: Rc<RunContext<C>>,
    pub(crate) plan: Rc<StreamPlan<C>>,
    pub(crate) sending: Rc<Sending>,
    pub(crate) tally: Tally,
    /// Its parents, in the order of their slicers.
    pub(crate) parents: Vec<Rc<OpenStream<C>>>,
    pub(crate) open_records: OpenRecords<C>,
}

/// A slice that is being read.
pub(crate) struct OpenSlice<C> {
    pub(crate) stream: Rc<OpenStream<C>>,
    pub(crate) slice: Rc<Slice>,
}

// Not derived: a derive would demand `C: Clone`.
impl<C> Clone for OpenSlice<C> {
    fn clone(&self) -> Self {
        Self { stream: self.stream.clone(), slice: self.slice.clone() }
    }
}

impl<C: 'static> OpenStream<C> {
    /// Makes the plan of a stream and opens it.
    ///
    /// # Errors
    /// As for [`build_plan`].
    pub(crate) fn open(
        definition: Definition<C>,
        run: &Rc<RunContext<C>>,
        open_records: OpenRecords<C>,
    ) -> Result<Rc<Self>> {
        Self::open_selected(definition, None, run, open_records)
    }

    /// The same for a stream of the catalog, which may select a part of the fields.
    ///
    /// # Errors
    /// As for [`build_plan`].
    pub(crate) fn open_selected(
        definition: Definition<C>,
        columns: Option<Columns>,
        run: &Rc<RunContext<C>>,
        open_records: OpenRecords<C>,
    ) -> Result<Rc<Self>> {
        let mut plan = build_plan(definition, run)?;
        plan.record.columns = columns;
        Ok(Self::of_plan(&Rc::new(plan), run, open_records))
    }

    fn of_plan(plan: &Rc<StreamPlan<C>>, run: &Rc<RunContext<C>>, open_records: OpenRecords<C>) -> Rc<Self> {
        let tally = Tally::new(plan.record.program.clone());
        let parents = plan.parents.iter().map(|parent| Self::of_plan(parent, run, open_records)).collect();
        let sending = Rc::new(sending(plan, run, &tally));
        Rc::new(Self { run: run.clone(), plan: plan.clone(), sending, tally, parents, open_records })
    }

    pub(crate) fn name(&self) -> &str {
        &self.plan.definition.name
    }

    /// What is known when a request is made, or when its page is at hand.
    pub(crate) fn scope<'a>(
        &'a self,
        slice: &'a Slice,
        next_page_token: Option<&'a Value>,
        page: Option<&'a PageScope>,
    ) -> Scope<'a, C> {
        scope(&self.run, self.name(), slice, next_page_token, page)
    }

    /// Slices that are read at the same time: as many as there may be requests in flight.
    pub(crate) fn most_at_once(&self) -> usize {
        let most = self.run.client.gate.most();
        self.plan.request.most_in_flight.map_or(most, |own| own.min(most))
    }

    /// The counts of the stream's requests, and of its parents'.
    pub(crate) fn all_stats(&self) -> Vec<Rc<Stats>> {
        let parents = self.parents.iter().flat_map(|parent| parent.all_stats());
        std::iter::once(self.tally.requests.clone()).chain(parents).collect()
    }
}

/// How the stream sends its requests, counted in its tally.
fn sending<C: 'static>(plan: &StreamPlan<C>, run: &RunContext<C>, tally: &Tally) -> Sending {
    let (definition, request) = (&plan.definition, &plan.request);
    let label = format!("stream `{}`", definition.name);
    Sending {
        who: definition.name.clone(),
        label: label.clone(),
        requester: Requester::Stream,
        signer: request.signer.clone(),
        pass: Some(request.passes.of_all()),
        retry: definition.retry(),
        circuit: definition.circuit(),
        observer: Some(request_observer(label, run.output.clone(), request.selected.clone())),
        cache: definition.cache,
        stats: tally.requests.clone(),
    }
}
