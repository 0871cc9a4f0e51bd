//! The code of the recipes, by topic. Each recipe is one region; the tests show that what its page says is true.

mod access;
mod changes;
mod failures;
mod pagination;
mod records;
mod reports;
mod substreams;
