use serde_json::{Value, json};

use super::grammar::Placeholder;
use super::*;
use crate::error::FailureType;

fn parsed(text: &'static str) -> Parsed {
    Parsed::new(text).unwrap()
}

fn nothing(_: &Placeholder) -> Option<Value> {
    None
}

#[test]
fn a_value_in_a_path_is_one_segment() {
    let path = parsed("a/{slice.x}/b").path(&[Some(json!("x/y ?&ü"))], &nothing).unwrap();

    assert_eq!(path, "a/x%2Fy%20%3F%26%C3%BC/b");
}

#[test]
fn a_starred_value_in_a_path_is_several_segments_each_encoded() {
    let template = parsed("repos/{slice.repository/*}/issues");

    assert_eq!(template.path(&[Some(json!("org/a b"))], &nothing).unwrap(), "repos/org/a%20b/issues");
    assert!(template.path(&[Some(json!("org/../x"))], &nothing).is_err());
    assert!(template.path(&[Some(json!("org//x"))], &nothing).is_err());
}

#[test]
fn empty_dotted_and_absent_path_values_are_errors_that_name_the_template() {
    for value in [Some(json!("")), Some(json!(".")), Some(json!("..")), None, Some(json!([1]))] {
        let error = parsed("a/{parent.id}").path(&[value], &nothing).unwrap_err();

        assert!(error.to_string().starts_with("template `a/{parent.id}`: `{parent.id}` "), "{error}");
    }
}

#[test]
fn a_value_cannot_move_the_host() {
    let base = parsed("https://{config.subdomain}.example.com/{config.version}");

    assert_eq!(
        base.base(&[Some(json!("acme")), Some(json!("v 1"))], &nothing).unwrap(),
        "https://acme.example.com/v%201"
    );
    for evil in ["evil.test/", "evil.test#", "evil.test?", "a@evil.test", ""] {
        let error = base.base(&[Some(json!(evil)), Some(json!("v1"))], &nothing).unwrap_err();
        assert!(error.to_string().starts_with("config.subdomain: "), "{error}");
    }
    assert_eq!(
        parsed("{config.host}/v1").base(&[Some(json!("http://localhost:8080"))], &nothing).unwrap(),
        "http://localhost:8080/v1"
    );
}

#[test]
fn one_placeholder_alone_keeps_its_type_and_may_be_absent() {
    let one = parsed("{config.n}");

    assert_eq!(one.json(&[Some(json!(7))], &nothing).unwrap(), Some(json!(7)));
    assert_eq!(one.json(&[None], &nothing).unwrap(), None);
    assert!(parsed("n{config.n}").json(&[None], &nothing).is_err());
}

#[test]
fn a_date_takes_a_format() {
    for (value, format, want) in [
        (json!("2024-01-31"), "{config.d:%s}", "1706659200"),
        (json!("2024-01-31T10:00:00+02:00"), "{config.d:rfc3339}", "2024-01-31T08:00:00Z"),
        (json!("2024-01-31T10:00:00"), "{config.d:%Y-%m-%d %H}", "2024-01-31 10"),
        (json!(1706659200), "{config.d:%Y-%m-%d}", "2024-01-31"),
    ] {
        assert_eq!(parsed(format).text(&[Some(value)], &nothing).unwrap().unwrap(), want);
    }
    assert!(parsed("{config.d:%s}").text(&[Some(json!("soon"))], &nothing).is_err());
}

#[test]
fn a_value_that_is_no_date_is_the_user_s_fault_and_a_bad_format_the_connector_s() {
    let error = |format, value: &str| parsed(format).text(&[Some(json!(value))], &nothing).unwrap_err();

    let no_date = error("{config.d:%s}", "soon");
    assert_eq!(no_date.failure_type(), FailureType::ConfigError, "{no_date}");
    let no_format = error("{config.d:%Y%}", "2024-01-31");
    assert_eq!(no_format.failure_type(), FailureType::SystemError, "{no_format}");
    assert!(no_format.to_string().starts_with("template `{config.d:%Y%}`: `{config.d}` cannot be"), "{no_format}");
}

#[test]
fn runtime_roots_are_looked_up_and_take_no_argument() {
    let lookup = |place: &Placeholder| (place.name() == "{header.X-Next-Page}").then(|| json!("n2"));

    let text = parsed("{config.a}-{header.X-Next-Page}").text(&[Some(json!("a"))], &lookup).unwrap();

    assert_eq!(text.unwrap(), "a-n2");
}

#[test]
fn doubled_braces_are_literal_and_single_ones_are_errors() {
    assert_eq!(parsed("{{x}}").text(&[], &nothing).unwrap().unwrap(), "{x}");
    assert!(Parsed::new("a{b").is_err());
    assert!(Parsed::new("a}b").is_err());
    assert!(Parsed::new("{}").is_err());
}

#[test]
fn a_number_keeps_its_own_digits_in_every_text() {
    let lookup = |_: &Placeholder| Some(exact::parse(b"18446744073709551617.10").unwrap());

    assert_eq!(parsed("list/{token}").path(&[], &lookup).unwrap(), "list/18446744073709551617.10");
    assert_eq!(parsed("after {token}").text(&[], &lookup).unwrap().unwrap(), "after 18446744073709551617.10");
    let json = parsed("{response.next}").json(&[], &lookup).unwrap().unwrap();
    assert_eq!(serde_json::to_string(&exact::Written(&json)).unwrap(), "18446744073709551617.10");
}
