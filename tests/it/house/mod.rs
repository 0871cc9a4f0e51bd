//! The house test: reads every Rust file of the workspace as tokens and holds it against the rules of the structure.
//!
//! Rules: the order of the rooms and of their folders (`docs/architecture.md`), no import circle between files, and
//! limits for functions, files and type names with their exceptions (`exceptions.txt`).

mod circles;
mod edges;
mod exceptions;
mod fake_trees;
mod functions;
mod imports;
mod items;
mod limits;
mod modules;
mod names;
mod order;
mod paths;
mod tokens;
mod workspace;
