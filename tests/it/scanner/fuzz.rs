//! The fuzzer: `serde_json` is the referee, an own judgement over a tree the second one.
//!
//! `CDK_FUZZ_CASES` sets the number of cases per type and `CDK_FUZZ_SEED` the seed. Every difference has a name and is
//! counted; one without a name fails with the case.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use cdk_core::testing::scanner::{
    LeafCheck, Mismatch, MismatchKind, OnMismatch, PaddedBody, PageError, Program, ProgramOptions, Scanner, Undeclared,
};
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use super::generate::Generator;
use super::reference::Reference;
use super::tree::{Tree, parse};
use super::types::{Charge, Flat, Subject, Tree as TreeRecord, Wide, Zoo, schema_of};
use crate::rng::Rng;

/// One way to read the same records.
struct Mode {
    scanner: Scanner,
    program: Arc<Program>,
    undeclared: Undeclared,
    nulls: bool,
}

/// What came out: the text and the changed fields.
type Outcome = Result<(Vec<u8>, Vec<String>), PageError<Infallible>>;

fn scan(scanner: &mut Scanner, body: &PaddedBody) -> Outcome {
    let mut out = Vec::new();
    let mut changes = Vec::new();
    scanner.record(body, |found| {
        found.write(b"", &mut out);
        changes.extend(found.changes().iter().map(|change| change.field.clone()));
        Ok(())
    })?;
    Ok((out, changes))
}

#[derive(Default)]
struct Tally {
    accepted: u64,
    refused: u64,
    positions: u64,
    nulled: u64,
    differences: BTreeMap<&'static str, u64>,
}

struct Fuzz<'a> {
    /// The schema, as the second referee reads it.
    judged: Value,
    leaves: &'a [(String, LeafCheck)],
    modes: Vec<Mode>,
    tally: Tally,
}

fn cases() -> u64 {
    std::env::var("CDK_FUZZ_CASES").ok().and_then(|n| n.parse().ok()).unwrap_or(4_000)
}

fn seed() -> u64 {
    std::env::var("CDK_FUZZ_SEED").ok().and_then(|n| n.parse().ok()).unwrap_or(20_261_123)
}

/// The schema with the one union of these types spelled out: its names, and that serde judges what they hold.
fn judged(schema: &Value) -> Value {
    let mut schema = schema.clone();
    if let Some(data) = schema.pointer_mut("/definitions/Data") {
        let loose = || json!({ "loose": true });
        let y = json!({ "loose": true, "type": ["boolean", "null"] });
        let pair = json!({ "loose": true, "properties": { "x": loose(), "y": y } });
        data["properties"] = json!({ "Number": loose(), "Pair": pair, "Nothing": true });
    }
    schema
}

fn run<T: Subject>(name: &str) {
    let schema = schema_of::<T>();
    let leaves = T::leaves();
    let mode = |undeclared, nulls| {
        let on_mismatch = if nulls { OnMismatch::Null } else { OnMismatch::Fail };
        let options = ProgramOptions { undeclared, on_mismatch, leaves: leaves.clone(), ..ProgramOptions::default() };
        let program = Arc::new(Program::compile(&schema, &options).unwrap());
        Mode { scanner: Scanner::new(program.clone()), program, undeclared, nulls }
    };
    let modes = vec![
        mode(Undeclared::Drop, false),
        mode(Undeclared::Drop, true),
        mode(Undeclared::Keep, true),
        mode(Undeclared::Keep, false),
        mode(Undeclared::Fail, true),
    ];
    let mut fuzz = Fuzz { judged: judged(&schema), leaves: &leaves, modes, tally: Tally::default() };
    let mut generator = Generator { rng: Rng::new(seed()), root: &schema, wrong: 0, spaces: 0 };
    for case in 0..cases() {
        let record = generator.record();
        fuzz.case::<T>(&record, case);
    }
    let Tally { accepted, refused, positions, nulled, differences } = fuzz.tally;
    println!("{name}: {accepted} accepted, {refused} refused, {positions} positions, {nulled} nulled; {differences:?}");
    assert!(accepted > cases() / 10, "the generator hardly makes a good record: {accepted}");
}

