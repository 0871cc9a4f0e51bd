//! Emit: writes the data of a found record: added fields, `filter`, `map`, and serde if the stream needs it.
//!
//! Not here: the values of added fields (see `added`), whether serde agrees with the contract (see `verify`).

use std::borrow::Cow;

use serde_json::Value;

use super::added::add_fields;
use super::errors::describe_mismatch;
use super::verify::verify;
use crate::decode::{Change, FoundRecord, PaddedBody, PageError, Scanner};
use crate::error::{Error, Result};
use crate::read::base::tally::Tally;
use crate::read::plan::build::{Misfits, contract_of_written};
use crate::read::plan::stream_plan::RecordPlan;
use crate::record::{AddedText, holds};
use crate::stream::ProcessOutcome;
use crate::stream::scope::Scope;

/// The receiver of a record.
#[derive(Clone, Copy)]
pub(crate) enum Recipient {
    Output,
    /// The slices of a child stream, which decode the record.
    Child,
}

/// The contract and the receiver of a record.
pub(crate) struct EmitContext<'a, C> {
    pub(crate) plan: &'a RecordPlan<C>,
    pub(crate) tally: &'a Tally,
    pub(crate) recipient: Recipient,
}

/// Appends the record's data to `out`, and returns its changes.
///
/// Returns `None` if `filter` or `map` drop the record; then `out` is unchanged. A parent's record is decoded once
/// more, so it stays as serde reads it.
pub(crate) fn write_data<'a, C>(
    EmitContext { plan, tally, recipient }: EmitContext<'_, C>,
    found: &'a FoundRecord<'_>,
    scope: &Scope<'_, C>,
    added: &mut AddedText,
    out: &mut Vec<u8>,
) -> Result<Option<Cow<'a, [Change]>>> {
    add_fields(plan, found, scope, added)?;
    let start = out.len();
    found.write(added.as_bytes(), out);

    if plan.typed_because.is_none() {
        let data = out.get(start..).unwrap_or_default();
        // If the schema is less strict than serde, or the page does not contain all fields, serde checks the whole
        // record.
        if plan.program.wants_record_check() {
            plan.program.check_record(data).map_err(|refused| {
                Error::system(format!("serde cannot read the record at `{}`: {}", refused.pointer, refused.message))
            })?;
        }
        if !tally.is_verified() {
            verify(plan, found, data)?;
        }
    }
    let mut changes = Cow::Borrowed(found.changes());
    if !added.changes().is_empty() {
        changes.to_mut().extend_from_slice(added.changes());
    }
    let data = out.get(start..).unwrap_or_default();
    let outcome = match finish(plan, scope, data, recipient) {
        Ok(outcome) => outcome,
        Err(error) if plan.typed_because.is_some() => {
            let Some((mended, further)) = mend(plan, data) else { return Err(explain_refusal(plan, data, error)) };
            out.truncate(start);
            out.extend_from_slice(&mended);
            changes.to_mut().extend(further);
            finish(plan, scope, &mended, recipient)?
        }
        Err(error) => return Err(error),
    };
    match outcome {
        ProcessOutcome::Keep => {}
        ProcessOutcome::Skip => {
            out.truncate(start);
            return Ok(None);
        }
        ProcessOutcome::Replace(data) => {
            out.truncate(start);
            out.extend_from_slice(&data);
            return Ok(Some(retain_changes(changes, &data)?));
        }
    }
    Ok(Some(changes))
}

/// The record's data after hooks and serde.
fn finish<C>(plan: &RecordPlan<C>, scope: &Scope<'_, C>, data: &[u8], recipient: Recipient) -> Result<ProcessOutcome> {
    let record = &plan.definition.record;
    let outcome = match &record.process {
        Some(process) => process(scope, data)?,
        None => ProcessOutcome::Keep,
    };
    match outcome {
        ProcessOutcome::Keep if plan.typed_because.is_some() => {
            let written = (record.rewrite)(data)?;
            Ok(match recipient {
                Recipient::Child => ProcessOutcome::Keep,
                Recipient::Output => ProcessOutcome::Replace(written),
            })
        }
        outcome => Ok(outcome),
    }
}

/// The record with null for the values that serde rejects in nullable fields; `None` if that is not the problem.
fn mend<C>(plan: &RecordPlan<C>, data: &[u8]) -> Option<(Vec<u8>, Vec<Change>)> {
    plan.definition.record.whole.filter(|check| check(data).is_err())?;
    let mut mended = (Vec::new(), Vec::new());
    let each = |found: &FoundRecord<'_>| {
        found.write(b"", &mut mended.0);
        mended.1 = found.explained();
        Ok::<(), Error>(())
    };
    Scanner::new(contract_of_written(plan, Misfits::AsDeclared).ok()?).record(&PaddedBody::from(data), each).ok()?;
    (!mended.1.is_empty()).then_some(mended)
}

/// Why serde rejects a record; with the message of the contract, if the contract rejects it too.
fn explain_refusal<C>(plan: &RecordPlan<C>, data: &[u8], error: Error) -> Error {
    let Ok(program) = contract_of_written(plan, Misfits::Fail) else { return error };
    match Scanner::new(program).record(&PaddedBody::from(data), |_| Ok::<(), Error>(())) {
        Err(PageError::Mismatch(mismatch)) => Error::system(describe_mismatch(&mismatch)),
        _ => error,
    }
}

/// The changes of values that the record still contains after serde or `map` has written it. They may omit a null, or
/// write a value under another name.
fn retain_changes<'a>(changes: Cow<'a, [Change]>, data: &[u8]) -> Result<Cow<'a, [Change]>> {
    if changes.is_empty() {
        return Ok(changes);
    }
    let record: Value = serde_json::from_slice(data)?;
    Ok(changes.iter().filter(|change| holds(&record, &change.field)).cloned().collect())
}
