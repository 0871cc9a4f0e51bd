//! Process: what a stream's own functions make of a record: `filter`, `map`, `get_updated_state`, and serde for them.
//!
//! In: a record's JSON. Out: whether and how it leaves; the state behind it.
//! Not here: when a record is asked (see `read::emit`).

use std::rc::Rc;

use super::context::Context;
use super::definition::{Outcome, Process};
use super::incremental::{Updated, UpdatedHook};
use super::scope::Scope;
use super::{HasSchema, Readable, StreamDef, Writable};
use crate::error::Result;

pub(super) type Filter<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>) -> Result<bool>>;
pub(super) type Map<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>, R) -> Result<Option<R>>>;

impl<R, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S>
where
    R: Writable + Readable + HasSchema + 'static,
{
    pub(super) fn updated_by(hook: UpdatedHook<R, C, P, S>) -> Updated<C> {
        Rc::new(move |scope, json| {
            let (record, _) = R::from_json(json)?;
            hook(&Context::new(&Scope { record: Some(&record), ..*scope })?)
        })
    }

    pub(super) fn process(filter: Option<Filter<R, C, P, S>>, map: Option<Map<R, C, P, S>>) -> Process<C> {
        Rc::new(move |scope, json| {
            let (record, beyond) = R::from_json(json)?;
            if let Some(filter) = &filter {
                let scope = Scope { record: Some(&record), ..*scope };
                if !filter(&Context::new(&scope)?)? {
                    return Ok(Outcome::Skip);
                }
            }
            let Some(map) = &map else { return Ok(Outcome::Keep) };
            match map(&Context::new(scope)?, record)? {
                Some(record) => Ok(Outcome::Replace(beyond.restored(record.to_json(json.len())?))),
                None => Ok(Outcome::Skip),
            }
        })
    }
}
