//! What must hold of any state, whatever the order in which windows end and runs are cut off.

use std::collections::BTreeMap;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::progress::{MOST_BYTES, MOST_PARTITIONS};
use super::*;

mod future;

/// The clock of all runs.
const NOW: Timestamp = Timestamp::constant(1_000_000, 0);

fn rules(format: Option<&str>, step: Option<i64>, is_sliced: bool, is_ascending: bool) -> Rules {
    let node = json!({ "type": "integer" });
    let kind = CursorKind::of(&node, format).unwrap();
    let unit = |number: i64| if format.is_some() { format!("PT{number}S") } else { number.to_string() };
    let cut = Cut { granularity: kind.granularity(), step: step.map(|step| Stride::parse(&unit(step)).unwrap()), kind };
    Rules {
        way: Way::Only,
        cursor: Some(CursorRules { field: "at".to_owned(), cut, lookback: None, retention: None, is_ascending }),
        is_sliced,
        token: "page".to_owned(),
        is_token_whole: false,
        keeps_token: true,
        is_custom: false,
        is_full_refresh: false,
        is_exact: false,
    }
}

fn progress(rules: &Rules, state: &State) -> StreamProgress {
    let saved = Saved::parse(state, rules, "state", NOW).unwrap();
    StreamProgress::new(rules.clone(), saved, NOW, Vec::new())
}

fn parsed(state: &str) -> State {
    serde_json::from_str(state).unwrap()
}

fn value(rules: &Rules, number: i64) -> CursorValue {
    rules.cursor.as_ref().unwrap().cut.kind.read(&Value::from(number)).unwrap()
}

fn window(rules: &Rules, start: i64, end: i64) -> CursorRange {
    CursorRange { start: Some(value(rules, start)), end: Some(value(rules, end)) }
}

fn partition(number: u64) -> State {
    State::from_iter([("slice".to_owned(), Value::from(number))])
}

/// All windows of the partitions, in their order.
fn taken(progress: &StreamProgress, rules: &Rules, partitions: u64, end: i64) -> Vec<super::progress::NextWindow> {
    let mut all = Vec::new();
    for number in 0..partitions {
        let of = if rules.is_sliced { partition(number) } else { State::new() };
        let Some(begun) = progress.begin(&of, window(rules, 0, end)) else { continue };
        all.extend(std::iter::from_fn(|| progress.take(&begun.key)));
    }
    all
}

fn number(value: &CursorValue) -> i64 {
    value.text().parse().unwrap()
}

/// A page that is the last one of its window, with the greatest cursor that the API has there.
fn page(rules: &Rules, recent: Option<i64>) -> PageEnd {
    PageEnd { recent: recent.map(|recent| value(rules, recent)), is_sorted: true, token: None, is_part: false }
}

fn greatest(records: &[i64], taken: &super::progress::NextWindow) -> Option<i64> {
    let CursorRange { start, end } = &taken.left.window;
    let (start, end) = (number(start.as_ref().unwrap()), number(end.as_ref().unwrap()));
    records.iter().copied().filter(|at| (start..=end).contains(at)).max()
}

