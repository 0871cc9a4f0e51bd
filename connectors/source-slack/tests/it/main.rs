//! What the connector promises, in one binary.

mod announced;
mod api;
mod golden;
mod packaging;
