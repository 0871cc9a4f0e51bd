//! Stream: `#[derive(HttpStream)]` → the impl of the trait, with the definition as one chain of builder calls.
//!
//! In: attributes without errors, and the record. Out: tokens. Not here: the meaning of a call (core's `stream`).

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::Generics;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::checks::{checks, is_time_elsewhere};
use super::hooks::Hooks;
use super::incremental;
use super::shared::{SharedCalls, shared};
use super::template::{self, Values};
use super::tokens::{call, choice, ident, method, name, named, string, text, typed};
use crate::ast::{BeforeSlice, Given, Nested, Parent, Path, Record, Slices, StreamWords};

// #[automatically_derived]
// impl cdk_private::HttpStream for EmployeeDetails {
//     type Config = <Employees as cdk_private::Source>::Config;
//     type Parent = Employee;
//     type Slice = ();
//     const NAME: &'static str = "employee_details";
//     fn definition() -> cdk_private::StreamDef<Self, Self::Config, Self::Parent, Self::Slice> {
//         cdk_private::stream_of::<Self>()
//             .source::<Employees>()
//             .path("employees")
//             .field::<u64>("employee_id")
//     }
// }
pub(crate) fn stream(this: &Ident, words: &StreamWords, record: &Record) -> TokenStream {
    let config = quote! { <Self as cdk_private::HttpStream>::Config };
    let values = Values {
        context: quote! { &cdk_private::Cx<'_, Self> },
        auth_context: quote! { &cdk_private::SourceCx<'_, #config> },
        record: Some(record),
        words: Some(words),
    };
    let hooks = Hooks {
        prefix: "",
        of: quote! { #this },
        config: quote! { <#this as cdk_private::HttpStream>::Config },
        this: this.clone(),
    };
    let SharedCalls { url_base, request, response, rest } = shared(&words.shared, &values, &hooks);

    let source = words.source.as_ref().map(|given| typed("source", &given.value));
    let slicers = slicers(words, &hooks);
    let path = words.path.as_ref().map(|given| match &given.value {
        Path::Template(path) => call(&given.word, &template::template(path, &values)),
        Path::Hook(path) => named("path_hook", &given.word, &hooks.checked("path", path)),
    });
    let method = words.method.as_ref().map(|given| call(&given.word, &method(&given.value)));
    let request_body = hooks.bound(words.request_body.as_ref());
    let parse_response = hooks.bound(words.parse_response.as_ref());
    let next_page_token = hooks.bound(words.next_page_token.as_ref());
    let cache = words.cache.as_ref().map(|given| call(&given.word, &cache(given.value.as_ref())));
    let before_slice = words.before_slice.as_ref().map(|given| before_slice(given, &values, &hooks));
    let state = state(words, record, &values, &hooks);
    let decoder = choice(words.decoder.as_ref(), "Decoder");
    let emit = choice(words.emit.as_ref(), "Emit");
    let map = hooks.bound(words.map.as_ref());
    let filter = hooks.bound(words.filter.as_ref());
    let fields = fields(this, record);
    let define = hooks.bound(words.define.as_ref());

    let start = quote_spanned! {this.span()=> cdk_private::stream_of::<Self>() };
    let header = header(this, words, record, &quote! { () }, false);
    let definition = quote! {
        #start #source #slicers #url_base #path #method #request #request_body #response #decoder #parse_response
        #next_page_token #rest #state #cache #before_slice #emit #map #filter #fields #define
    };
    implement(this, &Generics::default(), &header, &definition, &checks(record))
}

/// The impl around a definition, also for attributes with errors. Its span is the struct's name, so that the compiler
/// reports a missing bound of the trait there, and once. Because of the span, clippy checks the impl like code of the
/// user, so it needs `#[inline]`.
pub(super) fn implement(
    this: &Ident,
    generics: &Generics,
    header: &TokenStream,
    definition: &TokenStream,
    checks: &TokenStream,
) -> TokenStream {
    let (parameters, arguments, bounds) = generics.split_for_impl();
    let body = quote_spanned! {this.span()=>
        impl #parameters cdk_private::HttpStream for #this #arguments #bounds {
            #header

            #[inline]
            fn definition() -> cdk_private::StreamDef<Self, Self::Config, Self::Parent, Self::Slice> {
                #definition
            }
        }
    };
    quote! {
        use cdk_private::NoFields as _;

        #[automatically_derived]
        #body
        #checks
    }
}

// const FIELDS: cdk_private::signatures::Fields = …::Fields { of: "Employee", names: Some(&["id", "name"]) };
/// The names of the fields, for templates of other streams.
fn field_names(this: &Ident, record: &Record) -> TokenStream {
    let (of, names) = (this.unraw().to_string(), record.fields.iter().map(|field| &field.rust));
    quote_spanned! {this.span()=>
        const FIELDS: cdk_private::signatures::Fields = cdk_private::signatures::Fields {
            of: #of,
            names: ::core::option::Option::Some(&[#(#names),*]),
        };
    }
}

/// The associated items of a stream, also of one with errors. `unknown`: the type to use if an error hides the right
/// one. `hides_config`: code that uses the stream must cause no errors, not even about lifetimes.
pub(super) fn header(
    this: &Ident,
    words: &StreamWords,
    record: &Record,
    unknown: &TokenStream,
    hides_config: bool,
) -> TokenStream {
    let seen = &words.shared.seen;
    let hidden_if = |is_seen: bool| {
        if is_seen {
            unknown.clone()
        } else {
            quote! { () }
        }
    };
    let config = match (&words.source, &words.shared.config) {
        _ if hides_config => unknown.clone(),
        (Some(source), _) => {
            let source = &source.value;
            quote_spanned! {source.span()=> <#source as cdk_private::Source>::Config }
        }
        (None, Some(config)) => {
            let config = &config.value;
            quote! { #config }
        }
        (None, None) => unknown.clone(),
    };
    let parent = words.parents.first().map(|given| template::parent_type(&given.value));
    let parent = parent.unwrap_or_else(|| hidden_if(seen.has("parent")));
    let slice = words.slice_type().map(|slice| quote! { #slice });
    let slice = slice.unwrap_or_else(|| hidden_if(seen.has("slice") || seen.has("slices")));
    let (name, fields) = (name(this, &words.shared), field_names(this, record));
    quote! {
        type Config = #config;
        type Parent = #parent;
        type Slice = #slice;
        const NAME: &'static ::core::primitive::str = #name;
        #fields
    }
}

/// The calls that create slices, in the order of the source code: the first is the outermost.
fn slicers(words: &StreamWords, hooks: &Hooks) -> TokenStream {
    let mut parents = words.parents.iter().enumerate();
    let mut all = words.slices.iter();
    let calls = words.nesting.iter().filter_map(|nested| match nested {
        Nested::Parent => parents.next().map(|(at, given)| parent(at, given, hooks)),
        Nested::Slices => all.next().map(|given| slices(given, words, hooks)),
    });
    calls.collect()
}

// .slices(regions)
// .slices_as::<Month>("month", months)
fn slices(given: &Given<Slices>, words: &StreamWords, hooks: &Hooks) -> TokenStream {
    let Given { word, value: Slices { hook, ty, name, .. } } = given;
    let (Some(ty), Some(name)) = (ty.as_ref().or(words.slice_type()), name) else {
        let this = &hooks.this;
        let ty = quote! { <#this as cdk_private::HttpStream>::Slice };
        return call(word, &hooks.of_slices(hook, &ty));
    };
    let (method, name) = (Ident::new("slices_as", word.span()), string(name));
    let hook = hooks.of_slices(hook, &quote! { #ty });
    quote_spanned! {word.span()=> .#method::<#ty>(#name, #hook) }
}

// .parent(cdk_private::parent_of::<Invoice>().from("lines.data").more("lines.has_more"))
// .further_parent(cdk_private::parent_of::<Team>().key("id").named("team").batch(100))
fn parent(at: usize, given: &Given<Parent>, hooks: &Hooks) -> TokenStream {
    let parent = &given.value;
    let ty = &parent.ty;
    let (from, more) = (text(parent.from.as_ref()), text(parent.more.as_ref()));
    let key = text(parent.key.as_ref());
    let name = parent.name.as_ref().map(|name| named("named", &name.word, &string(&name.value)));
    let batch = parent.batch.as_ref().map(|batch| {
        let size = &batch.value;
        call(&batch.word, &quote! { #size })
    });
    let only = hooks.bound(parent.only.as_ref());
    let of = quote_spanned! {ty.span()=> cdk_private::parent_of::<#ty>() };
    let incremental = parent.incremental.as_ref().map(|word| call(word, &TokenStream::new()));
    let of = quote! { #of #from #more #key #name #batch #only #incremental };
    named(if at == 0 { "parent" } else { "further_parent" }, &given.word, &of)
}

// .cursor_field_of::<Timestamp>("updated").incremental(…).state_migration(f).get_updated_state(f)
fn state(words: &StreamWords, record: &Record, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    let cursor_field = words.cursor_field.as_ref().map(|given| {
        let name = string(&given.value);
        // Core checks nested and flattened fields.
        let field = record.read().find(|field| field.json == given.value.value());
        match field {
            // A time of another crate is checked by its schema.
            Some(field) if is_time_elsewhere(&field.ty) => call(&given.word, &name),
            Some(field) => {
                let (ty, method) = (&field.ty, Ident::new("cursor_field_of", given.word.span()));
                let method = quote_spanned! {given.value.span()=> #method::<#ty> };
                quote_spanned! {given.value.span()=> .#method(#name) }
            }
            None => call(&given.word, &name),
        }
    });
    let incremental = words.incremental.as_ref();
    let incremental = incremental.map(|given| call(&given.word, &incremental::incremental(&given.value, values)));
    let migration = hooks.bound(words.state_migration.as_ref());
    let updated = hooks.bound(words.get_updated_state.as_ref());
    quote! { #cursor_field #incremental #migration #updated }
}

// .before_slice(join)
// .before_slice_once(cdk_private::template("{parent.id}", …), join)
fn before_slice(given: &Given<BeforeSlice>, values: &Values<'_>, hooks: &Hooks) -> TokenStream {
    let Given { word, value: BeforeSlice { hook, once } } = given;
    let hook = hooks.checked("before_slice", hook);
    let Some(once) = once else { return call(word, &hook) };
    let once = template::template(once, values);
    named("before_slice_once", word, &quote! { #once, #hook })
}

// cdk_private::Cache::On
fn cache(safe: Option<&Ident>) -> TokenStream {
    let variant = ident(if safe.is_some() { "Safe" } else { "On" });
    quote! { cdk_private::Cache::#variant }
}

// .field::<u64>("employee_id").field_alias("employee_id", "id").typed_because("field `x`: `#[serde(with)]`")
fn fields(this: &Ident, record: &Record) -> TokenStream {
    // The type of a field that a function reads need not implement `Deserialize`.
    let fields = record.read().filter(|field| !field.has_reader).map(|field| {
        let (ty, json, aliases) = (&field.ty, &field.json, &field.aliases);
        let method = Ident::new("field", ty.span());
        let field = quote_spanned! {ty.span()=> .#method::<#ty>(#json) };
        quote! { #field #(.field_alias(#json, #aliases))* }
    });
    let reasons: Vec<&str> = record.rewrites.iter().map(|rewrite| rewrite.reason.as_str()).collect();
    let reasons = reasons.join(", ");
    let typed_because = (!reasons.is_empty()).then(|| named("typed_because", this, &quote! { #reasons }));
    quote! { #(#fields)* #typed_because }
}
