//! Given: the values that a function gives for slices, one after the other.
//!
//! In: the plan of the stream and the place of its slicer. Out: each value with its share of the partition: an object's
//! fields, or a scalar under the slicer's name.
//! Memory: a list is kept for the run of the stream, so that it is asked for once; of a `SliceStream` one value is held.
//! Not here: combining them with other slicers (see `slices`).

use std::any::Any;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::read::plan::stream_plan::{Plan, Run};
use crate::read::request::function_api::Asking;
use crate::stream::scope::Given;
use crate::stream::{GivenSlicer, NextSlice, SliceContext, SliceKind, Slicer};

/// A list that was given.
pub(crate) type List = Rc<[Rc<dyn Any>]>;

/// Gives the values of one slicer.
pub(crate) struct GivenValues<C> {
    plan: Rc<Plan<C>>,
    run: Rc<Run<C>>,
    /// The slicer's place among the stream's.
    at: usize,
    source: Option<Source>,
    /// Of the value at hand, from 1.
    number: usize,
}

enum Source {
    All(List),
    Lazy(Box<dyn NextSlice>),
}

impl<C: 'static> GivenValues<C> {
    pub(crate) fn new(plan: &Rc<Plan<C>>, run: &Rc<Run<C>>, at: usize) -> Self {
        Self { plan: plan.clone(), run: run.clone(), at, source: None, number: 0 }
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// The function's own, or that of a value which serde cannot write; nothing can follow it.
    pub(crate) async fn next(&mut self) -> Result<Option<Given>> {
        let plan = self.plan.clone();
        let Some(Slicer::Given(slicer)) = plan.definition.slicers.get(self.at) else { return Ok(None) };
        self.next_of(slicer).await.map_err(|error| error.with_context("hook", "slices"))
    }

    /// Whether the function gives a list without values. It is asked for it by this, and not again for the first round.
    pub(crate) async fn is_empty_list(&mut self) -> Result<bool> {
        let plan = self.plan.clone();
        let Some(Slicer::Given(slicer)) = plan.definition.slicers.get(self.at) else { return Ok(false) };
        let asked = self.ask(slicer).await.map_err(|error| error.with_context("hook", "slices"))?;
        Ok(matches!(self.source.insert(asked), Source::All(list) if list.is_empty()))
    }

    async fn next_of(&mut self, slicer: &GivenSlicer<C>) -> Result<Option<Given>> {
        let source = match self.source.take() {
            Some(source) => self.source.insert(source),
            None => {
                let asked = self.ask(slicer).await?;
                self.source.insert(asked)
            }
        };
        let value = match source {
            Source::All(list) => list.get(self.number).cloned(),
            Source::Lazy(values) => values.next().await?,
        };
        let Some(typed) = value else { return Ok(None) };
        self.number += 1;
        let partition = partition(slicer, &*typed).map_err(|error| error.with_context("slice", self.number))?;
        Ok(Some(Given { name: slicer.name.clone(), typed, type_name: slicer.type_name, partition: Rc::new(partition) }))
    }

    async fn ask(&self, slicer: &GivenSlicer<C>) -> Result<Source> {
        let kept = self.plan.lists.borrow().get(&self.at).cloned();
        if let Some(list) = kept {
            return Ok(Source::All(list));
        }
        let asking = Asking::new(self.plan.clone(), self.run.clone(), self.plan.sending.clone());
        let cx = SliceContext::new(self.run.config.clone(), &self.plan.definition.name, Rc::new(asking));
        Ok(match slicer.ask.ask(cx).await?.0 {
            SliceKind::All(list) => {
                self.plan.lists.borrow_mut().insert(self.at, list.clone());
                Source::All(list)
            }
            SliceKind::Lazy(values) => Source::Lazy(values),
        })
    }
}

fn partition<C>(slicer: &GivenSlicer<C>, value: &dyn Any) -> Result<Map<String, Value>> {
    let written = (slicer.write)(value)
        .map_err(|error| Error::system(format!("serde cannot write it, which the state needs: {}", error.message())))?;
    Ok(match written {
        Value::Object(fields) => fields,
        scalar => Map::from_iter([(slicer.name.to_string(), scalar)]),
    })
}
