//! Types: the types in a field's type, as they are written.
//!
//! In: a type such as `Option<HashMap<String, Token>>`. Out: the type and all types in it, from the outside to the
//! inside. Not here: the meaning of a name, because `Token` may be an alias of any type.

use quote::ToTokens;
use syn::{GenericArgument, Lifetime, PathArguments, PathSegment, Type};

/// The type itself and all types that are written in it.
pub(crate) fn types_in(ty: &Type) -> Vec<&Type> {
    let mut found = Vec::new();
    collect(ty, &mut found);
    found
}

fn collect<'a>(ty: &'a Type, found: &mut Vec<&'a Type>) {
    if !matches!(ty, Type::Paren(_) | Type::Group(_)) {
        found.push(ty);
    }
    inner_types(ty).into_iter().for_each(|inner| collect(inner, found));
}

/// The types directly inside a type.
pub(crate) fn inner_types(ty: &Type) -> Vec<&Type> {
    match ty {
        Type::Paren(inner) => vec![&*inner.elem],
        Type::Group(inner) => vec![&*inner.elem],
        Type::Reference(inner) => vec![&*inner.elem],
        Type::Array(inner) => vec![&*inner.elem],
        Type::Slice(inner) => vec![&*inner.elem],
        Type::Tuple(inner) => inner.elems.iter().collect(),
        Type::Path(path) => {
            let arguments = path.path.segments.iter().flat_map(arguments);
            let types = arguments.filter_map(|argument| match argument {
                GenericArgument::Type(inner) => Some(inner),
                _ => None,
            });
            types.collect()
        }
        _ => Vec::new(),
    }
}

/// The last name of a path: `DateTime` of `chrono::DateTime<Utc>`.
pub(crate) fn last_segment(ty: &Type) -> Option<&PathSegment> {
    match ty {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The first lifetime among a type's own arguments, other than `'static`.
pub(crate) fn borrowed_for(ty: &Type) -> Option<&Lifetime> {
    last_segment(ty).into_iter().flat_map(arguments).find_map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) if lifetime.ident != "static" => Some(lifetime),
        _ => None,
    })
}

fn arguments(segment: &PathSegment) -> impl Iterator<Item = &GenericArgument> {
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => Some(&arguments.args),
        PathArguments::None | PathArguments::Parenthesized(_) => None,
    };
    arguments.into_iter().flatten()
}

/// A type or a path as people write it: `Vec<Region>`.
pub(crate) fn written(tokens: &impl ToTokens) -> String {
    let mut text = tokens.to_token_stream().to_string();
    for (spaced, plain) in
        [(" :: ", "::"), (":: ", "::"), (" ::", "::"), (" < ", "<"), ("< ", "<"), (" >", ">"), (" ,", ",")]
    {
        text = text.replace(spaced, plain);
    }
    text
}
