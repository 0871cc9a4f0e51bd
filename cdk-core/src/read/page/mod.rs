//! Page: the pages of one slice, one after the other.

pub(super) mod advance;
pub(super) mod embedded;
pub(super) mod errors;
pub(super) mod look_ahead;
pub(super) mod page_log;
pub(super) mod parsed;
pub(super) mod probe;
pub(super) mod reader;
pub(super) mod streamed;
