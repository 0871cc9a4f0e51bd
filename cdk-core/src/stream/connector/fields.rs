//! Fields: checks at compile time whether a record struct has the field that a template names.
//!
//! In: the fields of a struct that derives `HttpStream`, and a name. Out: `true`, or a compile-time error at the
//! template with the most similar field, or all fields.
//! The fields of other types are unknown here; the compiler then reports the missing field itself.

/// Maximum number of fields that a message lists.
const LISTED: usize = 24;
/// Longer names are not compared.
const COMPARED: usize = 48;

/// The fields of a struct.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The struct's name.
    pub of: &'static str,
    /// The fields' Rust names; `None` if unknown.
    pub names: Option<&'static [&'static str]>,
}

impl Fields {
    /// The fields are unknown.
    pub const UNKNOWN: Self = Self { of: "", names: None };
    /// The fields of a missing parent: the parent stream does not have a parent.
    pub const NO_PARENT: Self = Self { of: "", names: Some(&[]) };
}

/// Whether the struct has the field `name`. `place`: the placeholder and its position, for the message.
///
/// # Panics
/// At compile time, if the struct does not have the field.
#[track_caller]
pub const fn has_field(fields: Fields, place: &str, name: &str) -> bool {
    let Some(names) = fields.names else { return true };
    let mut at = 0;
    while at < names.len() {
        if is_same(names[at], name) {
            return true;
        }
        at += 1;
    }
    let mut text = ConstText { bytes: [0; 2048], length: 0 };
    text.push(place);
    if fields.of.is_empty() {
        text.push(": the parent stream does not have a parent, so `grandparent` is not available");
        panic!("{}", text.as_str());
    }
    text.push(": `");
    text.push(fields.of);
    text.push("` has no field `");
    text.push(name);
    text.push("`");
    match nearest(name, names) {
        Some(meant) => {
            text.push("; did you mean `");
            text.push(meant);
            text.push("`?");
        }
        None => list(&mut text, names),
    }
    panic!("{}", text.as_str())
}

/// Writes `; available: `a`, `b``.
const fn list(text: &mut ConstText, names: &[&str]) {
    let mut at = 0;
    while at < names.len() && at < LISTED {
        text.push(if at == 0 { "; available: `" } else { "`, `" });
        text.push(names[at]);
        at += 1;
    }
    if names.len() > LISTED {
        text.push("`, …");
    } else if !names.is_empty() {
        text.push("`");
    }
}

/// The bound of [`known`]. The compiler evaluates it before the field access, so that there is only one error.
#[derive(Debug)]
pub struct KnownField<const IS: bool>;

/// The type of [`KnownField`].
pub trait Same<T: ?Sized> {
    /// `T`.
    type Out: ?Sized;
    /// The same value.
    fn same(value: &T) -> &Self::Out;
}

impl<T: ?Sized> Same<T> for KnownField<true> {
    type Out = T;

    fn same(value: &T) -> &T {
        value
    }
}

/// The same value, if its field exists.
#[inline]
pub fn known<const IS: bool, T: ?Sized>(value: &T) -> &<KnownField<IS> as Same<T>>::Out
where
    KnownField<IS>: Same<T>,
{
    <KnownField<IS> as Same<T>>::same(value)
}

/// Whether two texts are equal, at compile time.
pub(super) const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut at = 0;
    while at < one.len() {
        if one[at] != other[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The most similar known name: at most a third of the letters (at least one, at most three) must change. The same as
/// `source::similar`, which a constant function cannot call.
const fn nearest<'a>(name: &str, names: &[&'a str]) -> Option<&'a str> {
    let third = name.len() / 3;
    let limit = if third < 1 {
        1
    } else if third > 3 {
        3
    } else {
        third
    };
    let (mut found, mut least, mut at) = (None, limit + 1, 0);
    while at < names.len() {
        let distance = distance(name.as_bytes(), names[at].as_bytes());
        if distance < least {
            least = distance;
            found = Some(names[at]);
        }
        at += 1;
    }
    found
}

/// Edit distance: how many letters must be added, removed, replaced or swapped with their neighbour.
const fn distance(one: &[u8], other: &[u8]) -> usize {
    if one.len() > COMPARED || other.len() > COMPARED {
        return usize::MAX;
    }
    let mut rows = [[0; COMPARED + 1]; COMPARED + 1];
    let mut i = 0;
    while i <= one.len() {
        let mut j = 0;
        while j <= other.len() {
            rows[i][j] = if i == 0 {
                j
            } else if j == 0 {
                i
            } else {
                let is_other = !one[i - 1].eq_ignore_ascii_case(&other[j - 1]);
                let change = rows[i - 1][j - 1] + is_other as usize;
                let mut least = less(change, less(rows[i - 1][j] + 1, rows[i][j - 1] + 1));
                if i > 1
                    && j > 1
                    && one[i - 1].eq_ignore_ascii_case(&other[j - 2])
                    && one[i - 2].eq_ignore_ascii_case(&other[j - 1])
                {
                    least = less(least, rows[i - 2][j - 2] + 1);
                }
                least
            };
            j += 1;
        }
        i += 1;
    }
    rows[one.len()][other.len()]
}

const fn less(one: usize, other: usize) -> usize {
    if one < other { one } else { other }
}

/// A text built at compile time; it is cut if it is too long.
struct ConstText {
    bytes: [u8; 2048],
    length: usize,
}

impl ConstText {
    const fn push(&mut self, text: &str) {
        let text = text.as_bytes();
        if self.length + text.len() > self.bytes.len() {
            return;
        }
        let mut at = 0;
        while at < text.len() {
            self.bytes[self.length] = text[at];
            self.length += 1;
            at += 1;
        }
    }

    const fn as_str(&self) -> &str {
        match std::str::from_utf8(self.bytes.split_at(self.length).0) {
            Ok(text) => text,
            Err(_) => "a field is missing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_that_of_the_derive() {
        assert_eq!(nearest("idd", &["name", "id"]), Some("id"));
        assert_eq!(nearest("naem", &["id", "name"]), Some("name"));
        assert_eq!(nearest("Name", &["name"]), Some("name"));
        assert_eq!(nearest("xyz", &["id", "name"]), None);
        assert_eq!(nearest(&"x".repeat(100), &["id"]), None);
    }

    #[test]
    fn a_field_that_is_there_or_unknown_is_fine() {
        let fields = Fields { of: "Team", names: Some(&["id"]) };

        assert!(has_field(fields, "`{parent.id}`", "id"));
        assert!(has_field(Fields::UNKNOWN, "`{parent.id}`", "idd"));
    }
}
