//! Scalar: the kind of a text or a number, from its format and its examples.

use serde_json::Value;

use super::flat::Keywords;
use crate::infer::record::{Kind, Moment, MomentParser, Observed, Observer, typed};

/// The kind of a schema with `type: string`, and why it is not what its format says.
pub(super) fn text(keywords: &Keywords, moments: &mut MomentParser) -> (Kind, Option<String>) {
    let format = keywords.get("format").and_then(Value::as_str);
    let airbyte = keywords.get("airbyte_type").and_then(Value::as_str);
    let wanted: &[Moment] = match (format, airbyte) {
        (_, Some("timestamp_without_timezone")) => &[Moment::DateTime],
        (_, Some("timestamp_with_timezone")) => &[Moment::Timestamp],
        // The examples of a document show whether its times have a zone.
        (Some("date-time" | "datetime"), _) => &[Moment::Timestamp, Moment::DateTime],
        (Some("date"), _) => &[Moment::Date],
        _ => return (Kind::Text, None),
    };
    let examples = examples(keywords);
    let fits = |moment: &&Moment| examples.iter().all(|example| moments.accepts(**moment, example));
    match wanted.iter().find(fits) {
        Some(Moment::Timestamp) => (Kind::Timestamp, None),
        Some(Moment::DateTime) => (Kind::DateTime, None),
        Some(Moment::Date) => (Kind::Date, None),
        None => {
            let format = format.or(airbyte).unwrap_or_default();
            (Kind::Text, Some(format!("The schema says `{format}`, but an example has another form.")))
        }
    }
}

fn examples(keywords: &Keywords) -> Vec<&str> {
    let lists = ["examples", "enum"].into_iter().filter_map(|name| keywords.get(name)?.as_array()).flatten();
    let single = ["example", "const"].into_iter().filter_map(|name| keywords.get(name));
    lists.chain(single).filter_map(Value::as_str).collect()
}

/// The kind of a schema with `type: number`.
pub(super) fn number(keywords: &Keywords) -> Kind {
    match keywords.get("airbyte_type").and_then(Value::as_str) {
        Some("integer") => integer(keywords),
        _ => Kind::Float,
    }
}

/// The kind of a schema with `type: integer`.
pub(super) fn integer(keywords: &Keywords) -> Kind {
    let is_unsigned = keywords.get("format").and_then(Value::as_str) == Some("uint64");
    if is_unsigned { Kind::Unsigned } else { Kind::Integer }
}

/// The kind of the values of `enum` or `const`, for a schema without a type.
pub(super) fn of_values(keywords: &Keywords) -> Option<Kind> {
    let listed = keywords.get("enum").and_then(Value::as_array).into_iter().flatten();
    let (mut observer, mut observed) = (Observer::default(), Observed::default());
    listed.chain(keywords.get("const")).for_each(|value| observer.add(value, &mut observed));
    let kind = typed(&observed).kind;
    (observed.kinds() == 1).then(|| if observed.texts.is_some() { Kind::Text } else { kind })
}
