//! A found record → its data as it leaves: added fields, `filter`, `map`, and serde where the stream asks for it.

use std::borrow::Cow;

use serde_json::Value;

use crate::decode::{Body, Change, Found, PageError, Scanner, Undeclared};
use crate::error::{Error, Result};
use crate::read::page::errors::{could_be_serdes, in_words};
use crate::read::plan::stream_plan::Plan;
use crate::record::{AddedText, difference, holds};
use crate::stream::scope::Scope;
use crate::stream::{AddedValue, Outcome};
use crate::template::exact::Written;

impl<C: 'static> Plan<C> {
    /// Appends the record's data to `out`, and gives what was changed in it; `None` where `filter` or `map` drop it (`out` is as
    /// before then). A parent's record is decoded once more, so it is left as serde reads it.
    pub(crate) fn data<'a>(
        &self,
        found: &'a Found<'_>,
        scope: &Scope<'_, C>,
        added: &mut AddedText,
        out: &mut Vec<u8>,
        as_parent: bool,
    ) -> Result<Option<Cow<'a, [Change]>>> {
        self.add(found, scope, added)?;
        let start = out.len();
        found.write(added.as_bytes(), out);

        if self.typed_because.is_none() {
            let data = out.get(start..).unwrap_or_default();
            // A schema that says less than serde, and fields that the page does not hold: serde judges the whole.
            if self.program.wants_record_check() {
                self.program.check_record(data).map_err(|refused| {
                    Error::system(format!("serde refuses the record at `{}`: {}", refused.pointer, refused.message))
                })?;
            }
            if !self.verified.get() {
                self.verify(found, data)?;
            }
        }
        let mut changes = Cow::Borrowed(found.changes());
        if !added.changes().is_empty() {
            changes.to_mut().extend_from_slice(added.changes());
        }
        let data = out.get(start..).unwrap_or_default();
        let outcome = match self.finished(scope, data, as_parent) {
            Ok(outcome) => outcome,
            Err(error) if self.typed_because.is_some() => {
                let Some((mended, further)) = self.mended(data) else { return Err(self.refused(data, error)) };
                out.truncate(start);
                out.extend_from_slice(&mended);
                changes.to_mut().extend(further);
                self.finished(scope, &mended, as_parent)?
            }
            Err(error) => return Err(error),
        };
        match outcome {
            Outcome::Keep => {}
            Outcome::Skip => {
                out.truncate(start);
                return Ok(None);
            }
            Outcome::Replace(data) => {
                out.truncate(start);
                out.extend_from_slice(&data);
                return Ok(Some(in_record(changes, &data)?));
            }
        }
        Ok(Some(changes))
    }

    /// What hooks and serde make of a record's data.
    fn finished(&self, scope: &Scope<'_, C>, data: &[u8], as_parent: bool) -> Result<Outcome> {
        let record = &self.definition.record;
        let outcome = match &record.process {
            Some(process) => process(scope, data)?,
            None => Outcome::Keep,
        };
        match outcome {
            Outcome::Keep if self.typed_because.is_some() => {
                let written = (record.rewrite)(data)?;
                Ok(if as_parent { Outcome::Keep } else { Outcome::Replace(written) })
            }
            outcome => Ok(outcome),
        }
    }

    /// A record that serde refuses, with null for what does not fit a nullable field; `None` where that is not the reason.
    fn mended(&self, data: &[u8]) -> Option<(Vec<u8>, Vec<Change>)> {
        self.definition.record.whole.filter(|check| check(data).is_err())?;
        let mut mended = (Vec::new(), Vec::new());
        let each = |found: &Found<'_>| {
            found.write(b"", &mut mended.0);
            mended.1 = found.explained();
            Ok::<(), Error>(())
        };
        Scanner::new(self.contract_program(false).ok()?).record(&Body::from(data), each).ok()?;
        (!mended.1.is_empty()).then_some(mended)
    }

    /// Why serde refuses a record: in the contract's words, where the contract refuses it too.
    fn refused(&self, data: &[u8], error: Error) -> Error {
        let Ok(program) = self.contract_program(true) else { return error };
        match Scanner::new(program).record(&Body::from(data), |_| Ok::<(), Error>(())) {
            Err(PageError::Mismatch(mismatch)) => Error::system(in_words(&mismatch)),
            _ => error,
        }
    }

    fn add(&self, found: &Found<'_>, scope: &Scope<'_, C>, text: &mut AddedText) -> Result<()> {
        text.clear();
        if self.definition.added.is_empty() {
            return Ok(());
        }
        let scope = Scope { raw_record: Some(found.raw()), ..*scope };
        let captures = self.captures.added.iter().zip(&self.captures.added_over);
        for ((field, value), (sources, over)) in self.definition.added.iter().zip(captures) {
            let json = self.first_there(field, value, sources, found, &scope)?;
            // Nothing to add, so what the page says stands.
            let json = json.or_else(|| found.capture(*over));
            match json {
                Some(json) => text.push(&self.program, field, &json)?,
                None if self.required.contains(field) => {
                    return Err(Error::system(format!(
                        "`add`: the source of `{field}` is not in the record, and `{field}` is no `Option`"
                    )));
                }
                None => {}
            }
        }
        Ok(())
    }

    /// The text of an added field; `None` where it is absent.
    fn first_there<'a>(
        &self,
        field: &str,
        value: &AddedValue<C>,
        sources: &[Option<usize>],
        found: &'a Found<'_>,
        scope: &Scope<'_, C>,
    ) -> Result<Option<Cow<'a, [u8]>>> {
        let null_is_absent = matches!(value, AddedValue::First(_));
        for (value, source) in value.alternatives().iter().zip(sources) {
            let json = match value {
                AddedValue::Record(_) => source.and_then(|source| match found.capture(source)? {
                    // Mended anew, so that the change is listed for the added field too.
                    Cow::Owned(_) => found.capture_as_it_came(source).map(Cow::Borrowed),
                    text => Some(text),
                }),
                value => {
                    let value = self.added_value(field, value, scope)?;
                    value.map(|value| serde_json::to_vec(&Written(&value))).transpose()?.map(Cow::Owned)
                }
            };
            if let Some(json) = json.filter(|json| !null_is_absent || **json != *b"null") {
                return Ok(Some(json));
            }
        }
        Ok(None)
    }

    fn added_value(&self, field: &str, value: &AddedValue<C>, scope: &Scope<'_, C>) -> Result<Option<Value>> {
        Ok(match value {
            AddedValue::Now => {
                let text = Value::from(scope.now.to_string());
                let fits = self.program.check_field(field, text.to_string().as_bytes()).is_ok();
                Some(if fits { text } else { Value::from(scope.now.as_second()) })
            }
            AddedValue::Literal(value) => Some(value.clone()),
            AddedValue::Computed(value) => Some(value(scope)?),
            AddedValue::Template(template) => template.json(scope)?,
            AddedValue::Record(_) | AddedValue::First(_) | AddedValue::Unset => None,
        })
    }

    /// The net under the contract, for the first page: serde must accept the record and mean the same.
    fn verify(&self, found: &Found<'_>, data: &[u8]) -> Result<()> {
        let Some(check) = self.definition.record.whole else { return Ok(()) };
        let disagree = |what: String| {
            Error::system(format!("{what}; if its serde code is written by hand, say `emit = \"typed\"`"))
        };
        if let Err(refused) = check(data) {
            let (pointer, message) = (&refused.pointer, &refused.message);
            return Err(disagree(format!(
                "the record fits its schema, but serde refuses it at `{pointer}`: {message}"
            )));
        }
        // What the contract nulled, serde might have taken. Kept undeclared values are nulled for other reasons.
        if let Some(change) = found.changes().iter().find(|change| could_be_serdes(change.kind))
            && self.definition.undeclared() != Undeclared::Keep
            && check(found.raw()).is_ok()
        {
            return Err(disagree(format!("`{}` does not fit its schema, but serde accepts it", change.field)));
        }
        let rewritten = (self.definition.record.rewrite)(data)?;
        let (data, rewritten) = (serde_json::from_slice(data)?, serde_json::from_slice(&rewritten)?);
        match difference(&data, &rewritten) {
            Some(pointer) => Err(disagree(format!("serde writes `{pointer}` in another way than it reads it"))),
            None => Ok(()),
        }
    }
}

/// The changes at places that the record still holds once serde or `map` has written it: they may leave a null out, or
/// write it under another name.
fn in_record<'a>(changes: Cow<'a, [Change]>, data: &[u8]) -> Result<Cow<'a, [Change]>> {
    if changes.is_empty() {
        return Ok(changes);
    }
    let record: Value = serde_json::from_slice(data)?;
    Ok(changes.iter().filter(|change| holds(&record, &change.field)).cloned().collect())
}