impl Fuzz<'_> {
    fn case<T: Subject>(&mut self, record: &[u8], case: u64) {
        let fail = |what: String| -> ! { panic!("case {case}: {what}\n{}", String::from_utf8_lossy(record)) };
        let body = PaddedBody::from(record);
        let text = std::str::from_utf8(record);
        let serde = serde_json::from_slice::<T>(record);
        let json = serde_json::from_slice::<IgnoredAny>(record);

        let first = scan(&mut self.modes[0].scanner, &body);
        let clean = first.as_ref().is_ok_and(|(_, changes)| changes.is_empty());
        if serde.is_ok() != clean {
            match difference(record, serde.is_ok(), &first) {
                Some(name) => *self.tally.differences.entry(name).or_default() += 1,
                None if beside_a_tag::<T>(serde.as_ref().err(), &first) => {
                    *self.tally.differences.entry("an undeclared key beside an external tag").or_default() += 1;
                }
                None => fail(format!("serde: {:?}, scanner: {first:?}", serde.err())),
            }
        }
        *(if clean { &mut self.tally.accepted } else { &mut self.tally.refused }) += 1;

        if text.is_err() || json.is_err() {
            for mode in &mut self.modes {
                match (scan(&mut mode.scanner, &body), text, &json) {
                    (Err(PageError::Syntax { offset, .. }), Err(error), _) => assert_eq!(offset, error.valid_up_to()),
                    (Err(PageError::Syntax { truncated, .. }), _, Err(error)) if truncated == error.is_eof() => {}
                    (Err(PageError::Syntax { truncated: true, .. }), _, Err(error))
                        if error.to_string().starts_with("invalid number") =>
                    {
                        *self.tally.differences.entry("truncated inside a number").or_default() += 1;
                    }
                    // serde wants four more bytes after `\u` before it looks at them.
                    (Err(PageError::Syntax { .. }), _, Err(error)) if error.is_eof() => {
                        *self.tally.differences.entry("truncated inside \\u").or_default() += 1;
                    }
                    (outcome, ..) => fail(format!("no JSON ({json:?}), yet {outcome:?}")),
                }
            }
            return;
        }
        let tree = parse(record);
        for i in 0..self.modes.len() {
            self.judge(i, record, &body, &tree, case);
        }
        if let Ok((out, _)) = first {
            if serde_json::from_slice::<T>(&out).is_err() {
                fail(format!("what leaves is refused by serde: {}", String::from_utf8_lossy(&out)));
            }
            let again = scan(&mut self.modes[0].scanner, &PaddedBody::from(out.clone()));
            assert_eq!(again.unwrap().0, out, "not idempotent, case {case}");
        }
    }

    /// One mode against the reference.
    fn judge(&mut self, i: usize, record: &[u8], body: &PaddedBody, tree: &Tree, case: u64) {
        let fail = |what: String| -> ! { panic!("case {case}: {what}\n{}", String::from_utf8_lossy(record)) };
        let mode = &mut self.modes[i];
        let counted = |scanner: &Scanner| {
            scanner.undeclared().iter().map(|(_, count)| count).sum::<u64>() + scanner.undeclared_beyond()
        };
        let before = if case.is_multiple_of(16) { counted(&mode.scanner) } else { 0 };
        let outcome = scan(&mut mode.scanner, body);
        let mut reference = Reference {
            root: &self.judged,
            text: record,
            undeclared: mode.undeclared,
            nulls: mode.nulls,
            nulled: Vec::new(),
            replaced: Vec::new(),
            cut: 0,
        };
        let judged = reference.record(tree).and_then(|()| reference.leaves(tree, self.leaves));
        match (&outcome, judged) {
            (Ok((out, changes)), Ok(())) => {
                let mut expected = Vec::new();
                reference.render(Some(&self.judged), tree, &mut expected);
                if *out != expected {
                    let (out, expected) = (String::from_utf8_lossy(out), String::from_utf8_lossy(&expected));
                    fail(format!("mode {i} wrote\n{out}\nfor\n{expected}"));
                }
                assert_eq!(changes.len(), reference.nulled.len() + reference.replaced.len(), "case {case}");
                self.tally.nulled += changes.len() as u64;
                if case.is_multiple_of(16) && reference.nulled.is_empty() {
                    assert_eq!(counted(&mode.scanner) - before, reference.cut, "undeclared, case {case}");
                }
            }
            (Err(PageError::Mismatch(mismatch)), Err(misfit)) => {
                let Mismatch { kind, offset, pointer, .. } = &**mismatch;
                if *kind != misfit.kind || *offset != misfit.offset || *pointer != misfit.pointer {
                    fail(format!("mode {i}: {mismatch:?}, expected {misfit:?}"));
                }
                self.tally.positions += 1;
            }
            (outcome, judged) => fail(format!("mode {i}: {outcome:?}, expected {judged:?}")),
        }
        if case.is_multiple_of(8) {
            let cold = scan(&mut Scanner::new(mode.program.clone()), body);
            assert_eq!(format!("{cold:?}"), format!("{outcome:?}"), "cold and warm differ, case {case}");
        }
    }
}

