//! The referee's own record: what leaves once it is judged.

use cdk_core::testing::scanner::Undeclared;
use serde_json::Value;

use super::reference::Reference;
use super::tree::{Is, Tree, mended};

impl<'a> Reference<'a> {
    /// The value as it leaves.
    pub(super) fn render(&self, schema: Option<&'a Value>, tree: &Tree, out: &mut Vec<u8>) {
        if self.nulled.contains(&tree.start) {
            return out.extend_from_slice(b"null");
        }
        let words = match schema {
            Some(schema) if std::ptr::eq(schema, self.root) => schema.as_object(),
            schema => schema.and_then(|schema| self.place(schema).words),
        };
        let word = |word: &str| words.and_then(|words| words.get(word));
        match &tree.is {
            Is::Array(elements) => {
                out.push(b'[');
                for (i, element) in elements.iter().enumerate() {
                    out.extend_from_slice(if i > 0 { b"," } else { b"" });
                    self.render(word("items").filter(|items| !items.is_array()), element, out);
                }
                out.push(b']');
            }
            Is::Object(members) => {
                let closed = word("properties").is_some() && word("additionalProperties").is_none();
                let drops = closed && self.undeclared == Undeclared::Drop;
                out.push(b'{');
                let mut first = true;
                for member in members {
                    let name = member.lossy.as_str();
                    let declared = word("properties").and_then(|properties| properties.get(name));
                    if drops && declared.is_none() {
                        continue;
                    }
                    out.extend_from_slice(if first { b"" } else { b"," });
                    first = false;
                    out.extend(mended(&self.text[member.key..member.key_end]));
                    out.push(b':');
                    let by_number = word("patternProperties").is_some();
                    self.render(declared.or(word("additionalProperties")).filter(|_| !by_number), &member.value, out);
                }
                out.push(b'}');
            }
            Is::Text(None) => out.extend(mended(&self.text[tree.start..tree.end])),
            _ => out.extend_from_slice(&self.text[tree.start..tree.end]),
        }
    }
}