proptest! {
    #[test]
    fn windows_cover_all_and_do_not_overlap(end in 0_i64..500, step in 1_i64..60, has_format: bool) {
        let rules = rules(has_format.then_some("%s"), Some(step), false, false);
        let windows = taken(&progress(&rules, &State::new()), &rules, 1, end);

        let mut next = 0;
        for one in &windows {
            let CursorRange { start, end } = &one.left.window;
            let (start, end) = (number(start.as_ref().unwrap()), number(end.as_ref().unwrap()));
            prop_assert_eq!(start, next);
            prop_assert!(end >= start && end - start < step);
            next = end + 1;
        }
        prop_assert_eq!(next, end + 1);
    }

    #[test]
    fn any_order_of_ending_windows_gives_the_same_state(
        records in proptest::collection::vec(0_i64..100, 0..30),
        step in 5_i64..40,
        is_sliced: bool,
        fails in 0_usize..12,
        orders in (any::<u64>(), any::<u64>()),
    ) {
        let rules = rules(None, Some(step), is_sliced, false);
        let run = |seed: u64| {
            let progress = progress(&rules, &State::new());
            let mut windows: Vec<_> = taken(&progress, &rules, 3, 99).into_iter().enumerate().collect();
            windows.sort_by_key(|(at, _)| (*at as u64 + 1).wrapping_mul(seed | 1).rotate_left(17));
            for (at, one) in &windows {
                progress.page(one.number, page(&rules, greatest(&records, one)));
                progress.ended(one.number, *at != fails);
            }
            (progress.state(), progress.finished(Timestamp::UNIX_EPOCH))
        };

        prop_assert_eq!(run(orders.0), run(orders.1));
    }

    #[test]
    fn a_state_that_is_read_and_written_again_is_the_same(
        records in proptest::collection::vec(0_i64..100, 0..30),
        step in 5_i64..40,
        (is_sliced, is_ascending, has_format) in any::<(bool, bool, bool)>(),
        ended in proptest::collection::vec(0_u8..4, 30),
    ) {
        let rules = rules(has_format.then_some("%s"), Some(step), is_sliced, is_ascending);
        let before = progress(&rules, &State::new());
        for (one, how) in taken(&before, &rules, 3, 99).iter().zip(&ended) {
            if *how > 0 {
                let token = (*how == 1).then(|| json!(7));
                before.page(one.number, PageEnd { token, ..page(&rules, greatest(&records, one)) });
            }
            if *how > 1 {
                before.ended(one.number, *how == 3);
            }
        }
        let state = parsed(&before.state().unwrap());

        let again = progress(&rules, &state);
        // Those that failed stand first, which no state says.
        let in_order = |mut state: State| {
            if let Some(open) = state.get_mut(RESUME).and_then(|resume| resume["open"].as_array_mut()) {
                open.sort_by_key(|open| open["partition"].to_string());
            }
            state
        };
        prop_assert_eq!(in_order(parsed(&again.state().unwrap())), in_order(state));
    }

    #[test]
    fn no_record_is_missed_whatever_is_cut_off(
        changes in proptest::collection::vec((0_u8..6, 1_i64..40), 1..60),
        runs in proptest::collection::vec((1_usize..20, any::<u64>(), any::<bool>()), 1..12),
        step in proptest::option::of(3_i64..50),
        (is_sliced, is_ascending) in any::<(bool, bool)>(),
    ) {
        let rules = rules(None, step, is_sliced, is_ascending);
        // The moment at which each record was changed last; changes go on between the runs.
        let mut changed: BTreeMap<u8, i64> = BTreeMap::new();
        let mut emitted: BTreeMap<u8, i64> = BTreeMap::new();
        let (mut now, mut changes, mut state) = (0_i64, changes.into_iter(), State::new());
        let mut runs: Vec<_> = runs;
        runs.push((usize::MAX, 1, true));
        for (pages, seed, is_on_time) in runs {
            for (record, after) in changes.by_ref().take(if pages == usize::MAX { usize::MAX } else { 9 }) {
                now += after;
                changed.insert(record, now);
            }
            let progress = progress(&rules, &state);
            let mut left = taken(&progress, &rules, if is_sliced { 2 } else { 1 }, now);
            let mut seed = seed;
            for _ in 0..pages {
                if left.is_empty() {
                    break;
                }
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                let one = left.swap_remove((seed >> 33) as usize % left.len());
                let CursorRange { start, end } = &one.left.window;
                let range = number(start.as_ref().unwrap())..=number(end.as_ref().unwrap());
                let mut found: Vec<_> = changed.iter().filter(|(_, at)| range.contains(at)).map(|(id, at)| (*at, *id)).collect();
                found.sort_unstable();
                // Half of the window, where the run is cut off in the middle of it.
                let is_cut = is_ascending && seed.is_multiple_of(3) && pages != usize::MAX;
                let upto = if is_cut { found.len() / 2 } else { found.len() };
                for (at, id) in &found[..upto] {
                    emitted.insert(*id, *at);
                }
                progress.page(one.number, page(&rules, found[..upto].last().map(|(at, _)| *at)));
                if !is_cut {
                    progress.ended(one.number, true);
                }
            }
            let is_done = left.is_empty() && is_on_time;
            let is_whole = progress.state().is_some_and(|state| parsed(&state)[RESUME]["open"].as_array().is_none_or(Vec::is_empty));
            state = if is_done && is_whole { parsed(&progress.finished(Timestamp::UNIX_EPOCH)) } else { parsed(&progress.state().unwrap()) };
        }

        prop_assert_eq!(emitted, changed);
    }
}