/// Whether serde takes what leaves, once an undeclared second key is cut from `{"Variant": …}`.
fn beside_a_tag<T: Subject>(refused: Option<&serde_json::Error>, outcome: &Outcome) -> bool {
    let is_left = |(out, _): &(Vec<u8>, Vec<String>)| serde_json::from_slice::<T>(out).is_ok();
    let of_a_key = |error: &serde_json::Error| {
        ["expected value", "unknown variant"].iter().any(|start| error.to_string().starts_with(start))
    };
    refused.is_some_and(of_a_key) && outcome.as_ref().is_ok_and(is_left)
}

/// The name of a difference between serde and the scanner, if it is one by design.
fn difference(record: &[u8], serde: bool, outcome: &Outcome) -> Option<&'static str> {
    if !serde {
        return None;
    }
    if std::str::from_utf8(record).is_err() {
        return Some("invalid UTF-8 in an ignored value");
    }
    let Err(PageError::Mismatch(mismatch)) = outcome else { return None };
    let first = record.get(mismatch.offset)?;
    match mismatch.kind {
        MismatchKind::Kind if *first == b'[' && mismatch.expected.contains("an object") => Some("a struct as an array"),
        MismatchKind::Kind if *first == b'{' && mismatch.expected.contains("one of") => {
            Some("a unit variant as an object")
        }
        // A union is kept as it is, so what serde ignores inside it must be readable as well.
        MismatchKind::Surrogate | MismatchKind::Infinite | MismatchKind::Depth
            if ["/x/", "/y/"].iter().any(|union| mismatch.pointer.contains(union)) =>
        {
            Some("an unreadable ignored value in a union")
        }
        MismatchKind::Duplicate => Some("a duplicate key in a map or value"),
        _ => None,
    }
}

#[test]
fn zoo_is_judged_as_serde_judges_it() {
    run::<Zoo>("zoo");
}

#[test]
fn recursive_types_are_judged_as_serde_judges_them() {
    run::<TreeRecord>("tree");
}

#[test]
fn charges_are_judged_as_serde_judges_them() {
    run::<Charge>("charge");
}

#[test]
fn more_than_64_fields_are_judged_as_serde_judges_them() {
    run::<Wide>("wide");
}

#[test]
fn flattened_maps_are_judged_as_serde_judges_them() {
    run::<Flat>("flat");
}
