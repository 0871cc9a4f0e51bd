//! Address: checks of the literal parts of `url_base` and `path`.
//!
//! In: the templates. Out: one error at the literal. A placeholder counts as a value that is not empty: core rejects an
//! empty value at run time. Not here: the values of placeholders (core).

use super::bare::is_bare_base;
use crate::ast::{Given, Part, Path, StreamWords, Template};
use crate::diagnostics::Diagnostics;

const SCHEMES: &[&str] = &["https://", "http://"];

pub(super) fn url_base_has_a_scheme(url_base: Option<&Given<Template>>, diagnostics: &Diagnostics) {
    let Some(Given { value, .. }) = url_base.filter(|given| !is_bare_base(&given.value)) else { return };
    let Template { literal, parts } = value;
    let is_good = match parts.as_slice() {
        // A value of the config may be a whole URL. A host without a scheme is only a part.
        [Part::Hole(_), Part::Text(text), ..] if !text.starts_with(['/', ':', '?', '#']) => {
            let written = literal.value();
            let message =
                format!("`url_base` needs a scheme before the host; write `url_base = \"https://{written}\"`");
            return diagnostics.error(literal.span(), message);
        }
        [Part::Hole(_), ..] => true,
        [Part::Text(text), ..] => SCHEMES.iter().any(|scheme| has_scheme(text, scheme)),
        [] => false,
    };
    if !is_good {
        let message = "`url_base` must begin with `https://`, `http://` or a placeholder, as in `url_base = \"https://api.example.com\"`";
        diagnostics.error(literal.span(), message);
    }
}

/// Letter case does not matter, as in every URL.
fn has_scheme(text: &str, scheme: &str) -> bool {
    text.get(..scheme.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
}

pub(super) fn path_has_no_empty_segment(words: &StreamWords, diagnostics: &Diagnostics) {
    let Some(Path::Template(Template { literal, parts })) = words.path.as_ref().map(|given| &given.value) else {
        return;
    };
    let part = |part: &Part| match part {
        Part::Text(text) => text.clone(),
        Part::Hole(_) => "x".to_owned(),
    };
    let whole: String = parts.iter().map(part).collect();
    // A whole URL is used as it is, and a query may hold anything.
    let whole = SCHEMES.iter().find_map(|scheme| whole.strip_prefix(scheme)).unwrap_or(&whole);
    let path = whole.split('?').next().unwrap_or_default();
    if path.contains("//") {
        diagnostics.error(literal.span(), "`path` contains an empty segment `//`; remove one slash");
    }
}
