//! Path: where in a body the records lie.
//!
//! In: the stream's `records` word. Out: a [`RecordsPath`], or a sentence about the error in the path.
//! Not here: walking it (`envelope`, `peek`).

/// Where the records lie: `""` and `"."` are the root, `"a.b"` a field, `"a.*"` the values of the map there.
///
/// An array there holds many records, an object is one (many, where the path ends in `*`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordsPath {
    pub(super) names: Vec<String>,
    pub(super) map: bool,
}

impl RecordsPath {
    /// Reads the `records` word.
    ///
    /// # Errors
    /// A sentence: an empty name, or a `*` that is not at the end.
    pub fn parse(path: &str) -> Result<Self, String> {
        if matches!(path, "" | ".") {
            return Ok(Self::default());
        }
        let mut names: Vec<String> = path.strip_prefix('.').unwrap_or(path).split('.').map(str::to_owned).collect();
        let map = names.last().is_some_and(|name| name == "*");
        if map {
            names.pop();
        }
        if names.iter().any(|name| name == "*") {
            return Err(format!("records path `{path}`: `*` is only allowed at the end"));
        }
        if names.iter().any(String::is_empty) {
            return Err(format!("records path `{path}`: a name is empty"));
        }
        Ok(Self { names, map })
    }

    /// The names to the records' value, and the path of the records from that value on.
    pub fn parted(self) -> (Vec<String>, Self) {
        (self.names, Self { names: Vec::new(), map: self.map })
    }

    /// Whether the records are the values of a map.
    pub fn is_map(&self) -> bool {
        self.map
    }

    /// Whether the records are the whole body.
    pub(super) fn is_root(&self) -> bool {
        self.names.is_empty()
    }
}
