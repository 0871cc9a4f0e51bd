//! Advice: what to declare, so that a value fits its field the next time.
//!
//! In: a fault, and the value that came. Out: a type (`Option<String>`), or the `type` of a schema that was given.
//! Default: none where no type would help: a key that stands twice, a value that serde refuses for another reason.
//! Not here: what is wrong with the value (`report`).

use super::program::{BOOL, DATE, DATE_TIME, MOMENT, NULL, NUMBER, NumberRange, Program, ProgramNode, TEXT, TIME};
use super::scan::block::byte;
use super::scan::fault::{Fault, MismatchKind};
use super::scan::skip::skip;
use super::scan::text::decoded_lossy;
use crate::time::TimeText;

/// A type as advice names it.
#[derive(Clone, Copy)]
enum Type {
    Text,
    Moment,
    DateTime,
    Date,
    Time,
    Integer(&'static str),
    Float(&'static str),
    Bool,
    List,
    Object,
    JsonText,
    /// The type that the field has.
    Own,
}

/// What to declare for the value of this fault: `` `Option<String>` ``.
pub(super) fn declare(program: &Program, text: &[u8], fault: &Fault) -> Option<String> {
    let node = program.nodes.get(fault.node as usize)?;
    let is_nullable = node.kinds & NULL != 0;
    let end = skip(text, fault.offset).ok()?;
    let value = text.get(fault.offset..end)?;
    let is_null = byte(value, 0) == b'n';
    let (declared, is_nullable) = match fault.kind {
        MismatchKind::Missing => (own(node), true),
        MismatchKind::Kind | MismatchKind::Leaf if is_null => (own(node), true),
        MismatchKind::Kind => (of_value(value)?, is_nullable),
        MismatchKind::Leaf | MismatchKind::Excess if node.texts != 0 => (of_value(value)?, is_nullable),
        MismatchKind::Range | MismatchKind::Fraction => (of_value(value)?, is_nullable),
        MismatchKind::Infinite if node.number == NumberRange::Single => (Type::Float("f64"), is_nullable),
        MismatchKind::Infinite | MismatchKind::Depth if !program.is_dynamic => (Type::JsonText, is_nullable),
        MismatchKind::Choice => {
            let text = in_words(Type::Text, is_nullable, program.is_dynamic);
            return Some(format!("{text}, or list it"));
        }
        _ => return None,
    };
    Some(in_words(declared, is_nullable, program.is_dynamic))
}

/// The type that a node has now.
fn own(node: &ProgramNode) -> Type {
    match node.kinds & !NULL {
        TEXT => match node.texts {
            MOMENT => Type::Moment,
            DATE_TIME => Type::DateTime,
            DATE => Type::Date,
            TIME => Type::Time,
            _ if node.choices.is_some() => Type::Own,
            _ => Type::Text,
        },
        NUMBER => match node.number {
            NumberRange::Finite => Type::Float("f64"),
            NumberRange::Single => Type::Float("f32"),
            NumberRange::Integer { below, above } => Type::Integer(integer(below, above)),
            NumberRange::Wide => Type::Integer("i128"),
            NumberRange::UnsignedWide => Type::Integer("u128"),
            NumberRange::Whole => Type::Integer("i64"),
        },
        BOOL => Type::Bool,
        _ => Type::Own,
    }
}

fn integer(below: u64, above: u64) -> &'static str {
    match (below, above) {
        (0, 0..=0xff) => "u8",
        (0, 0..=0xffff) => "u16",
        (0, 0..=0xffff_ffff) => "u32",
        (0, _) => "u64",
        (_, 0..=0x7f) => "i8",
        (_, 0..=0x7fff) => "i16",
        (_, 0..=0x7fff_ffff) => "i32",
        _ => "i64",
    }
}

/// The type that holds a value.
fn of_value(value: &[u8]) -> Option<Type> {
    Some(match byte(value, 0) {
        b'"' => of_text(&String::from_utf8_lossy(&decoded_lossy(value.get(1..value.len() - 1)?))),
        b'-' | b'0'..=b'9' => {
            let digits = std::str::from_utf8(value).ok()?;
            let is_whole = !digits.contains(['.', 'e', 'E']) && digits != "-0";
            match (digits.parse::<i64>(), digits.parse::<u64>(), digits.parse::<i128>()) {
                _ if !is_whole && digits.parse::<f64>().is_ok_and(f64::is_finite) => Type::Float("f64"),
                (Ok(_), ..) if is_whole => Type::Integer("i64"),
                (_, Ok(_), _) if is_whole => Type::Integer("u64"),
                (.., Ok(_)) if is_whole => Type::Integer("i128"),
                _ => Type::JsonText,
            }
        }
        b't' | b'f' => Type::Bool,
        b'[' => Type::List,
        b'{' => Type::Object,
        _ => return None,
    })
}

/// The type that holds all that a text says.
fn of_text(text: &str) -> Type {
    let text = TimeText::new(text);
    match text.has_time() {
        None if text.is_time() => Type::Time,
        Some(_) if text.is_moment() => Type::Moment,
        Some(true) if !text.has_offset() && text.is_date_time() => Type::DateTime,
        Some(false) if text.is_date() => Type::Date,
        _ => Type::Text,
    }
}

fn in_words(declared: Type, is_nullable: bool, is_dynamic: bool) -> String {
    if is_dynamic {
        return in_a_schema(declared, is_nullable);
    }
    let optional = |name: &str| if is_nullable { format!("`Option<{name}>`") } else { format!("`{name}`") };
    match declared {
        Type::Text => optional("String"),
        Type::Moment => optional("Timestamp"),
        Type::DateTime => optional("DateTime"),
        Type::Date => optional("Date"),
        Type::Time => optional("Time"),
        Type::Integer(name) | Type::Float(name) => optional(name),
        Type::Bool => optional("bool"),
        Type::List => optional("Vec<Value>"),
        Type::Object => format!("a struct, or {}", optional("Value")),
        Type::JsonText => optional("JsonText"),
        Type::Own => "an `Option`".to_owned(),
    }
}

/// The same for a schema that was given.
fn in_a_schema(declared: Type, is_nullable: bool) -> String {
    let name = match declared {
        Type::Text | Type::Moment | Type::DateTime | Type::Date | Type::Time | Type::JsonText => "string",
        Type::Integer(_) => "integer",
        Type::Float(_) => "number",
        Type::Bool => "boolean",
        Type::List => "array",
        Type::Object => "object",
        Type::Own => return "null as one of its types".to_owned(),
    };
    if is_nullable { format!("`\"type\": [\"{name}\", \"null\"]`") } else { format!("`\"type\": \"{name}\"`") }
}
