//! Secret: a text that is never printed, and the redactor that masks it in every message.
//!
//! In: the config values marked `airbyte_secret` (the type [`Secret`] marks them in the spec), and every credential
//! that a run computes. Out: texts in which each secret is `****`, also if it is percent-encoded, base64 or escaped, or
//! if only a part of a pasted secret occurs (see `redactor`).
//! Default: a value of fewer than 4 characters is not masked, because masking `1` would make every line unreadable.
//! Not here: which values are secret (see `schema::secrets`). Records are never masked: they are the user's data.

mod needle;
mod pasted;
mod pieces;
mod redactor;
mod spelling;
mod value;

pub(crate) use needle::SHORTEST_MASKED;
pub(crate) use pasted::Pasted;
pub(crate) use redactor::{MASK, Redactor};
pub use value::Secret;
