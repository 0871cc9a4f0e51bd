//! The contract scanner against `serde_json`: a fuzzer, and the fourteen groups that a scanner of records must pass.

mod fuzz;
mod generate;
mod keys_and_structure;
mod numbers_and_texts;
mod reference;
mod rng;
mod support;
mod tree;
mod types;
