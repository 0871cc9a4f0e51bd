//! The streams of the source by the builder.

mod parents;
mod people;
mod roots;
mod search;
mod state;

pub(super) use parents::{Likes, Meetings};
pub(super) use people::{Badges, Comments, People, Posts};
pub(super) use roots::{Event, Files, Hooked, Sales};
pub(super) use search::Search;
pub(super) use state::{Lines, Orders, Tallied};
