//! What the connector promises, in one binary.

mod announced;
mod api;
mod golden;
mod packaging;
mod reads;
mod requests;
mod troubles;
