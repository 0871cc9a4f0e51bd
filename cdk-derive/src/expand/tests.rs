//! The expansion of both derives, as text without spaces.

use proc_macro2::TokenStream;
use quote::quote;

use crate::derive;
use crate::words::{SOURCE, STREAM, Word};

fn stream(item: TokenStream) -> String {
    plain(&derive::http_stream(item))
}

fn plain(tokens: &TokenStream) -> String {
    let text = tokens.to_string();
    syn::parse_str::<syn::File>(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
    let text: String = text.split_whitespace().collect();
    text.replace("::cdk_core::__private_v0_1::", "cdk_private::")
}

/// The calls after `stream_of::<Self>()`, with core's path shortened to `c::`.
fn calls(item: TokenStream) -> String {
    let text = stream(item);
    assert!(!text.contains("compile_error"), "{text}");
    let (_, calls) = text.split_once("stream_of::<Self>()").expect("a definition");
    // The checks of the fields' types follow the impl.
    let calls = calls.split("}}usecdk_private::Unproven").next().unwrap_or_default();
    calls.trim_end_matches("}}};}").trim_end_matches('}').replace("cdk_private::", "c::")
}

fn messages(text: &str) -> Vec<&str> {
    text.split("compile_error!{\"").skip(1).filter_map(|rest| rest.split("\"}").next()).collect()
}

#[test]
fn a_stream_is_one_call_for_each_attribute() {
    let calls = calls(quote! {
        #[stream(source = Employees, path = "employees", records = "data", paginate = "cursor", primary_key = "id", undeclared = "keep")]
        struct Employee {
            id: u64,
            r#type: Option<String>,
        }
    });

    assert_eq!(
        calls,
        ".source::<Employees>().path(\"employees\").records(\"data\").paginate(c::Paginate::cursor())\
         .primary_key([\"id\"]).undeclared(c::Undeclared::Keep).field::<u64>(\"id\").field::<Option<String>>(\"type\")"
    );
}

#[test]
fn attributes_without_a_value_mean_the_default() {
    let bare = calls(quote! { #[stream(source = S, url_base, path)] struct A { id: u64 } });
    let absent = calls(quote! { #[stream(source = S)] struct A { id: u64 } });

    assert_eq!(bare, absent);
}

#[test]
fn none_may_be_quoted_like_a_strategy() {
    let quoted = calls(quote! { #[stream(source = S, paginate = "none")] struct A { id: u64 } });
    let plain = calls(quote! { #[stream(source = S, paginate = none)] struct A { id: u64 } });

    assert_eq!(quoted, plain);
}

#[test]
fn slashes_at_the_ends_of_a_path_and_in_a_query_are_valid() {
    for path in ["/a/{config.x}/", "a?next=b//c", "https://other.example.com/a", "", "/"] {
        let calls = calls(quote! { #[stream(source = S, path = #path)] struct A { id: u64 } });
        assert!(!calls.contains("compile_error"), "{path}: {calls}");
    }
}

#[test]
fn a_typed_root_is_field_access_and_a_run_time_root_stays_text() {
    let calls = calls(quote! {
        #[stream(source = S, parent = P, path = "{parent.id}/{grandparent.r#type:%s}/{token}")]
        struct A { id: u64 }
    });

    assert!(
        calls.contains("c::template(\"{parent.id}/{grandparent.type:%s}/{token}\",|cdk_cx:&c::Cx<'_,Self>|"),
        "{calls}"
    );
    assert!(
        calls.contains(
            "::std::vec![{letcdk_value=&c::signatures::known::<{c::signatures::has_field(<c::signatures::FieldsOf<P>>::FIELDS,\
             \"`{parent.id}`atcharacter1\",\"id\")},_,>(cdk_cx.parent()?).id;c::arg(cdk_value)},\
             {letcdk_value=&c::signatures::known::<{c::signatures::has_field(<c::signatures::FieldsOf<<Pasc::HttpStream>::Parent>>::FIELDS,\
             \"`{grandparent.type:%s}`atcharacter13\",\"type\")},_,>(cdk_cx.grandparent()?).r#type;c::arg(cdk_value)}]"
        ),
        "{calls}"
    );
}

#[test]
fn auth_sees_the_source_s_context() {
    let calls = calls(quote! { #[stream(source = S, auth = bearer("{config.token}"))] struct A { id: u64 } });

    assert!(calls.contains("|cdk_cx:&c::SourceCx<'_,<Selfasc::HttpStream>::Config>|"), "{calls}");
}

#[test]
fn rust_fields_of_the_last_record_get_the_names_in_the_record() {
    let calls = calls(quote! {
        #[stream(source = S, params(since = "{last.created_at.day}-{token}"), add(day = record.created_at.day))]
        #[serde(rename_all = "camelCase")]
        struct A { created_at: String, day: String }
    });

    assert!(calls.contains("c::template(\"{last.createdAt.day}-{token}\",|_:&c::Cx<'_,Self>|"), "{calls}");
    assert!(calls.contains("c::added(\"day\",c::record_path(\"createdAt.day\"))"), "{calls}");
}

#[test]
fn values_have_the_types_of_json() {
    let calls = calls(quote! {
        #[stream(source = S, body = json(a = 1, b = -2, c = 0.5, d = -1.5, e = true, f = 18446744073709551615, g = none, h(i = ["x", 1])))]
        struct A { id: u64 }
    });

    assert!(
        calls.contains(
            ".body(c::BodyTemplate::json([c::entry(\"a\",1i64),c::entry(\"b\",-2i64),c::entry(\"c\",0.5f64),\
             c::entry(\"d\",-1.5f64),c::entry(\"e\",true),c::entry(\"f\",18446744073709551615u64),c::unset(\"g\"),\
             c::entry(\"h\",c::object([c::entry(\"i\",c::list([c::field(\"x\"),c::field(1i64)]))]))]))"
        ),
        "{calls}"
    );
}

#[test]
fn each_attribute_of_an_earlier_version_is_one_error_that_shows_the_new_form() {
    let cases = [
        (
            quote! { body_json(a = 1, b(c = "{config.x}")) },
            "`body_json`wasrenamed;write`body=json(a=1,b(c=\\\"{config.x}\\\"))`",
        ),
        (quote! { body_form(a = 1) }, "`body_form`wasrenamed;write`body=form(a=1)`"),
        (quote! { body_text = "find {config.x}" }, "`body_text`wasrenamed;write`body=text(\\\"find{config.x}\\\")`"),
        (quote! { body_text }, "`body_text`wasrenamed;write`body=text(…)`"),
        (quote! { body_json(a = ) }, "`body_json`wasrenamed;write`body=json(a=)`"),
        (quote! { body_json = none }, "`body_json`wasrenamed;write`body=none`"),
        (
            quote! { body_graphql(query = "{ a }"), cache(safe) },
            "`body_graphql`wasrenamed;write`body=graphql(query=\\\"{a}\\\")`",
        ),
        (quote! { slices = f, slice = Vec<T> }, "`slice`isanoptionof`slices`;write`slices(f,slice=Vec<T>)`"),
        (quote! { slices(f, as = "m"), slice = T, path = "{m.a}" }, "write`slices(f,slice=T,as=\\\"m\\\")`"),
        (quote! { slices = f }, "`slices`needsthetypeoftheslices;write`slices(f,slice=T)`"),
        (quote! { slice = T }, "write`slices(f,slice=T)`"),
        (
            quote! { auth = session_token(login_url = "https://a.test", body_json(u = "x"), token = "t", header = "X") },
            "`body_json`wasrenamed;write`body=json(u=\\\"x\\\")`",
        ),
    ];
    for (words, expected) in cases {
        let text = stream(quote! { #[stream(source = S, #words)] struct A { id: u64 } });
        let mut messages = messages(&text);
        // A type that an error hides repeats the error, which the compiler reports once.
        messages.dedup();

        assert_eq!(messages.len(), 1, "{words}: {messages:?}");
        assert!(messages[0].contains(expected), "{words}: {messages:?}");
    }
}

#[test]
fn a_hook_is_checked_and_self_is_the_struct() {
    let calls = calls(quote! { #[stream(source = S, map = Self::to_euros, path = paths::of)] struct A { id: u64 } });

    assert!(calls.contains(".map(c::signatures::map::<A,_>(A::to_euros))"), "{calls}");
    assert!(calls.contains(".path_hook(c::signatures::path::<A,_>(paths::of))"), "{calls}");
}

#[test]
fn reasons_to_serialize_are_passed_to_core() {
    let calls = calls(quote! {
        #[stream(source = S)]
        struct A {
            #[serde(with = "seconds")]
            #[schemars(with = "String")]
            at: u64,
            #[serde(skip)]
            own: u64,
            #[serde(flatten)]
            rest: Rest,
        }
    });

    assert_eq!(
        calls,
        ".source::<S>().typed_because(\"field`at`:`#[serde(with)]`,field`own`:`#[serde(skip)]`,\
         field`rest`:`#[serde(flatten)]`\")"
    );
}

#[test]
fn a_source_is_one_call_for_each_attribute() {
    let text = plain(&derive::source(quote! {
        #[source(config = Config, streams(A, b::B), check = A, origins("x.test"), params(limit = 1), request_params = f)]
        struct Employees;
    }));

    assert!(
        text.contains("constVERSION:&'static::core::primitive::str=::core::env!(\"CARGO_PKG_VERSION\");"),
        "{text}"
    );
    assert!(
        text.contains(
            "cdk_private::SourceDef::new().stream::<A>().stream::<b::B>().check::<A>().origins([\"x.test\"])\
             .params([cdk_private::entry(\"limit\",1i64)])\
             .request_params(cdk_private::signatures::source_request_params::<<Employeesascdk_private::Source>::Config,_>(f))"
        ),
        "{text}"
    );
}

#[test]
fn a_source_may_have_listed_streams_and_a_function() {
    let text = plain(&derive::source(quote! {
        #[source(config = Config, streams = Self::found, streams(A))]
        struct Employees;
    }));

    assert!(text.contains("::new().stream::<A>().streams(cdk_private::signatures::streams::<<Employeesascdk_private::Source>::Config,_>(Employees::found))"), "{text}");
}

#[test]
fn a_struct_with_errors_gets_all_of_them_and_a_stub() {
    let text = stream(quote! { #[stream(source = S, parent = P, paht = "a", name = 5)] struct A { id: u64 } });

    assert_eq!(messages(&text).len(), 2, "{text}");
    assert!(text.contains("typeConfig=<Sascdk_private::Source>::Config;typeParent=P;"), "{text}");
    assert!(text.contains("::core::unimplemented!()"), "{text}");
}

#[test]
fn a_misspelled_attribute_is_read_as_the_one_that_was_meant() {
    let text = stream(quote! { #[stream(sorce = S, sorce = T, primary_kye = 5)] struct A { id: u64 } });

    assert_eq!(messages(&text).len(), 3, "{text}");
    assert!(text.contains("typeConfig=<Sascdk_private::Source>::Config;"), "{text}");
}

#[test]
fn a_generic_struct_gets_a_stub_with_its_parameters() {
    let text = stream(quote! { #[stream(source = S)] struct A<'a, T> { id: T, name: &'a str } });

    let messages = messages(&text);
    assert!(text.contains("impl<'a,T>cdk_private::HttpStreamforA<'a,T>wherefor<'cdk>Self:"), "{text}");
    assert!(messages[0].starts_with("field`name`:arecordcannotborrow"), "{text}");
    assert!(messages[1].starts_with("arecordcannothaveatypeparameter"), "{text}");
}

#[test]
fn a_type_that_an_error_hides_causes_no_further_errors() {
    let text = stream(quote! { #[stream(path = "x")] struct A { id: u64 } });
    let of_source = plain(&derive::source(quote! { struct A; }));

    assert!(text.contains("typeConfig=[();::core::compile_error!{\"missing`source`"), "{text}");
    assert!(of_source.contains("typeConfig=[();::core::compile_error!{\"`#[derive(Source)]`needs"), "{of_source}");
}

#[test]
fn each_unknown_type_is_checked_once() {
    let text = stream(quote! {
        #[stream(source = S)]
        struct A {
            id: u64,
            names: Option<Vec<String>>,
            map: HashMap<String, a::Token>,
            #[serde(skip)]
            skipped: Token,
            this: Vec<Self>,
        }
    });

    assert_eq!(text.matches("TypeOf::<a::Token>::IS_SECRET").count(), 1, "{text}");
    assert_eq!(text.matches("TypeOf::<a::Token>::HAS_SCHEMA").count(), 1, "{text}");
    assert_eq!(text.matches("TypeOf::<").count(), 3, "{text}");
}

/// A struct with the example of an attribute, and the attributes that the example needs.
fn example(attribute: &str, word: &Word) -> String {
    let needed: &[&str] = match (attribute, word.name) {
        ("source", "config") => &["streams(Employee)"],
        ("source", "streams") => &["config = Config"],
        ("source", _) => &["config = Config", "streams(Employee)"],
        (_, "source") => &[],
        (_, "config") => &["url_base = \"https://x\""],
        (_, "parent") => &["source = S"],
        (_, "slices") => &["source = S"],
        (_, "cursor_field") => &["source = S"],
        (_, "incremental") => &["source = S", "cursor_field = \"updated\""],
        _ => &["source = S", "parent = P"],
    };
    let words = [&[word.form], needed].concat().join(", ").replace("(…)", "(a = 1)");
    let fields = if attribute == "source" { ";" } else { "{ id: u64, employee_id: u64, updated: u64 }" };
    format!("#[{attribute}({words})] struct Employees {fields}")
}

#[test]
fn the_example_of_every_attribute_compiles() {
    for (attribute, words) in [("stream", STREAM), ("source", SOURCE)] {
        for word in words {
            let item: TokenStream = example(attribute, word).parse().expect("tokens");
            let text = plain(&if attribute == "source" { derive::source(item) } else { derive::http_stream(item) });
            let messages = messages(&text);

            assert!(messages.is_empty(), "`{}`: {messages:?}", word.name);
        }
    }
}

#[test]
fn slicers_are_called_in_the_order_of_the_source_code() {
    let calls = calls(quote! {
        #[stream(source = S, slices(f, slice = T), parent = P, slices(g, slice = M, as = "month"), path = "{slice.a}/{month}")]
        struct A { id: u64 }
    });

    let slicers = ".slices(c::signatures::slices::<A,<Aasc::HttpStream>::Slice,_>(f)).parent(c::parent_of::<P>())\
                   .slices_as::<M>(\"month\",c::signatures::slices::<A,M,_>(g))";
    assert!(calls.contains(slicers), "{calls}");
    assert!(calls.contains("(cdk_cx.slice()?).a;") && calls.contains("&cdk_cx.slice_as::<M>(\"month\")?"), "{calls}");
}

#[test]
fn a_rule_is_one_call_for_each_condition_and_action() {
    let calls = calls(quote! {
        #[stream(
            source = S,
            on = none,
            on(status = 500..503, json("ok") = [false, "no", 1], json("a.b"), header("X-Why"), fail(config), "no {header.X-Why}"),
            on(empty, ignore),
        )]
        struct A { id: u64 }
    });

    assert!(
        calls.contains(
            ".on(c::On::new().status(500u16..=502u16)\
             .json(\"ok\",[c::json_value(false),c::json_value(\"no\"),c::json_value(1i64)])\
             .json(\"a.b\",::core::iter::empty()).header(\"X-Why\",::core::iter::empty())\
             .fail_as(c::FailureType::ConfigError).message("
        ),
        "{calls}"
    );
    assert!(calls.contains(".on(c::On::new().empty().ignore())"), "{calls}");
    assert!(calls.contains(".without_on()"), "{calls}");
}

#[test]
fn a_rate_limit_is_one_call_for_each_option() {
    let calls = calls(quote! {
        #[stream(
            source = S,
            rate_limit("10/1s", "{config.n}/1m", burst = 5, path = "a/*", method = "GET", weight = 2, from_headers, wait = header("Backoff")),
            circuit = none,
        )]
        struct A { id: u64 }
    });

    assert!(
        calls.contains(".rate_limit(c::RateLimit::new().rate(\"10/1s\").rate(c::template(\"{config.n}/1m\","),
        "{calls}"
    );
    assert!(
        calls.contains(".burst(5u32).path(\"a/*\").method(c::Method::GET).weight(2u32).from_headers().wait("),
        "{calls}"
    );
    assert!(calls.contains("Place::header(\"Backoff\"))"), "{calls}");
    assert!(calls.contains(".circuit(::core::option::Option::None)"), "{calls}");
}

#[test]
fn before_slice_with_once_is_another_call() {
    let each = calls(quote! { #[stream(source = S, before_slice = Self::join)] struct A { id: u64 } });
    let once = calls(quote! { #[stream(source = S, before_slice(join, once = "all"))] struct A { id: u64 } });

    assert!(each.contains(".before_slice(c::signatures::before_slice::<A,_>(A::join))"), "{each}");
    assert!(once.contains(".before_slice_once(\"all\",c::signatures::before_slice::<A,_>(join))"), "{once}");
}
