//! Process: what a stream's own functions make of a record: `filter`, `map`, `get_updated_state`, and serde for them.
//!
//! In: a record's JSON. Out: whether and how it leaves; the state behind it.
//! Not here: when a record is asked (see `read::emit`).

use std::rc::Rc;

use schemars::JsonSchema;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::StreamDef;
use super::context::Context;
use super::definition::{Outcome, Process};
use super::incremental::{Updated, UpdatedHook};
use super::scope::Scope;
use crate::decode::{Beyond, LeafError, typed_beyond};
use crate::error::{Error, Result};

pub(super) type Filter<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>) -> Result<bool>>;
pub(super) type Map<R, C, P, S> = Box<dyn Fn(&Context<'_, R, C, P, S>, R) -> Result<Option<R>>>;

impl<R, C: 'static, P: 'static, S: 'static> StreamDef<R, C, P, S>
where
    R: Serialize + DeserializeOwned + JsonSchema + 'static,
{
    pub(super) fn updated_by(hook: UpdatedHook<R, C, P, S>) -> Updated<C> {
        Rc::new(move |scope, json| {
            let record: R = decode(json)?;
            hook(&Context::new(&Scope { record: Some(&record), ..*scope })?)
        })
    }

    pub(super) fn process(filter: Option<Filter<R, C, P, S>>, map: Option<Map<R, C, P, S>>) -> Process<C> {
        Rc::new(move |scope, json| {
            let (record, beyond) = decoded::<R>(json)?;
            if let Some(filter) = &filter {
                let scope = Scope { record: Some(&record), ..*scope };
                if !filter(&Context::new(&scope)?)? {
                    return Ok(Outcome::Skip);
                }
            }
            let Some(map) = &map else { return Ok(Outcome::Keep) };
            match map(&Context::new(scope)?, record)? {
                Some(record) => Ok(Outcome::Replace(encode(&record, &beyond, json.len())?)),
                None => Ok(Outcome::Skip),
            }
        })
    }
}

/// A record's struct. The contract has let the record pass, so a refusal here is serde's own.
pub(super) fn decode<R: DeserializeOwned>(json: &[u8]) -> Result<R> {
    decoded(json).map(|(record, _)| record)
}

/// What serde writes for a record that it has read.
pub(super) fn rewrite<R: DeserializeOwned + Serialize>(json: &[u8]) -> Result<Vec<u8>> {
    let (record, beyond) = decoded::<R>(json)?;
    encode(&record, &beyond, json.len())
}

fn decoded<R: DeserializeOwned>(json: &[u8]) -> Result<(R, Beyond)> {
    typed_beyond(json).map_err(|refusal| {
        let refused = LeafError::from(refusal);
        Error::system(format!("serde refuses the record at `{}`: {}", refused.pointer, refused.message))
    })
}

/// A record's text, with the API's own texts for moments beyond jiff's last; `len`: about as long as that.
fn encode<R: Serialize>(record: &R, beyond: &Beyond, len: usize) -> Result<Vec<u8>> {
    let mut text = Vec::with_capacity(len + len / 8);
    serde_json::to_writer(&mut text, record)?;
    Ok(beyond.restored(text))
}
