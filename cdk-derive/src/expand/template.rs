//! Template: a string with placeholders → core's `template(text, values)`.
//!
//! In: a template and the types of its roots. Out: the string, and a closure that returns the typed values in order.
//! Every token of a field access has the span of the user's literal, so that errors of the compiler are there.
//! Not here: percent-encoding, formats and run-time roots (core reads the string again).

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use crate::ast::{Hole, Parent, Part, Record, Segment, Slices, StreamWords, Template};
use crate::from_core::roots::TYPED_ROOTS;
use crate::validate::{rust_field, shown};

/// The roots of a struct's templates.
pub(super) struct Values<'a> {
    /// The context's type: `&Cx<'_, Self>`, or `&SourceCx<'_, Config>`.
    pub(super) context: TokenStream,
    /// The context of `auth`, which is the same in streams and sources.
    pub(super) auth_context: TokenStream,
    /// The record whose Rust fields `last.x` and `record.x` name. `None` for a source, which uses the names in the
    /// record.
    pub(super) record: Option<&'a Record>,
    /// The stream whose parents and slices are roots. `None` for a source.
    pub(super) words: Option<&'a StreamWords>,
}

impl Values<'_> {
    /// Whether a root becomes Rust field access.
    pub(super) fn is_typed(&self, root: &str) -> bool {
        TYPED_ROOTS.contains(&root) || self.parent_of(root).is_some() || self.slices_of(root).is_some()
    }

    fn slices_of(&self, root: &str) -> Option<(usize, &Slices)> {
        self.words.and_then(|words| words.slices_of(root))
    }

    fn parent_of(&self, root: &str) -> Option<(usize, &Parent)> {
        self.words.and_then(|words| words.parent_of(root))
    }
}

// "employees"
// cdk_private::template("e/{parent.id}", |cdk_cx: &cdk_private::Cx<'_, Self>| -> … {
//     Ok(vec![{ let cdk_value = &cdk_cx.parent()?.id; cdk_private::arg(cdk_value) }])
// })
pub(super) fn template(template: &Template, values: &Values<'_>) -> TokenStream {
    in_context(template, values, &values.context)
}

pub(super) fn in_context(template: &Template, values: &Values<'_>, context: &TokenStream) -> TokenStream {
    let holes: Vec<&Hole> = template
        .parts
        .iter()
        .filter_map(|part| match part {
            Part::Hole(hole) => Some(hole),
            Part::Text(_) => None,
        })
        .collect();
    of_holes(&text(template, values.record), &holes, template.literal.span(), values, context)
}

/// The template that consists of one placeholder: its value keeps its type.
pub(super) fn of_hole(hole: &Hole, values: &Values<'_>) -> TokenStream {
    of_holes(&braced(hole, values.record), &[hole], hole.root.span, values, &values.context)
}