#[test]
fn formats_write_what_they_read() {
    for (format, text, written) in [
        ("rfc3339", json!("2024-01-31T10:00:00+02:00"), "2024-01-31T08:00:00Z"),
        ("%s", json!(1_704_067_200), "1704067200"),
        ("%s", json!("1704067200"), "1704067200"),
        ("%s", json!(1.704_067_2e9), "1704067200"),
        ("%s", json!("2024-01-01"), "1704067200"),
        ("%s_as_float", json!("1790956988.000309"), "1790956988.000309"),
        ("%s_as_float", json!(1_780_272_000), "1780272000.0"),
        ("%s_as_float", json!("-0.5"), "-0.5"),
        ("%ms", json!(1_704_067_200_123_i64), "1704067200123"),
        ("%epoch_microseconds", json!("1704067200123456"), "1704067200123456"),
        ("%Y-%m-%d", json!("2024-01-31"), "2024-01-31"),
        ("%Y-%m-%d", json!("2024-01-31T10:00:00Z"), "2024-01-31"),
        ("%Y%m%d", json!(20_240_131), "20240131"),
        ("%Y-%m-%dT%H:%M:%SZ", json!("2024-01-31T10:00:00Z"), "2024-01-31T10:00:00Z"),
        ("%Y-%m-%dT%H:%M:%S.%fZ", json!("2026-11-23T00:00:00Z"), "2026-11-23T00:00:00.000000Z"),
        ("%Y-%m-%dT%H:%M:%S.%_msZ", json!("2024-01-31T10:00:00.250Z"), "2024-01-31T10:00:00.250Z"),
        ("%Y-%m-%dT%H:%M:%S%z", json!("2024-01-31T10:00:00+0100"), "2024-01-31T09:00:00+0000"),
        ("%d/%m/%Y %H:%M", json!("31/01/2024 10:05"), "31/01/2024 10:05"),
    ] {
        let kind = CursorKind::of(&json!({ "type": "string" }), Some(format)).unwrap();
        let read = kind.read(&text).unwrap_or_else(|why| panic!("{format} {text}: {why}"));
        assert_eq!(read.text(), written, "{format} {text}");
    }
    for format in ["%Q", "soon", "%H:%M", ""] {
        assert!(TimeFormat::parse(format).is_err(), "{format}");
    }
}

#[test]
fn a_window_ends_one_granule_before_the_next_at_the_format_s_own() {
    for (format, end) in [
        ("%s", "1704671999"),
        ("%ms", "1704671999999"),
        ("rfc3339", "2024-01-07T23:59:59.999999Z"),
        ("%Y-%m-%d", "2024-01-07"),
        ("%Y-%m-%dT%H:%M:%SZ", "2024-01-07T23:59:59Z"),
        ("%s_as_float", "1704671999.999999"),
    ] {
        let kind = CursorKind::of(&json!({ "type": "string" }), Some(format)).unwrap();
        let cut = Cut { granularity: kind.granularity(), step: Some(Stride::parse("P7D").unwrap()), kind };
        let of = |text: &str| cut.kind.read(&json!(text)).unwrap();
        let (first, rest) = cut.first(CursorRange { start: Some(of("2024-01-01")), end: Some(of("2024-01-20")) });

        assert_eq!(first.end.unwrap().text(), end, "{format}");
        assert_eq!(rest.unwrap().start.unwrap(), of("2024-01-08"));
    }
}

#[test]
fn too_many_partitions_have_one_value_and_a_mark() {
    let rules = rules(None, None, true, false);
    let first = progress(&rules, &State::new());
    let all = MOST_PARTITIONS as u64 * 10;
    let mut most_entries = 0;
    // All but every thousandth are read, and the last tenth is not begun.
    for number in 0..all / 10 * 9 {
        let key = first.begin(&partition(number), window(&rules, 0, 100)).unwrap().key;
        let one = first.take(&key).unwrap();
        first.page(one.number, page(&rules, Some(50)));
        first.ended(one.number, !number.is_multiple_of(1_000));
        most_entries = most_entries.max(first.inner().partitions.active.len() + first.inner().partitions.closed.len());
    }
    let state = parsed(&first.state().unwrap());
    assert_eq!(state["use_global_cursor"], true);
    assert!(json!(state).to_string().len() < MOST_BYTES, "{}", json!(state).to_string().len());
    assert!(most_entries <= MOST_PARTITIONS, "{most_entries}");

    // The next run reads those that failed and those that were not begun.
    let second = progress(&rules, &state);
    let mut read = Vec::new();
    for number in 0..all {
        assert!(second.is_as_before());
        if let Some(begun) = second.begin(&partition(number), window(&rules, 0, 100)) {
            while let Some(one) = second.take(&begun.key) {
                second.page(one.number, page(&rules, Some(60)));
                second.ended(one.number, true);
                read.push(number);
            }
        }
    }
    assert!(second.all_found());
    let left = (0..all).filter(|number| *number >= all / 10 * 9 || number.is_multiple_of(1_000));
    assert_eq!(read, left.collect::<Vec<_>>());
    let finished = parsed(&second.finished(Timestamp::UNIX_EPOCH));
    assert_eq!(json!(finished), json!({ "use_global_cursor": true, "state": { "at": 60 }, "lookback_window": 0 }));
}

