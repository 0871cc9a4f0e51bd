//! Manifests against a scripted API: requests, records and states.

#![allow(clippy::unwrap_used, reason = "tests")]

mod pages;
mod run;
mod slices;
