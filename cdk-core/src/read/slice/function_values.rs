//! Function values: the values that a function returns for slices, one after the other.
//!
//! In: the stream and the place of its slicer. Out: each value with its share of the partition: an object's
//! fields, or a scalar under the slicer's name.
//! Memory: a list is kept for the run of the stream, so that the function is called once; of a `SliceStream` one value
//! is held.
//! Not here: combining them with other slicers (see `product`).

use std::any::Any;
use std::rc::Rc;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::read::base::tally::FunctionList;
use crate::read::plan::open_stream::OpenStream;
use crate::read::request::function_api::FunctionApi;
use crate::stream::scope::Given;
use crate::stream::{ApiHandle, GivenSlicer, NextSlice, SliceKind, Slicer};

/// Gives the values of one slicer.
pub(crate) struct FunctionValues<C> {
    stream: Rc<OpenStream<C>>,
    /// The slicer's place among the stream's.
    at: usize,
    source: Option<ValueSource>,
    /// Of the value at hand, from 1.
    number: usize,
}

enum ValueSource {
    All(FunctionList),
    Lazy(Box<dyn NextSlice>),
}

impl<C: 'static> FunctionValues<C> {
    pub(crate) fn new(stream: &Rc<OpenStream<C>>, at: usize) -> Self {
        Self { stream: stream.clone(), at, source: None, number: 0 }
    }

    /// The next value; `None` at the end.
    ///
    /// # Errors
    /// The function's own, or that of a value which serde cannot write; nothing can follow it.
    pub(crate) async fn next(&mut self) -> Result<Option<Given>> {
        let stream = self.stream.clone();
        let Some(Slicer::Given(slicer)) = stream.plan.definition.slicers.get(self.at) else { return Ok(None) };
        self.next_of(slicer).await.map_err(|error| error.in_hook("slices"))
    }

    /// Calls the function, for the first round of values. Returns whether it returned a list without values.
    pub(crate) async fn call(&mut self) -> Result<bool> {
        let stream = self.stream.clone();
        let Some(Slicer::Given(slicer)) = stream.plan.definition.slicers.get(self.at) else { return Ok(false) };
        let source = self.ask(slicer).await.map_err(|error| error.in_hook("slices"))?;
        Ok(matches!(self.source.insert(source), ValueSource::All(list) if list.is_empty()))
    }

    async fn next_of(&mut self, slicer: &GivenSlicer<C>) -> Result<Option<Given>> {
        let source = match self.source.take() {
            Some(source) => self.source.insert(source),
            None => {
                let source = self.ask(slicer).await?;
                self.source.insert(source)
            }
        };
        let value = match source {
            ValueSource::All(list) => list.get(self.number).cloned(),
            ValueSource::Lazy(values) => values.next().await?,
        };
        let Some(typed) = value else { return Ok(None) };
        self.number += 1;
        let partition = partition(slicer, &*typed).map_err(|error| error.in_slice_number(self.number))?;
        Ok(Some(Given { name: slicer.name.clone(), typed, type_name: slicer.type_name, partition: Rc::new(partition) }))
    }

    async fn ask(&self, slicer: &GivenSlicer<C>) -> Result<ValueSource> {
        let kept = self.stream.tally.list(self.at);
        if let Some(list) = kept {
            return Ok(ValueSource::All(list));
        }
        let api = FunctionApi::of_stream(&self.stream);
        let api = ApiHandle::new(self.stream.run.config.clone(), self.stream.name(), Rc::new(api));
        Ok(match slicer.ask.ask(api).await?.0 {
            SliceKind::All(list) => {
                self.stream.tally.keep_list(self.at, list.clone());
                ValueSource::All(list)
            }
            SliceKind::Lazy(values) => ValueSource::Lazy(values),
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
