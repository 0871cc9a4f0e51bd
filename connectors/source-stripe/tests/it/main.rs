//! What the connector promises, in one binary.

mod announced;
mod api;
mod children;
mod embedded;
mod golden;
mod incremental;
mod incremental_below;
mod incremental_children;
mod objects;
mod packaging;
mod reads;
mod refusals;
mod requests;
mod shape;
mod texts;
mod troubles;
mod updated;
