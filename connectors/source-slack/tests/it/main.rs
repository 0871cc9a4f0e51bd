//! What the connector promises, in one binary.

mod announced;
mod api;
mod channels;
mod golden;
mod incremental;
mod joins;
mod packaging;
mod pages;
mod reads;
mod refusals;
mod requests;
mod threads;
mod troubles;
mod windows;
