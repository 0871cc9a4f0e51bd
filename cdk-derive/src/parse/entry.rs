//! Entry: the keys and values of `params(…)`, `headers(…)` and of the kinds of `body`.
//!
//! In: the group after the attribute's name. Out: entries. A value is a string, a number, a bool, a list, an object (in
//! a JSON body) or `none`.
//! Not here: whether the roots of a template are allowed (see `validate::roots`).

use proc_macro2::{Group, Ident, Literal, Span, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Error, Lit, LitStr, Result, Token, token};

use super::list::{at_end, each, is_plain};
use super::spot::{Spot, unquoted};
use super::template;
use crate::ast::{Entry, Scalar, Segment, Value};

/// Decides whether values may nest, and which keys are valid.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Params,
    Headers,
    Form,
    Body,
}

const VALUES: &str = "a string, a number, a bool, a list or `none`; for logic, use a hook function";

/// Reads `word(key = value, …)`.
pub(super) fn entries(spot: &Spot<'_>, kind: Kind) -> Result<Vec<Entry>> {
    let name = spot.spec.name;
    if spot.takes_none() {
        let message = format!("`{name} = none` does not exist; remove one key of the source with `{name}(key = none)`");
        return Err(Error::new(spot.word.span(), message));
    }
    let group = spot.group("keys and values in parentheses")?;
    if group.stream().is_empty() {
        return Err(spot.wrong(group.span(), "at least one key and value"));
    }
    Ok(filled(spot, kind, &group))
}

/// The entries of a group that is not empty.
pub(super) fn filled(spot: &Spot<'_>, kind: Kind, group: &Group) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    each(group.stream(), spot.diagnostics, |input| {
        let key = key(spot, kind, input)?;
        let is_twice = entries.iter().any(|entry| entry.key.name == key.name);
        let span = key.span;
        let twice = Error::new(span, format!("`{}` has the key `{}` twice; keep one", spot.spec.name, key.name));
        let value = keyed_value(spot, kind, &key, input)?;
        entries.push(Entry { key, value });
        if is_twice { Err(twice) } else { Ok(()) }
    });
    entries
}

fn key(spot: &Spot<'_>, kind: Kind, input: ParseStream<'_>) -> Result<Segment> {
    let word = spot.spec.name;
    let key = if input.peek(LitStr) {
        let literal: LitStr = input.parse()?;
        Segment { name: literal.value(), span: literal.span() }
    } else {
        let ident = input.call(Ident::parse_any).map_err(|_| {
            Error::new(input.span(), format!("expected a key of `{word}`: a name, or a string like `\"created[gte]\"`"))
        })?;
        if input.peek(Token![-]) {
            let name = dashed(&ident, input);
            return Err(Error::new(ident.span(), format!("a name with a dash needs quotes; write `\"{name}\" = …`")));
        }
        Segment { name: ident.unraw().to_string(), span: ident.span() }
    };
    if key.name.is_empty() {
        return Err(Error::new(key.span, format!("a key of `{word}` is empty; write a name")));
    }
    // RFC 9110 §5.6.2, token.
    let is_token = |letter: char| letter.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(letter);
    if kind == Kind::Headers && !key.name.chars().all(is_token) {
        return Err(Error::new(key.span, format!("invalid header name `{}`; use letters, digits and `-`", key.name)));
    }
    Ok(key)
}

/// `X-Version`, which is three tokens in Rust.
fn dashed(first: &Ident, input: ParseStream<'_>) -> String {
    let ahead = input.fork();
    let mut name = first.to_string();
    while !at_end(&ahead) && !ahead.peek(Token![=]) {
        match ahead.parse::<TokenTree>() {
            Ok(token) => name.push_str(&token.to_string()),
            Err(_) => break,
        }
    }
    name
}

