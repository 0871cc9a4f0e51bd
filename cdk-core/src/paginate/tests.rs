use std::cell::Cell;
use std::rc::Rc;

use http::HeaderMap;
use serde_json::{Value, json};
use url::Url;

use super::guard::{MAX_EMPTY, MAX_PAGES};
use super::*;
use crate::error::Result;
use crate::http::url::Origins;
use crate::template::exact;

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
        self.next_in(paginate, &mut guard(Rc::default()))
    }

    /// The next page's token; that of a probe, too.
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
        guard.count(self.records);
        match guard.next(paginate, &facts)? {
            Next::End => Ok(None),
            Next::Page(token) | Next::Probe(token) => guard.watched(&token).map(|()| Some(token)),
        }
    }
}

fn guard(place_seen: Rc<Cell<bool>>) -> Guard {
    Guard::new(place_seen, &Origins::new(None), None)
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

    let mut guard = guard(place_seen);
    assert_eq!(page(json!({"meta": {"next": "a"}}), 2).next_in(&paginate, &mut guard).unwrap(), Some(json!("a")));
    assert_eq!(page(json!({}), 2).next_in(&paginate, &mut guard).unwrap(), None);
}

#[test]
fn a_token_that_repeats_is_an_error_that_names_it() {
    let mut guard = guard(Rc::default());
    let same = page(json!({"next_cursor": "c1"}), 1);

    assert!(same.next_in(&Paginate::cursor(), &mut guard).is_ok());
    let error = same.next_in(&Paginate::cursor(), &mut guard).unwrap_err();
    assert!(error.to_string().contains("token \"c1\" was used before"), "{error}");
}

#[test]
fn an_endless_pagination_ends_at_the_cap() {
    let mut guard = guard(Rc::default());

    let pages = (0..).take_while(|n| guard.watched(&json!(n)).is_ok()).count();

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
fn a_total_of_zero_next_to_records_is_no_total() {
    for total in [json!(0), json!("0")] {
        let with_total = |records| page(json!({"total": total, "data": []}), records);

        assert_eq!(with_total(5).after(1).next(&Paginate::page().total("total")).unwrap(), Some(json!(2)));
        assert_eq!(with_total(5).after(0).next(&Paginate::offset().total("total")).unwrap(), Some(json!(5)));
        assert_eq!(with_total(0).after(1).next(&Paginate::page().total("total")).unwrap(), None);
        assert_eq!(with_total(0).after(0).next(&Paginate::offset().total("total")).unwrap(), None);
    }
}

#[test]
fn offsets_grow_by_what_came() {
    let sized = Paginate::offset().size("limit", 10);

    assert_eq!(page(json!({}), 10).after(20).next(&sized).unwrap(), Some(json!(30)));
    assert_eq!(page(json!({}), 9).after(30).next(&sized).unwrap(), Some(json!(39)));
    assert_eq!(page(json!({}), 0).after(30).next(&sized).unwrap(), None);
    assert_eq!(page(json!({}), 1).after(30).next(&Paginate::offset()).unwrap(), Some(json!(31)));
    assert_eq!(page(json!({}), 0).after(30).next(&Paginate::offset()).unwrap(), None);
}

#[test]
fn total_more_and_done_decide_over_an_offsets_page() {
    let (total, more, done) =
        (Paginate::offset().total("n"), Paginate::offset().more("m"), Paginate::offset().done("d"));
    let next = |paginate: &Paginate, envelope: Value, records| page(envelope, records).after(4).next(paginate);

    for (paginate, goes_on, ends) in [
        (&total, json!({"n": 7}), json!({"n": 6})),
        (&more, json!({"m": true}), json!({"m": false})),
        (&done, json!({"d": 0}), json!({"d": "true"})),
    ] {
        let sized = paginate.clone().size("limit", 100);
        for paginate in [paginate, &sized] {
            assert_eq!(next(paginate, goes_on.clone(), 2).unwrap(), Some(json!(6)));
            assert_eq!(next(paginate, ends.clone(), 2).unwrap(), None);
        }
        // Hidden records: the next page begins after as many as were requested.
        assert_eq!(next(&sized, goes_on.clone(), 0).unwrap(), Some(json!(104)));
        assert!(next(paginate, goes_on, 0).unwrap_err().to_string().contains("`offset = 4` is empty"));
    }
}

#[test]
fn more_and_done_decide_in_every_strategy() {
    let numbered = Paginate::page().done("end");
    assert_eq!(page(json!({"end": false}), 0).after(1).next(&numbered).unwrap(), Some(json!(2)));
    assert_eq!(page(json!({"end": true}), 5).after(1).next(&numbered).unwrap(), None);
    assert_eq!(page(json!({"end": null}), 0).after(1).next(&numbered).unwrap(), None);

    let url = Paginate::next_url().more("more");
    assert_eq!(page(json!({"next": "/a", "more": 0}), 5).next(&url).unwrap(), None);
    let error = page(json!({"more": true}), 5).next(&url).unwrap_err().to_string();
    assert_eq!(error, "the response says that there is another page, but `next` holds no URL");

    let error = page(json!({"end": false}), 5).next(&Paginate::link().done("end")).unwrap_err().to_string();
    assert_eq!(error, "the response says that there is another page, but header `link` with rel `next` holds no URL");
}

#[test]
fn a_token_keeps_its_own_digits() {
    for digits in ["18446744073709551617", "123456789012345678", "1.10", "0.1000000000000000055"] {
        let envelope = exact::parse(format!(r#"{{"next_cursor":{digits}}}"#).as_bytes()).unwrap();

        let token = page(envelope, 1).next(&Paginate::cursor()).unwrap().unwrap();

        assert_eq!(serde_json::to_string(&exact::Written(&token)).unwrap(), digits);
        assert_eq!(crate::stream::plain(&token), digits);
    }
}

#[test]
fn empty_pages_in_a_row_are_bounded() {
    let mut guard = guard(Rc::default());
    let empty = |n: u64| page(json!({ "next_cursor": n }), 0);

    let pages = (1..).take_while(|n| empty(*n).next_in(&Paginate::cursor(), &mut guard).is_ok()).count() as u64;
    assert_eq!(pages + 1, MAX_EMPTY);
}

#[test]
fn urls_of_one_page_are_one_token() {
    let mut guard = guard(Rc::default());
    guard.stands_at(&Url::parse("https://a.test/x?a=1&b=2").unwrap());

    assert!(!guard.is_new(&json!("https://a.test/x?b=2&a=1#top")));
    assert!(guard.is_new(&json!("https://a.test/x?b=2&a=2")));
    assert!(guard.watched(&json!("https://a.test/x?b=2&a=1")).unwrap_err().to_string().contains("`done = "));
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
