//! The contract scanner against `serde_json`.

mod fuzz;
mod generate;
mod reference;
mod rng;
mod tree;
mod types;