/// `= value` or, in a body, `(key = value, …)`.
fn keyed_value(spot: &Spot<'_>, kind: Kind, key: &Segment, input: ParseStream<'_>) -> Result<Value> {
    let word = spot.spec.name;
    if input.peek(token::Paren) {
        let group: Group = input.parse()?;
        if kind != Kind::Body {
            return Err(Error::new(
                key.span,
                format!("keys of `{word}` cannot nest; write `key = value` (only a JSON body can nest)"),
            ));
        }
        let entries = filled(spot, kind, &group);
        return Ok(Value::Object(entries));
    }
    if !input.peek(Token![=]) {
        return Err(Error::new(key.span, format!("`{0}` in `{word}` needs a value; write `{0} = …`", key.name)));
    }
    input.parse::<Token![=]>()?;
    if at_end(input) {
        return Err(Error::new(key.span, format!("`{}` in `{word}` needs a value: {VALUES}", key.name)));
    }
    let is_none = input.peek(syn::Ident) && input.fork().parse::<Ident>().is_ok_and(|ident| ident == "none");
    if is_none {
        input.parse::<Ident>()?;
        return Ok(Value::Unset);
    }
    value(spot, kind, input)
}

fn value(spot: &Spot<'_>, kind: Kind, input: ParseStream<'_>) -> Result<Value> {
    let word = spot.spec.name;
    if input.peek(LitStr) {
        return template::parse(input.parse()?, word, spot.diagnostics).map(Value::Text);
    }
    if input.peek(token::Bracket) {
        let group: Group = input.parse()?;
        if kind == Kind::Headers {
            return Err(Error::new(group.span(), "a header takes one value, not a list; write one string"));
        }
        let mut values = Vec::new();
        each(group.stream(), spot.diagnostics, |input| {
            if kind != Kind::Body && input.peek(token::Bracket) {
                let message = format!("a list in `{word}` cannot contain a list; write strings, numbers and bools");
                return Err(Error::new(input.span(), message));
            }
            values.push(value(spot, kind, input)?);
            Ok(())
        });
        return Ok(Value::List(values));
    }
    match scalar(input)? {
        Some(scalar) => Ok(Value::Scalar(scalar)),
        None => Err(Error::new(
            input.span(),
            match unquoted(input) {
                Some(placeholder) => {
                    format!("`{word}`: a placeholder needs quotes and braces; write `\"{placeholder}\"`")
                }
                None => format!("invalid value in `{word}`; write {VALUES}"),
            },
        )),
    }
}

/// An integer without a sign that fits into 64 bits.
pub(super) fn number(literal: &syn::LitInt) -> Option<Scalar> {
    literal.base10_parse().ok().map(|number: i64| Scalar::Number(Literal::i64_suffixed(number)))
}

fn with_letters(text: &str, span: Span) -> Error {
    Error::new(span, format!("invalid number `{text}`; if the API expects this value, write the string `\"{text}\"`"))
}

/// A number (with its sign) or a bool, if one comes next.
///
/// # Errors
/// A number that does not fit into 64 bits.
pub(super) fn scalar(input: ParseStream<'_>) -> Result<Option<Scalar>> {
    let is_negative = input.peek(Token![-]) && (input.peek2(syn::LitInt) || input.peek2(syn::LitFloat));
    if !is_negative && !input.peek(Lit) {
        return Ok(None);
    }
    let ahead = input.fork();
    if is_negative {
        ahead.parse::<Token![-]>()?;
    }
    let literal = match ahead.parse()? {
        Lit::Bool(lit) => Scalar::Bool(lit.value),
        Lit::Int(lit) if !is_plain(lit.suffix()) => return Err(with_letters(&lit.to_string(), lit.span())),
        Lit::Float(lit) if !is_plain(lit.suffix()) => return Err(with_letters(&lit.to_string(), lit.span())),
        Lit::Int(lit) => {
            let digits = lit.base10_digits();
            let signed = if is_negative { format!("-{digits}").parse() } else { digits.parse::<i64>() };
            let number = match (signed, digits.parse::<u64>()) {
                (Ok(number), _) => Literal::i64_suffixed(number),
                (Err(_), Ok(number)) if !is_negative => Literal::u64_suffixed(number),
                _ => return Err(Error::new(lit.span(), "this number does not fit into 64 bits; write it as a string")),
            };
            Scalar::Number(number)
        }
        Lit::Float(lit) => match lit.base10_digits().parse::<f64>() {
            Ok(number) if number.is_finite() => {
                Scalar::Number(Literal::f64_suffixed(if is_negative { -number } else { number }))
            }
            _ => return Err(Error::new(lit.span(), "this number is too large for JSON; write it as a string")),
        },
        _ => return Ok(None),
    };
    if is_negative {
        input.parse::<Token![-]>()?;
    }
    input.parse::<Lit>()?;
    Ok(Some(literal))
}
