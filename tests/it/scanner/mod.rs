//! The contract scanner against `serde_json`: a fuzzer, and the fourteen groups that a scanner of records must pass.
//! What deliberate mistakes in the scanner each test catches: `MUTANTS.md`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "tests, and a tally that is read by people")]

mod cuts_and_state;
mod emission_and_envelope;
mod fuzz;
mod generate;
mod json_text;
mod keys_and_structure;
mod kinds_and_fields;
mod leaves;
mod lists;
mod numbers_and_texts;
mod reference;
mod render;
mod support;
mod tree;
mod types;
mod unions;
