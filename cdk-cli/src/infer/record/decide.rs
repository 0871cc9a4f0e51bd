//! Decide: what was observed → a type that accepts all of it.

use std::rc::Rc;

use super::ids::are_ids;
use super::observed::{Numbers, Objects, Observed, Texts};
use super::types::{Field, Kind, StructType, Typed};

/// Objects with fewer different keys are structs, unless the keys look like ids.
const MANY_KEYS: usize = 24;
/// A key of a map is in fewer objects than one in this number.
const RARE: usize = 4;

/// The type of the values.
pub(crate) fn typed(observed: &Observed) -> Typed {
    Typed { kind: kind(observed), is_optional: observed.has_null }
}

fn kind(observed: &Observed) -> Kind {
    if observed.kinds() != 1 {
        return Kind::Any;
    }
    if let Some(numbers) = observed.numbers {
        return number(numbers);
    }
    if let Some(texts) = observed.texts {
        return text(texts);
    }
    if let Some(elements) = &observed.lists {
        return Kind::List(Box::new(typed(elements)));
    }
    match &observed.objects {
        Some(objects) => object(objects),
        None => Kind::Bool,
    }
}

fn number(numbers: Numbers) -> Kind {
    match numbers {
        Numbers { has_float: true, .. } | Numbers { is_above_i64: true, has_negative: true, .. } => Kind::Float,
        Numbers { is_above_i64: true, .. } => Kind::Unsigned,
        // Signed: the next value may be negative, whatever the sample has.
        Numbers { .. } => Kind::Integer,
    }
}

fn text(texts: Texts) -> Kind {
    match texts {
        Texts { timestamp: true, .. } => Kind::Timestamp,
        Texts { date: true, .. } => Kind::Date,
        Texts { date_time: true, .. } => Kind::DateTime,
        Texts { .. } => Kind::Text,
    }
}

fn object(objects: &Objects) -> Kind {
    if objects.fields.is_empty() {
        return Kind::Object;
    }
    if is_map(objects) {
        let mut values = Observed::default();
        objects.fields.iter().for_each(|field| values.merge(&field.values));
        return match typed(&values) {
            Typed { kind: Kind::Any, .. } => Kind::Object,
            typed => Kind::Map(Box::new(typed)),
        };
    }
    Kind::Struct(record_struct(objects))
}

/// The struct of objects whose keys are names of fields.
pub(crate) fn record_struct(objects: &Objects) -> Rc<StructType> {
    let fields = objects.fields.iter().map(|field| {
        let mut typed = typed(&field.values);
        typed.is_optional |= field.count < objects.count;
        Field { name: field.name.clone(), typed, description: None, note: note(&field.values).map(str::to_owned) }
    });
    Rc::new(StructType { fields: fields.collect(), ..StructType::default() })
}

/// Why the type says little.
fn note(observed: &Observed) -> Option<&'static str> {
    let is_empty = |values: &Observed| values.kinds() == 0;
    match observed.kinds() {
        0 => Some("Only null in the sample."),
        1 if observed.lists.as_deref().is_some_and(is_empty) => Some("Only empty lists in the sample."),
        1 if observed.objects.as_ref().is_some_and(|objects| objects.fields.is_empty()) => {
            Some("Only empty objects in the sample.")
        }
        1 => None,
        _ => Some("Several kinds of values in the sample."),
    }
}

/// Whether the keys are data: they look like ids, or there are many, each in few of the objects.
fn is_map(objects: &Objects) -> bool {
    let names: Vec<&str> = objects.fields.iter().map(|field| field.name.as_str()).collect();
    let is_rare = |count: usize| count * RARE <= objects.count;
    are_ids(&names) || (names.len() >= MANY_KEYS && objects.fields.iter().all(|field| is_rare(field.count)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::observed::Observer;
    use super::*;

    fn optional(kind: Kind) -> Typed {
        Typed { kind, is_optional: true }
    }

    fn of(values: &[Value]) -> Typed {
        let (mut observer, mut observed) = (Observer::default(), Observed::default());
        values.iter().for_each(|value| observer.add(value, &mut observed));
        typed(&observed)
    }

    #[test]
    fn scalars_have_the_narrowest_type_that_holds_all() {
        for (values, want) in [
            (vec![json!(true)], Typed::required(Kind::Bool)),
            (vec![json!(1), json!(-1)], Typed::required(Kind::Integer)),
            (vec![json!(1), json!(1.5)], Typed::required(Kind::Float)),
            (vec![json!(1), json!(u64::MAX)], Typed::required(Kind::Unsigned)),
            (vec![json!(-1), json!(u64::MAX)], Typed::required(Kind::Float)),
            (vec![json!("a"), Value::Null], optional(Kind::Text)),
            (vec![json!("a"), json!(1)], Typed::required(Kind::Any)),
            (vec![Value::Null], optional(Kind::Any)),
            (vec![json!("2024-01-31"), json!("2024-02-01")], Typed::required(Kind::Date)),
            (vec![json!("2024-01-31"), json!("2024-02-01T10:00:00")], Typed::required(Kind::DateTime)),
            (vec![json!("2024-01-31"), json!("2024-02-01T10:00:00Z")], Typed::required(Kind::Text)),
            (vec![json!("2024-02-01T10:00:00Z"), json!("")], Typed::required(Kind::Text)),
            (vec![json!([])], Typed::required(Kind::List(Box::new(Typed::required(Kind::Any))))),
            (vec![json!([1, null])], Typed::required(Kind::List(Box::new(optional(Kind::Integer))))),
            (vec![json!({})], Typed::required(Kind::Object)),
            (vec![json!({ "17": "a", "18": "b" })], Typed::required(Kind::Map(Box::new(Typed::required(Kind::Text))))),
            (vec![json!({ "17": "a", "18": 1 })], Typed::required(Kind::Object)),
        ] {
            assert_eq!(of(&values), want, "{values:?}");
        }
    }

    #[test]
    fn a_field_is_an_option_if_it_is_absent_or_null() {
        let typed = of(&[json!({ "a": 1, "b": 2, "c": 3 }), json!({ "a": 1, "c": null })]);

        let fields = &typed.as_struct().unwrap().fields;
        let optional: Vec<(&str, bool)> =
            fields.iter().map(|field| (field.name.as_str(), field.typed.is_optional)).collect();
        assert_eq!(optional, [("a", false), ("b", true), ("c", true)]);
    }
}
