//! Interpret: reads a printed file as Rust, and holds JSON against its structs as serde and the scanner do.

use std::collections::HashMap;

use serde_json::Value;
use syn::ext::IdentExt;
use syn::{Fields, GenericArgument, Item, ItemStruct, LitStr, PathArguments, Type};

use crate::infer::record::{Moment, MomentParser};

/// The structs of a file.
pub(super) struct Interpreter {
    structs: HashMap<String, Vec<Field>>,
    /// The struct with the stream's attribute.
    pub(super) record: String,
    moments: MomentParser,
}

struct Field {
    name: String,
    ty: Type,
}

impl Interpreter {
    /// Panics if the text is not Rust, or if two structs or two fields have one name.
    pub(super) fn new(text: &str) -> Self {
        let file = syn::parse_file(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
        let mut found = Self { structs: HashMap::new(), record: String::new(), moments: MomentParser::default() };
        for item in &file.items {
            let Item::Struct(item) = item else { continue };
            let name = item.ident.to_string();
            if item.attrs.iter().any(|attribute| attribute.path().is_ident("stream")) {
                found.record.clone_from(&name);
            }
            assert!(found.structs.insert(name.clone(), fields(item)).is_none(), "two structs `{name}`\n{text}");
        }
        found
    }

    /// Why the struct refuses the record.
    pub(super) fn problem(&mut self, record: &Value) -> Option<String> {
        let name = self.record.clone();
        self.of_struct(&name, record)
    }

    fn of_struct(&mut self, name: &str, value: &Value) -> Option<String> {
        let Some(object) = value.as_object() else { return Some(format!("{name}: {value} is not an object")) };
        let fields: Vec<(String, Type)> = self
            .structs
            .get(name)
            .unwrap_or_else(|| panic!("unknown type {name}"))
            .iter()
            .map(|field| (field.name.clone(), field.ty.clone()))
            .collect();
        // `undeclared = "drop"` cuts it: a sample has no such field.
        let undeclared = object.keys().find(|key| fields.iter().all(|(name, _)| name != *key));
        if let Some(key) = undeclared {
            return Some(format!("{name} has no field for {key:?}"));
        }
        fields.into_iter().find_map(|(field, ty)| match object.get(&field) {
            Some(value) => self.of_type(&ty, value).map(|why| format!("{name}.{field}: {why}")),
            None if outer(&ty).0 == "Option" => None,
            None => Some(format!("{name}.{field} is absent")),
        })
    }

    fn of_type(&mut self, ty: &Type, value: &Value) -> Option<String> {
        let (name, inner) = outer(ty);
        let is_fine = match name.as_str() {
            "Option" => return if value.is_null() { None } else { self.of_type(&inner[0], value) },
            "Vec" => {
                return value.as_array().map_or(Some(format!("{value}: no list")), |all| {
                    all.iter().find_map(|value| self.of_type(&inner[0], value))
                });
            }
            "BTreeMap" => {
                return value.as_object().map_or(Some(format!("{value}: no map")), |all| {
                    all.values().find_map(|value| self.of_type(&inner[1], value))
                });
            }
            "Value" => true,
            "Map" => value.is_object(),
            "bool" => value.is_boolean(),
            "i64" => value.is_i64(),
            "u64" => value.is_u64(),
            "f64" => value.is_number(),
            "String" => value.is_string(),
            "Timestamp" => self.is_moment(Moment::Timestamp, value),
            "DateTime" => self.is_moment(Moment::DateTime, value),
            "Date" => self.is_moment(Moment::Date, value),
            other => return self.of_struct(other, value),
        };
        (!is_fine).then(|| format!("{value} is not {name}"))
    }

    fn is_moment(&mut self, moment: Moment, value: &Value) -> bool {
        value.as_str().is_some_and(|text| self.moments.accepts(moment, text))
    }
}

fn fields(item: &ItemStruct) -> Vec<Field> {
    let rule = serde(&item.attrs, "rename_all");
    let Fields::Named(named) = &item.fields else { return Vec::new() };
    let mut found: Vec<Field> = Vec::new();
    for field in &named.named {
        let ident = field.ident.as_ref().expect("a named field").unraw().to_string();
        let name = serde(&field.attrs, "rename").unwrap_or_else(|| renamed(&ident, rule.as_deref()));
        assert!(found.iter().all(|other| other.name != name), "two fields `{name}` in {}", item.ident);
        found.push(Field { name, ty: field.ty.clone() });
    }
    found
}

/// The value of `#[serde(word = "…")]`.
fn serde(attributes: &[syn::Attribute], word: &str) -> Option<String> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            let value: LitStr = meta.value()?.parse()?;
            if meta.path.is_ident(word) {
                found = Some(value.value());
            }
            Ok(())
        });
        parsed.unwrap();
    }
    found
}

/// serde's rules, written once more.
fn renamed(ident: &str, rule: Option<&str>) -> String {
    let pascal = || {
        let word =
            |word: &str| word.get(..1).unwrap_or_default().to_ascii_uppercase() + word.get(1..).unwrap_or_default();
        ident.split('_').map(word).collect::<String>()
    };
    match rule {
        None => ident.to_owned(),
        Some("PascalCase") => pascal(),
        Some("camelCase") => {
            pascal().get(..1).unwrap_or_default().to_ascii_lowercase() + pascal().get(1..).unwrap_or_default()
        }
        Some("kebab-case") => ident.replace('_', "-"),
        Some("SCREAMING_SNAKE_CASE") => ident.to_ascii_uppercase(),
        Some(other) => panic!("unknown rule {other}"),
    }
}

/// The last name of a type, and its arguments.
fn outer(ty: &Type) -> (String, Vec<Type>) {
    let Type::Path(path) = ty else { panic!("not a path") };
    let last = path.path.segments.last().expect("a path has a name");
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return (last.ident.to_string(), Vec::new()) };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty.clone()),
        _ => None,
    });
    (last.ident.to_string(), types.collect())
}
