//! What the connector promises, in one binary.

mod announced;
mod api;
mod channels;
mod golden;
mod packaging;
mod pages;
mod reads;
mod requests;
mod threads;
mod troubles;
mod windows;
