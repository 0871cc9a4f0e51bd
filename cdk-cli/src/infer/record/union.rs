//! Union: two types of a schema → one type that accepts the values of both.

use std::rc::Rc;

use super::types::{Field, Kind, StructType, Typed};

/// The type of values that are one or the other. A field of one struct alone is an `Option`.
pub(crate) fn union(one: &Typed, other: &Typed) -> Typed {
    Typed { kind: kind(&one.kind, &other.kind), is_optional: one.is_optional || other.is_optional }
}

fn kind(one: &Kind, other: &Kind) -> Kind {
    use Kind::{Date, DateTime, Float, Integer, List, Map, Object, Struct, Text, Timestamp, Unsigned};
    match (one, other) {
        (one, other) if one == other => one.clone(),
        (Integer | Unsigned | Float, Integer | Unsigned | Float) => Float,
        (Date, DateTime) | (DateTime, Date) => DateTime,
        (Text | Timestamp | DateTime | Date, Text | Timestamp | DateTime | Date) => Text,
        (List(one), List(other)) => List(Box::new(union(one, other))),
        (Map(one), Map(other)) => Map(Box::new(union(one, other))),
        (Struct(one), Struct(other)) => Struct(Rc::new(structs(one, other))),
        (Struct(_) | Map(_) | Object, Struct(_) | Map(_) | Object) => Object,
        _ => Kind::Any,
    }
}

fn structs(one: &StructType, other: &StructType) -> StructType {
    let mut fields: Vec<Field> = Vec::new();
    for field in &one.fields {
        let mut field = field.clone();
        match other.field(&field.name) {
            Some(theirs) => {
                field.typed = union(&field.typed, &theirs.typed);
                field.description = field.description.or_else(|| theirs.description.clone());
                field.note = field.note.or_else(|| theirs.note.clone());
            }
            None => field.typed.is_optional = true,
        }
        fields.push(field);
    }
    for field in other.fields.iter().filter(|field| one.field(&field.name).is_none()) {
        let mut field = field.clone();
        field.typed.is_optional = true;
        fields.push(field);
    }
    StructType {
        name: one.name.clone().filter(|name| other.name.as_ref() == Some(name)),
        description: one.description.clone().filter(|text| other.description.as_ref() == Some(text)),
        fields,
    }
}
