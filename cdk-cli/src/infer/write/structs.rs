//! Structs: a struct → its text.

use std::rc::Rc;

use super::super::guess::quoted;
use super::super::record::{Kind, StructType, Typed};
use super::comment::{doc, wrapped};
use super::field_names::field_names;
use super::struct_names::{NamedStruct, name_of};

/// The text of a struct. `attributes` are the lines between its comment and its name.
pub(super) fn struct_text(named: &NamedStruct, all: &[NamedStruct], attributes: &str) -> String {
    let NamedStruct { name, found, .. } = named;
    let names: Vec<&str> = found.fields.iter().map(|field| field.name.as_str()).collect();
    let fields = field_names(&names);
    let mut out = found.description.as_deref().map(|text| doc(text, "")).unwrap_or_default();
    out.push_str(attributes);
    if let Some(rule) = fields.rule {
        out.push_str(&format!("#[serde(rename_all = {})]\n", quoted(rule.name())));
    }
    out.push_str(&format!("pub(crate) struct {name} {{"));
    if found.fields.is_empty() {
        out.push_str("}\n");
        return out;
    }
    out.push('\n');
    for (field, name) in found.fields.iter().zip(&fields.fields) {
        out.push_str(&field.description.as_deref().map(|text| doc(text, "    ")).unwrap_or_default());
        out.push_str(&field.note.as_deref().map(|text| wrapped(text, "    // ")).unwrap_or_default());
        if let Some(rename) = &name.rename {
            out.push_str(&format!("    #[serde(rename = {})]\n", quoted(rename)));
        }
        out.push_str(&format!("    {}: {},\n", name.ident, type_text(&field.typed, all)));
    }
    out.push_str("}\n");
    out
}

/// `Option<Vec<OrderItem>>`
pub(super) fn type_text(typed: &Typed, all: &[NamedStruct]) -> String {
    let inner = match &typed.kind {
        Kind::Bool => "bool".to_owned(),
        Kind::Integer => "i64".to_owned(),
        Kind::Unsigned => "u64".to_owned(),
        Kind::Float => "f64".to_owned(),
        Kind::Text => "String".to_owned(),
        Kind::Timestamp => "Timestamp".to_owned(),
        Kind::DateTime => "DateTime".to_owned(),
        Kind::Date => "Date".to_owned(),
        Kind::Any => "Value".to_owned(),
        Kind::Object => "serde_json::Map<String, Value>".to_owned(),
        Kind::List(element) => format!("Vec<{}>", type_text(element, all)),
        Kind::Map(value) => format!("BTreeMap<String, {}>", type_text(value, all)),
        Kind::Struct(found) => name_of(all, found).to_owned(),
    };
    if typed.is_optional { format!("Option<{inner}>") } else { inner }
}

/// Whether a struct has a map.
pub(super) fn has_map(found: &Rc<StructType>) -> bool {
    fn is_map(typed: &Typed) -> bool {
        match &typed.kind {
            Kind::Map(_) => true,
            Kind::List(inner) => is_map(inner),
            _ => false,
        }
    }
    found.fields.iter().any(|field| is_map(&field.typed))
}
