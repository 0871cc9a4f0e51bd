//! Path: where in a body the records lie.
//!
//! In: the stream's `records` word. Out: a [`RecordsPath`], or a sentence about the error in the path.
//! Not here: walking it (`envelope`, `page`, `peek`).

/// Where the records lie: `""` and `"."` are the root, `"a.b"` a field, `"a.*"` the values of the map there, `"a.*.b"`
/// the field `b` of each element or value of `a`. A `?` at the end allows the path to be absent.
///
/// An array there holds many records, an object is one (many, where the path ends in `*`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RecordsPath {
    pub(super) names: Vec<String>,
    pub(super) map: bool,
    /// The path in each element of the array, or in each value of the map, at `names`.
    pub(super) inner: Option<Box<Self>>,
    /// Whether nothing at the path means no records.
    pub(super) is_optional: bool,
}

impl RecordsPath {
    /// Reads the `records` word.
    ///
    /// # Errors
    /// A sentence: an empty name, or a `?` that is not at the end.
    pub fn parse(path: &str) -> Result<Self, String> {
        let (way, is_optional) = match path.strip_suffix('?') {
            Some(way) => (way, true),
            None => (path, false),
        };
        if way.contains('?') {
            return Err(format!("records path `{path}`: `?` is only allowed at the end"));
        }
        if matches!(way, "" | ".") {
            return Ok(Self { is_optional, ..Self::default() });
        }
        let names: Vec<&str> = way.strip_prefix('.').unwrap_or(way).split('.').collect();
        if names.contains(&"") {
            return Err(format!("records path `{path}`: a name is empty"));
        }
        Ok(Self::of_names(&names, is_optional))
    }

    fn of_names(names: &[&str], is_optional: bool) -> Self {
        let star = names.iter().position(|name| *name == "*");
        let (front, rest) = names.split_at(star.unwrap_or(names.len()));
        let owned = front.iter().map(|name| (*name).to_owned()).collect();
        match rest {
            [] => Self { names: owned, is_optional, ..Self::default() },
            [_] => Self { names: owned, map: true, is_optional, inner: None },
            [_, inner @ ..] => {
                let inner = Some(Box::new(Self::of_names(inner, is_optional)));
                Self { names: owned, map: false, is_optional, inner }
            }
        }
    }

    /// The names to the records' value, and the path of the records from that value on.
    pub fn parted(self) -> (Vec<String>, Self) {
        let Self { names, map, inner, is_optional } = self;
        (names, Self { names: Vec::new(), map, inner, is_optional })
    }

    /// Whether the records are the values of a map.
    pub fn is_map(&self) -> bool {
        self.map
    }

    /// The path in each element of a list, or in each value of a map, where the records are.
    pub fn inner(&self) -> Option<&Self> {
        self.inner.as_deref()
    }

    /// Whether nothing at the path means no records.
    pub fn is_optional(&self) -> bool {
        self.is_optional
    }

    /// Whether the records are the whole body.
    pub(super) fn is_root(&self) -> bool {
        self.names.is_empty()
    }
}
