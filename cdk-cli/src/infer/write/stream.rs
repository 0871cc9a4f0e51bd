//! Stream: the lines of `#[stream(…)]`, each after the comment with its reason.

use super::super::guess::Line;
use super::comment::wrapped;

/// The attribute's text.
pub(super) fn stream_text(source: &str, lines: &[Line]) -> String {
    let mut out = format!("#[stream(\n    source = {source},\n");
    for line in lines {
        if let Some(reason) = &line.reason {
            out.push_str(&wrapped(reason, "    // "));
        }
        if let Some(attribute) = &line.attribute {
            out.push_str(&format!("    {attribute},\n"));
        }
    }
    out.push_str(")]\n");
    out
}
