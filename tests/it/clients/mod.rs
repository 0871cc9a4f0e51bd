//! The outside judges on the connectors' binaries as they are shipped.

mod employees;
mod judged;
mod out;
mod slack;
mod states;
mod stripe;
mod undecodable;