#[test]
fn partitions_that_are_others_than_before_are_all_read() {
    let rules = rules(None, None, true, false);
    let mark = json!({ "began": "1970-01-01T00:00:00Z", "slices": { "count": 2, "hash": 7 } });
    let state = json!({ "use_global_cursor": true, RESUME: mark });
    let progress = progress(&rules, state.as_object().unwrap());

    assert!(progress.begin(&partition(0), window(&rules, 0, 9)).is_none());
    assert!(progress.begin(&partition(1), window(&rules, 0, 9)).is_none());
    assert!(!progress.is_as_before());
    for number in 0..3 {
        assert!(progress.begin(&partition(number), window(&rules, 0, 9)).is_some());
    }
    assert!(progress.all_found());
}

/// Rules of a full refresh in slices, without a cursor.
fn refresh_rules(is_exact: bool) -> Rules {
    Rules { cursor: None, is_full_refresh: true, is_exact, ..rules(None, None, true, false) }
}

/// Begins a slice and takes its window.
fn begin(run: &StreamProgress, number: u64) -> Option<u64> {
    let begun = run.begin(&partition(number), CursorRange::default())?;
    Some(run.take(&begun.key).unwrap().number)
}

#[test]
fn a_slice_that_fails_before_its_first_page_is_read_by_the_next_run_also_among_many() {
    let rules = refresh_rules(false);
    let all = MOST_PARTITIONS as u64 + 10;
    let run = progress(&rules, &State::new());
    for number in 0..all {
        let window = begin(&run, number).unwrap();
        run.ended(window, number != 7);
    }
    let state = parsed(&run.state().unwrap());

    let next = progress(&rules, &state);
    let read: Vec<u64> = (0..all).filter(|number| begin(&next, *number).is_some()).collect();

    assert_eq!(read, [7]);
}

#[test]
fn a_state_is_exact_unless_records_come_after_the_place_where_the_next_run_begins() {
    let run = progress(&refresh_rules(true), &State::new());
    let page = |token: Option<u64>, is_part| PageEnd { token: token.map(Value::from), is_part, ..PageEnd::default() };
    let (first, second) = (begin(&run, 1).unwrap(), begin(&run, 2).unwrap());
    assert!(run.covers_all_written(), "nothing is written");

    run.page(first, page(Some(2), false));
    assert!(run.covers_all_written(), "the next run begins with page 2");
    run.page(first, page(Some(2), true));
    assert!(!run.covers_all_written(), "a part of page 2 is written");
    run.page(first, page(Some(3), false));
    run.page(second, page(None, false));
    assert!(!run.covers_all_written(), "the second slice has no token");
    run.ended(second, true);
    assert!(run.covers_all_written());
}

#[test]
fn a_custom_state_is_exact_only_in_an_incremental_sync_without_a_failure() {
    let custom =
        |is_full_refresh| Rules { is_custom: true, keeps_token: false, is_full_refresh, ..refresh_rules(true) };
    let run = progress(&custom(false), &State::new());
    let (first, second) = (begin(&run, 1).unwrap(), begin(&run, 2).unwrap());
    run.ended(second, true);
    assert!(run.covers_all_written());
    run.ended(first, false);
    assert!(!run.covers_all_written(), "the state does not advance after a failed slice");

    assert!(!progress(&custom(true), &State::new()).covers_all_written(), "a full refresh ignores it");
}

#[test]
fn a_full_refresh_of_many_slices_keeps_its_mark_over_two_kills() {
    let rules = Rules { cursor: None, ..rules(None, None, true, false) };
    let all = MOST_PARTITIONS as u64 + 2_000;
    let mut state = State::new();
    for (from, to) in [(0, all), (all, all + 200), (all + 200, all + 400)] {
        let run = progress(&rules, &state);
        for number in 0..to {
            assert!(run.is_as_before());
            if let Some(begun) = run.begin(&partition(number), CursorRange::default()) {
                assert!(number >= from, "slice {number} is read again");
                let one = run.take(&begun.key).unwrap();
                run.ended(one.number, true);
            }
        }
        state = parsed(&run.state().unwrap());
    }
}
