use std::rc::Rc;

use http::HeaderMap;
use serde_json::{Value, json};
use url::Url;

use super::guard::MAX_PAGES;
use super::*;
use crate::error::Result;

struct Page {
    envelope: Value,
    headers: HeaderMap,
    records: u64,
    last: Option<Value>,
    current: Option<Value>,
}

fn page(envelope: Value, records: u64) -> Page {
    Page { envelope, headers: HeaderMap::new(), records, last: None, current: None }
}

impl Page {
    fn after(mut self, current: impl Into<Value>) -> Self {
        self.current = Some(current.into());
        self
    }

    fn last(mut self, last: impl Into<Value>) -> Self {
        self.last = Some(last.into());
        self
    }

    fn next(&self, paginate: &Paginate) -> Result<Option<Value>> {
        self.next_in(paginate, &mut Guard::new(Rc::default(), None))
    }

    fn next_in(&self, paginate: &Paginate, guard: &mut Guard) -> Result<Option<Value>> {
        let url = Url::parse("https://a.test/v1/x?k=1").unwrap();
        let facts = Facts {
            envelope: &self.envelope,
            headers: &self.headers,
            records: self.records,
            last: self.last.as_ref(),
            current: self.current.as_ref(),
            url: &url,
        };
        guard.next(paginate, &facts)
    }
}

#[test]
fn absent_null_empty_and_false_are_no_token() {
    for envelope in [json!({}), json!({"next_cursor": null}), json!({"next_cursor": ""}), json!({"next_cursor": false})]
    {
        assert_eq!(page(envelope, 3).next(&Paginate::cursor()).unwrap(), None);
    }
    assert_eq!(page(json!({"next_cursor": 0}), 3).next(&Paginate::cursor()).unwrap(), Some(json!(0)));
}

#[test]
fn an_empty_page_with_a_token_goes_on() {
    assert_eq!(page(json!({"next_cursor": "c"}), 0).next(&Paginate::cursor()).unwrap(), Some(json!("c")));
}

#[test]
fn more_false_ends_even_with_a_token_and_true_without_one_is_an_error() {
    let paginate = Paginate::cursor().token(Place::last("id")).more("has_more");

    assert_eq!(page(json!({"has_more": false}), 2).last("z").next(&paginate).unwrap(), None);
    assert_eq!(page(json!({"has_more": true}), 2).last("z").next(&paginate).unwrap(), Some(json!("z")));
    assert!(page(json!({"has_more": true}), 0).next(&paginate).is_err());
}

#[test]
fn a_full_page_whose_token_place_was_never_seen_is_an_error() {
    let paginate = Paginate::cursor().token(Place::body("meta.next")).size("limit", 2);
    let place_seen = Rc::default();

    assert_eq!(page(json!({}), 1).next(&paginate).unwrap(), None);
    let error = page(json!({}), 2).next(&paginate).unwrap_err();
    assert!(error.to_string().contains("`meta.next` is not in the response"), "{error}");

    let mut guard = Guard::new(place_seen, None);
    assert_eq!(page(json!({"meta": {"next": "a"}}), 2).next_in(&paginate, &mut guard).unwrap(), Some(json!("a")));
    assert_eq!(page(json!({}), 2).next_in(&paginate, &mut guard).unwrap(), None);
}

#[test]
fn a_token_that_repeats_is_an_error_that_names_it() {
    let mut guard = Guard::new(Rc::default(), None);
    let same = page(json!({"next_cursor": "c1"}), 1);

    assert!(same.next_in(&Paginate::cursor(), &mut guard).is_ok());
    let error = same.next_in(&Paginate::cursor(), &mut guard).unwrap_err();
    assert!(error.to_string().contains("\"c1\" came before"), "{error}");
}

#[test]
fn an_endless_pagination_ends_at_the_cap() {
    let mut guard = Guard::new(Rc::default(), None);

    let pages = (0..).take_while(|n| guard.watched(json!(n)).is_ok()).count();

    assert_eq!(pages as u64 + 1, MAX_PAGES);
}

#[test]
fn pages_are_counted_until_an_empty_one_or_the_total() {
    let paginate = Paginate::page().start(0).total("meta.pages");

    assert_eq!(paginate.first(), Some(json!(0)));
    assert_eq!(page(json!({}), 5).after(0).next(&paginate).unwrap(), Some(json!(1)));
    assert_eq!(page(json!({}), 0).after(7).next(&paginate).unwrap(), None);
    assert_eq!(page(json!({"meta": {"pages": 3}}), 5).after(1).next(&paginate).unwrap(), Some(json!(2)));
    assert_eq!(page(json!({"meta": {"pages": "3"}}), 5).after(2).next(&paginate).unwrap(), None);
    // A total that no API can mean is no reason to end.
    let absurd = page(json!({"meta": {"pages": u64::MAX}}), 5).after(1);
    assert_eq!(absurd.next(&paginate).unwrap(), Some(json!(2)));
    assert_eq!(absurd.next(&Paginate::page().total("meta.pages")).unwrap(), Some(json!(2)));
}

#[test]
fn offsets_grow_by_what_came_and_end_at_a_short_page() {
    let paginate = Paginate::offset().size("limit", 10);

    assert_eq!(page(json!({}), 10).after(20).next(&paginate).unwrap(), Some(json!(30)));
    assert_eq!(page(json!({}), 9).after(30).next(&paginate).unwrap(), None);
    assert_eq!(page(json!({}), 0).after(30).next(&paginate).unwrap(), None);
}

#[test]
fn next_urls_may_be_relative_and_must_be_texts() {
    let paginate = Paginate::next_url().at("paging.next");

    let next = |value: Value| page(json!({"paging": {"next": value}}), 1).next(&paginate);

    assert_eq!(next(json!("?page=2")).unwrap(), Some(json!("https://a.test/v1/x?page=2")));
    assert_eq!(next(json!("https://b.test/y")).unwrap(), Some(json!("https://b.test/y")));
    assert_eq!(next(json!(null)).unwrap(), None);
    assert!(next(json!(7)).is_err());
    assert!(next(json!("https://[")).is_err());
}

#[test]
fn a_list_or_an_object_is_no_token() {
    for value in [json!([1]), json!({"a": 1})] {
        assert!(page(json!({"next_cursor": value}), 1).next(&Paginate::cursor()).is_err());
    }
}
