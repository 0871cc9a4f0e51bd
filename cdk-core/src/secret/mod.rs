//! Secret: a text that nothing prints, and the one redactor that keeps it out of every message.
//!
//! In: the config's places marked `airbyte_secret` (type [`Secret`] marks them in the spec), and every credential that a
//! run computes. Out: texts in which each of them is `****`, also where it is percent-encoded, base64 or escaped, and where a piece
//! of a pasted one is alone (see `redactor`).
//! Default: a value of fewer than 4 characters is not masked, since masking `1` would garble every line.
//! Not here: which places are secret (see `schema::secrets`). Records are never masked: they are the user's data.

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
