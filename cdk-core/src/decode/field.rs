//! Field: checks of what does not come out of a page.
//!
//! In: the text of a field that the connector adds, or of a whole record as it leaves. Out: yes, or the misfit.
//! Nothing is absorbed here: what a connector makes itself is either right or an error.
//! Not here: adding (see `Found::write`).

use super::body::PaddedBody;
use super::found::{Change, FoundRecord};
use super::program::{LeafError, OnMismatch, Program};
use super::report::{FaultContext, Mismatch};
use super::scan::edit::write_edited;
use super::scan::fault::{Fault, MismatchKind, ScanStop};
use super::scan::{Memory, Scan};
use super::way::push_segment;

/// The text of an added field that its field's schema admits.
#[derive(Debug, Default)]
pub struct Checked {
    /// The text as it leaves, where that is another one.
    pub text: Option<Vec<u8>>,
    /// What was mended in it.
    pub changes: Vec<Change>,
}

impl Program {
    /// Checks one value (the text of an added field) against a top-level field; a name that the record does not have is
    /// `Undeclared`. Gives the text as it leaves, where that is another one: without line breaks and undeclared
    /// members, a [`JsonText`](crate::JsonText) as a text, and mended where it holds what no reader could decode, which
    /// is said besides.
    ///
    /// # Errors
    /// The mismatch; its pointer starts with the field's name, its offset counts in `json`.
    pub fn check_field(&self, name: &str, json: &[u8]) -> Result<Checked, Box<Mismatch>> {
        let body = PaddedBody::from(json);
        let fault = match self.judge_field(name, body.padded(), json) {
            Ok(checked) => return Ok(checked),
            Err(fault) => fault,
        };

        let mut mismatch = FaultContext { program: self, text: body.padded(), start: 0, record: 0 }.mismatch(&fault);
        let mut pointer = String::new();
        push_segment(&mut pointer, name);
        mismatch.pointer.insert_str(0, &pointer);
        mismatch.captures.clear();
        Err(Box::new(mismatch))
    }

    fn judge_field(&self, name: &str, text: &[u8], json: &[u8]) -> Result<Checked, Fault> {
        let undeclared = || Fault { kind: MismatchKind::Undeclared, ..Fault::default() };
        let refused =
            |message: &str| Fault { kind: MismatchKind::Leaf, detail: Some(message.to_owned()), ..Fault::default() };
        let fields = self.objects.first().map_or(&[][..], |record| &record.fields);
        let (index, field) = (0u32..).zip(fields).find(|(_, field)| field.name == name).ok_or_else(undeclared)?;

        // Shapes are only made where the value may need them: most added fields are texts and numbers.
        let mut memory = match json.first() {
            Some(b'{' | b'[') => Memory::new(self),
            _ => Memory::default(),
        };
        let (on_mismatch, mends) = (OnMismatch::Fail, self.on_mismatch == OnMismatch::Null);
        let mut scan = Scan { text, program: self, memory: &mut memory, on_mismatch, mends };
        match scan.value(field.node, 0, 1) {
            Ok(end) if end == json.len() => {}
            Ok(_) | Err(ScanStop::Syntax) => return Err(refused("a JSON value")),
            Err(ScanStop::Misfit) => return Err(memory.fault),
        }
        let written = (!memory.edits.is_empty()).then(|| {
            let mut written = Vec::new();
            write_edited(text, 0, json.len(), &memory.edits, &mut written);
            written
        });
        let leaving = written.as_deref().unwrap_or(json);
        let leaf = self.leaves.iter().find(|leaf| leaf.field == index);
        leaf.map_or(Ok(()), |leaf| (leaf.check)(leaving)).map_err(|error| refused(&error.message))?;
        let mut changes = FoundRecord::new(text, 0, json.len(), self, &memory).explained();
        for change in &mut changes {
            change.put_below(name);
        }
        Ok(Checked { text: written, changes })
    }

    /// Whether records must be shown to [`Program::check_record`] once the added fields are in.
    pub fn wants_record_check(&self) -> bool {
        self.checked && self.adds && self.record.is_some()
    }

    /// Asks serde about a whole record as it leaves, where some field's schema says less than serdeand it has no
    /// separate leaf.
    ///
    /// # Errors
    /// serde's.
    pub fn check_record(&self, json: &[u8]) -> Result<(), LeafError> {
        self.record.map_or(Ok(()), |check| check(json))
    }
}
