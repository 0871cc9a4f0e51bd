//! Verify: whether serde means the same by a record as the contract, for a stream's first page with records.
//!
//! In: a record and its data as it leaves. Out: nothing, or the error that names `emit = "typed"`.

use super::errors::may_serde_accept;
use crate::decode::{FoundRecord, Undeclared};
use crate::error::{Error, Result};
use crate::read::plan::stream_plan::RecordPlan;
use crate::record::difference;

/// The net under the contract, for the first page: serde must accept the record and mean the same.
pub(crate) fn verify<C>(plan: &RecordPlan<C>, found: &FoundRecord<'_>, data: &[u8]) -> Result<()> {
    let Some(check) = plan.definition.record.whole else { return Ok(()) };
    let disagree =
        |what: String| Error::system(format!("{what}; if its serde code is written by hand, say `emit = \"typed\"`"));
    if let Err(refused) = check(data) {
        let (pointer, message) = (&refused.pointer, &refused.message);
        return Err(disagree(format!("the record fits its schema, but serde refuses it at `{pointer}`: {message}")));
    }
    // What the contract nulled, serde might have taken. Kept undeclared values are nulled for other reasons.
    if let Some(change) = found.changes().iter().find(|change| may_serde_accept(change.kind))
        && plan.definition.undeclared() != Undeclared::Keep
        && check(found.raw()).is_ok()
    {
        return Err(disagree(format!("`{}` does not fit its schema, but serde accepts it", change.field)));
    }
    let rewritten = (plan.definition.record.rewrite)(data)?;
    let (data, rewritten) = (serde_json::from_slice(data)?, serde_json::from_slice(&rewritten)?);
    match difference(&data, &rewritten) {
        Some(pointer) => Err(disagree(format!("serde writes `{pointer}` in another way than it reads it"))),
        None => Ok(()),
    }
}
