//! Quote: parts of the data in messages.

use serde_json::{Map, Value};

use crate::secret::Redactor;

/// Maximum length of a partition in a message, in characters.
const QUOTED_PARTITION: usize = 200;

/// A partition for a message: masked before it is cut, because half a secret would not be recognised.
pub(crate) fn quote_partition(partition: &Map<String, Value>, redactor: &Redactor) -> String {
    let text = serde_json::to_string(partition).unwrap_or_default();
    let text = redactor.mask(&text);
    match text.char_indices().nth(QUOTED_PARTITION) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.into_owned(),
    }
}
