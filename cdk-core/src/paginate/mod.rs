//! Paginate: a page's envelope → the next page's token, or the end.
//!
//! In: what a page said outside its records (envelope, headers), how many records it held, its last record. Out:
//! `next_page_token` (any JSON value; `None` ends the loop) and where it goes in the next request.
//! Default: no pagination. Absent, `null`, `""` and `false`are not tokens. An empty page ends only `page` and `offset`.
//! An end that is not an end must never look green: see `guard` for what ends a loop with an error.
//! Not here: sending, finding records (see `decode`), the hook `next_page_token` (see `stream`).

mod embedded;
mod found;
mod guard;
mod link;
mod more;
mod place;
mod strategy;

pub(crate) use found::Facts;
pub(crate) use guard::{Guard, Next, WARN_EMPTY};
pub use place::Place;
pub(crate) use place::is_none;
pub use strategy::Paginate;
pub(crate) use strategy::{SendAt, Strategy};

#[cfg(test)]
mod tests;
