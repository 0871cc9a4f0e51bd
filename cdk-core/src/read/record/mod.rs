//! Record: a found record → what leaves of it, and where it goes.

pub(super) mod emit;
pub(super) mod identity;
pub(super) mod sink;