fn of_holes(text: &str, holes: &[&Hole], span: Span, values: &Values<'_>, context: &TokenStream) -> TokenStream {
    let mut text = Literal::string(text);
    text.set_span(span);
    if holes.is_empty() {
        return quote! { #text };
    }
    let typed: Vec<TokenStream> = holes
        .iter()
        .filter(|hole| values.is_typed(&hole.root.name))
        .map(|hole| {
            // In two statements: the compiler reports a missing `TemplateValue` at `cdk_value`, and a missing field at
            // the field.
            let arg = |access: TokenStream| {
                quote_spanned! {span=> { let cdk_value = #access; cdk_private::arg(cdk_value) } }
            };
            match values.parent_of(&hole.root.name).filter(|(_, parent)| parent.batch.is_some()) {
                None => arg(access(hole, values)),
                Some(parent) => each(hole, parent, &arg),
            }
        })
        .collect();
    let cx = if typed.is_empty() {
        quote! { _ }
    } else {
        cx(span).into_token_stream()
    };
    quote_spanned! {span=>
        cdk_private::template(
            #text,
            |#cx: #context| -> cdk_private::Result<cdk_private::Args> {
                ::core::result::Result::Ok(::std::vec![#(#typed),*])
            },
        )
    }
}

// &cdk_cx.parent()?.id
// &cdk_cx.grandparent()?.id
// &cdk_cx.slice_as::<Month>("month")?.first
// &cdk_cx.parent_as::<Team>("team")?.id
pub(super) fn access(hole: &Hole, values: &Values<'_>) -> TokenStream {
    let (span, fields) = (hole.root.span, fields(hole));
    if let Some((at, parent)) = values.parent_of(&hole.root.name) {
        let record = record_of((at, parent), span);
        let ty = parent_type(parent);
        let record = checked(hole, Some(&ty), record);
        return quote_spanned! {span=> &#record #(#fields)* };
    }
    let (cx, name) = (cx(span), &hole.root.name);
    let root = match values.slices_of(name) {
        Some((1.., Slices { ty: Some(ty), .. })) => quote_spanned! {span=> slice_as::<#ty>(#name)? },
        Some(_) => quote_spanned! {span=> slice()? },
        None => {
            // Only the config is always available.
            let fallible = (name != "config").then(|| quote_spanned! {span=> ? });
            let root = Ident::new(name, span);
            quote_spanned! {span=> #root()#fallible }
        }
    };
    let ty = match (values.slices_of(name), values.words) {
        (Some((1.., Slices { ty, .. })), _) => ty.as_ref().map(ToTokens::to_token_stream),
        (Some(_), Some(words)) => words.slice_type().map(ToTokens::to_token_stream),
        (None, Some(words)) if name == "slice" => words.slice_type().map(ToTokens::to_token_stream),
        (None, Some(words)) if name == "grandparent" => words.parents.first().map(|given| {
            let parent = &given.value.ty;
            quote! { <#parent as cdk_private::HttpStream>::Parent }
        }),
        _ => None,
    };
    let root = checked(hole, ty.as_ref(), quote_spanned! {span=> #cx.#root });
    quote_spanned! {span=> &#root #(#fields)* }
}

// cdk_private::each(cdk_cx.parent()?, "parent.id", |cdk_one| { let cdk_value = &cdk_one.id; … })?
fn each(hole: &Hole, parent: (usize, &Parent), arg: &dyn Fn(TokenStream) -> TokenStream) -> TokenStream {
    let (span, fields) = (hole.root.span, fields(hole));
    let (records, one) = (record_of(parent, span), Ident::new("cdk_one", span));
    let checked = checked(hole, Some(&parent.1.ty.to_token_stream()), one.to_token_stream());
    let names: Vec<&str> = std::iter::once(&hole.root).chain(&hole.path).map(|segment| segment.name.as_str()).collect();
    let (name, value) = (names.join("."), arg(quote_spanned! {span=> &#checked #(#fields)* }));
    quote_spanned! {span=> cdk_private::each(#records, #name, |#one| #value)? }
}

// cdk_cx.parent()?
// cdk_cx.parent_as::<::std::vec::Vec<Team>>("team")?
fn record_of((at, parent): (usize, &Parent), span: Span) -> TokenStream {
    let cx = cx(span);
    let name = parent.name.as_ref().filter(|_| at > 0).map(|name| name.value.value());
    let Some(name) = name else { return quote_spanned! {span=> #cx.parent()? } };
    let ty = parent_type(parent);
    quote_spanned! {span=> #cx.parent_as::<#ty>(#name)? }
}

/// The type of a parent in hooks: a `Vec` if it has `batch`.
pub(super) fn parent_type(parent: &Parent) -> TokenStream {
    let ty = &parent.ty;
    if parent.batch.is_some() {
        quote! { ::std::vec::Vec<#ty> }
    } else {
        quote! { #ty }
    }
}

fn fields(hole: &Hole) -> Vec<TokenStream> {
    let field = |segment: &Segment| {
        let mut field = rust_field(&segment.name)?;
        field.set_span(segment.span);
        Some(quote_spanned! {segment.span=> .#field })
    };
    hole.path.iter().filter_map(field).collect()
}

// cdk_private::signatures::known::<{ …::has_field(<…::FieldsOf<Team>>::FIELDS, "`{parent.idd}` at character 1", "idd")
// }, _>(value)
/// A value in the check that its type has the field of the placeholder, if the type is a stream. A path without braces
/// needs no check, because the compiler reports an error at the name itself.
fn checked(hole: &Hole, ty: Option<&TokenStream>, value: TokenStream) -> TokenStream {
    let (Some(ty), Some(first), false) = (ty, hole.path.first(), hole.position.is_empty()) else { return value };
    let (span, place, name) = (first.span, shown(hole), &first.name);
    quote_spanned! {span=>
        cdk_private::signatures::known::<
            { cdk_private::signatures::has_field(
                <cdk_private::signatures::FieldsOf<#ty>>::FIELDS, #place, #name
            ) },
            _,
        >(#value)
    }
}

/// The parameter of the closure, with an unused name. With a span of the derive, errors about the field after it would
/// be at the derive.
pub(super) fn cx(span: Span) -> Ident {
    Ident::new("cdk_cx", span)
}

/// The string for core, in which the fields of `last` and `record` have their names in the record.
fn text(template: &Template, record: Option<&Record>) -> String {
    let part = |part: &Part| match part {
        Part::Text(plain) => plain.clone(),
        Part::Hole(hole) => braced(hole, record),
    };
    template.parts.iter().map(part).collect()
}

fn braced(hole: &Hole, record: Option<&Record>) -> String {
    let mut names = vec![hole.root.name.as_str()];
    names.extend(path(hole, record));
    format!("{{{}{}}}", names.join("."), hole.suffix)
}

/// The names of a path. The first name of `last` and `record` is changed from the Rust field to the name in the record.
pub(super) fn path<'a>(hole: &'a Hole, record: Option<&'a Record>) -> impl Iterator<Item = &'a str> {
    let record = record.filter(|_| matches!(hole.root.name.as_str(), "last" | "record"));
    hole.path.iter().enumerate().map(move |(at, segment)| {
        let field =
            record.filter(|_| at == 0).and_then(|record| record.read().find(|field| field.rust == segment.name));
        field.map_or(segment.name.as_str(), |field| field.json.as_str())
    })
}
