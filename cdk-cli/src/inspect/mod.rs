//! `cdk inspect`: a cassette → one HTML page that shows each request, wait, page and state.
//!
//! In: [`InspectArguments`]. Out: a file without references to other files or servers.
//! Steps: `events` (lines of the cassette → what the page shows) → `html` (the page).
//! Default: bodies share 64 MiB, so that a browser can open the page of 10,000 exchanges; longer ones are cut.
//! Not here: reading a cassette (see `cassette`). The page's own code is in `page`.

mod arguments;
mod command;
mod events;
mod html;

pub(crate) use arguments::InspectArguments;
pub(crate) use command::run;
