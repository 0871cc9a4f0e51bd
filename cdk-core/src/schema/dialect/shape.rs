//! The shape of a value: which kinds it may be of, and what is in it.
//!
//! In: two shapes. Out: [`TypeShape::join`], wide enough for both (variants of a union), or [`TypeShape::meet`], what
//! both say together (`allOf`, or a struct with something flattened into it).
//! Not here: JSON (see `read` and `write`).

use serde_json::{Map, Value};

/// A kind of JSON value. Null is not a kind but a flag of the shape, as in "nullable".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TypeKind {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
}

impl TypeKind {
    pub(super) const ALL: [(TypeKind, &str); 6] = [
        (TypeKind::String, "string"),
        (TypeKind::Integer, "integer"),
        (TypeKind::Number, "number"),
        (TypeKind::Boolean, "boolean"),
        (TypeKind::Object, "object"),
        (TypeKind::Array, "array"),
    ];

    fn is_container(self) -> bool {
        matches!(self, TypeKind::Object | TypeKind::Array)
    }
}

/// What a schema says of a value.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct TypeShape {
    /// The kinds it may be of, in the order of the schema. Empty and not nullable: it may be anything.
    pub(super) kinds: Vec<TypeKind>,
    pub(super) nullable: bool,
    pub(super) format: Option<String>,
    pub(super) airbyte_type: Option<Value>,
    /// The only values that it may have, null aside.
    pub(super) values: Option<Vec<Value>>,
    pub(super) properties: Vec<(String, TypeShape)>,
    /// What undeclared properties hold; `None`: anything.
    pub(super) additional: Option<Box<TypeShape>>,
    /// What an array holds; `None`: anything.
    pub(super) items: Option<Box<TypeShape>>,
    /// Title, description and `airbyte_…` keys: said, not judged.
    pub(super) notes: Map<String, Value>,
}

impl TypeShape {
    pub(super) fn anything() -> Self {
        Self::default()
    }

    pub(super) fn of(kinds: impl Into<Vec<TypeKind>>) -> Self {
        Self { kinds: kinds.into(), ..Self::default() }
    }

    pub(super) fn is_anything(&self) -> bool {
        self.kinds.is_empty() && !self.nullable
    }

    pub(super) fn is_null(&self) -> bool {
        self.kinds.is_empty() && self.nullable
    }

    fn is_object(&self) -> bool {
        self.kinds == [TypeKind::Object]
    }

    /// A shape that holds every value of both. Where no useful shape does (an object or a text), it is anything.
    pub(super) fn join(self, other: Self) -> Self {
        if self.is_anything() || other.is_anything() {
            return Self::anything();
        }
        let nullable = self.nullable || other.nullable;
        if self.is_null() || other.is_null() {
            let shape = if self.is_null() { other } else { self };
            return Self { nullable, ..shape };
        }
        let mut kinds = self.kinds.clone();
        kinds.extend(other.kinds.iter().filter(|kind| !self.kinds.contains(kind)));
        if kinds.contains(&TypeKind::Number) {
            kinds.retain(|kind| *kind != TypeKind::Integer);
        }
        if kinds.len() > 1 && kinds.iter().any(|kind| kind.is_container()) {
            return Self::anything();
        }
        Self {
            kinds,
            nullable,
            format: self.format.filter(|format| other.format.as_ref() == Some(format)),
            airbyte_type: self.airbyte_type.filter(|name| other.airbyte_type.as_ref() == Some(name)),
            values: self.values.zip(other.values).map(|(values, more)| united(values, more)),
            properties: together(self.properties, other.properties, Self::join),
            additional: self.additional.zip(other.additional).map(|(a, b)| Box::new(a.join(*b))),
            items: self.items.zip(other.items).map(|(a, b)| Box::new(a.join(*b))),
            // What is said of one variant is not true of the union.
            notes: self.notes.into_iter().filter(|(key, note)| other.notes.get(key) == Some(note)).collect(),
        }
    }

    /// A shape that says what both say. `self`has precedence: its notes win, and its kinds if the two contradict.
    pub(super) fn meet(self, other: Self) -> Self {
        let mut notes = other.notes.clone();
        notes.extend(self.notes.clone());
        if self.is_anything() || self.is_null() && !other.is_anything() {
            return Self { notes, ..other };
        }
        if other.is_anything() {
            return Self { notes, ..self };
        }
        let common: Vec<TypeKind> = self.kinds.iter().copied().filter(|kind| other.allows(*kind)).collect();
        Self {
            kinds: if common.is_empty() { self.kinds } else { common },
            nullable: self.nullable && other.nullable,
            format: self.format.or(other.format),
            airbyte_type: self.airbyte_type.or(other.airbyte_type),
            values: self.values.or(other.values),
            properties: together(self.properties, other.properties, Self::meet),
            additional: self.additional.or(other.additional),
            items: self.items.or(other.items),
            notes,
        }
    }

    /// Joins the variants of a union that is next to `base`, and meets it with them.
    pub(super) fn with_variants(self, variants: Vec<Self>) -> Self {
        // Flattening an `Option` of an enum results in an empty variant: next to a struct it adds no property, and must
        // not remove the others.
        let variants = variants.into_iter().filter(|variant| !(self.is_object() && variant.is_anything()));
        match variants.reduce(Self::join) {
            Some(union) => self.meet(union),
            None => self,
        }
    }

    fn allows(&self, kind: TypeKind) -> bool {
        self.kinds.contains(&kind) || kind == TypeKind::Integer && self.kinds.contains(&TypeKind::Number)
    }
}

/// All values of both lists, each once.
fn united(mut values: Vec<Value>, more: Vec<Value>) -> Vec<Value> {
    for value in more {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

/// All properties of both, in order of appearance; what both have is combined by `both`.
fn together(
    mut properties: Vec<(String, TypeShape)>,
    more: Vec<(String, TypeShape)>,
    both: fn(TypeShape, TypeShape) -> TypeShape,
) -> Vec<(String, TypeShape)> {
    for (name, shape) in more {
        match properties.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = both(std::mem::take(known), shape),
            None => properties.push((name, shape)),
        }
    }
    properties
}
