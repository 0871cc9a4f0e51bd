//! No state is later than the begin of its sync, whatever the state before it says, and nothing up to there is missed.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::super::*;
use super::{NOW, page, parsed, partition, progress, rules, value};

/// Seconds before the clock of a run, and after it.
const BEGAN: i64 = 1_000_000;

/// A cursor in the past or the future, as any connector may have written it.
fn cursor() -> impl Strategy<Value = i64> {
    prop_oneof![0..BEGAN, BEGAN..=BEGAN, BEGAN + 1..BEGAN * 2, Just(253_402_300_799)]
}

/// The state of a stream without slices, or with them.
fn state() -> impl Strategy<Value = (bool, Value)> {
    let one = cursor().prop_map(|at| (false, json!({ "at": at })));
    let ranges = proptest::collection::vec((cursor(), cursor()), 1..4).prop_map(|ranges| {
        let slices = ranges.iter().map(|(one, other)| json!({ "start": one.min(other), "end": one.max(other) }));
        (false, json!({ "state_type": "date-range", "slices": slices.collect::<Value>() }))
    });
    let unfinished = (cursor(), cursor(), cursor(), cursor()).prop_map(|(at, from, end, began)| {
        let began = jiff::Timestamp::from_second(began.min(BEGAN * 2)).unwrap().to_string();
        let open = json!({ "from": from, "done": [[from, end, null]], "left": [[end, end.max(from), from, null]] });
        (false, json!({ "at": at, RESUME: { "began": began, "of": at, "open": [open] } }))
    });
    let all = (cursor(), any::<bool>(), 0_u64..9_999).prop_map(|(at, is_global, lookback)| {
        (true, json!({ "state": { "at": at }, "use_global_cursor": is_global, "lookback_window": lookback }))
    });
    let sliced = (proptest::collection::vec(cursor(), 0..4), proptest::option::of(cursor()));
    let sliced = sliced.prop_map(|(states, global)| {
        let states = states.iter().enumerate();
        let states =
            states.map(|(number, at)| json!({ "partition": partition(number as u64), "cursor": { "at": at } }));
        let global = global.map_or_else(|| json!({}), |at| json!({ "at": at }));
        (true, json!({ "states": states.collect::<Value>(), "state": global }))
    });
    prop_oneof![one, ranges, unfinished, all, sliced]
}

/// Every cursor of a state but those of the windows that an unfinished sync is in.
fn latest(state: &Value) -> i64 {
    match state {
        Value::Object(fields) => {
            let others = ["lookback_window", "left", "done", "finished", "hash"];
            let fields = fields.iter().filter(|(name, _)| !others.contains(&name.as_str()));
            fields.map(|(_, value)| latest(value)).max().unwrap_or_default()
        }
        Value::Array(values) => values.iter().map(latest).max().unwrap_or_default(),
        Value::String(text) => text.parse().unwrap_or_default(),
        other => other.as_i64().unwrap_or_default(),
    }
}

proptest! {
    #[test]
    fn no_state_is_later_than_the_begin_of_its_sync(
        (is_sliced, state) in state(),
        start in proptest::option::of(cursor()),
        end in prop_oneof![Just(BEGAN), Just(BEGAN * 2)],
        (step, is_ascending) in (proptest::option::of(50_000_i64..900_000), any::<bool>()),
        recents in proptest::collection::vec(proptest::option::of(0..BEGAN * 2), 40),
        fails in 0_usize..6,
    ) {
        let rules = rules(Some("%s"), step, is_sliced, is_ascending);
        let progress = progress(&rules, state.as_object().unwrap());
        let mut read = Vec::new();
        for number in 0..if is_sliced { 5 } else { 1 } {
            let of = if is_sliced { partition(number) } else { State::new() };
            let all = CursorRange { start: start.map(|start| value(&rules, start)), end: Some(value(&rules, end)) };
            let Some(begun) = progress.begin(&of, all) else { continue };
            while let Some(taken) = progress.take(&begun.key) {
                let recent = recents[read.len() % recents.len()];
                let window = taken.left.window.clone();
                progress.page(taken.number, page(&rules, recent));
                prop_assert!(latest(&Value::Object(parsed(&progress.state().unwrap()))) <= BEGAN);
                progress.ended(taken.number, read.len() != fails);
                read.push(window);
            }
            prop_assert!(latest(&Value::Object(parsed(&progress.state().unwrap()))) <= BEGAN);
        }
        prop_assert!(latest(&Value::Object(parsed(&progress.finished(NOW)))) <= BEGAN);

        // What lies between the state and the begin of the sync is read, unless the state says more than a value.
        let at = state["at"].as_i64().filter(|_| state.get(RESUME).is_none());
        if let Some(at) = at {
            let past = |at: &i64| *at <= BEGAN;
            let from = Some(at).filter(past).max(start.filter(past)).unwrap_or(BEGAN);
            let covers = |at: i64| read.iter().any(|window| window.holds(&value(&rules, at)));
            prop_assert!(covers(from) && covers(BEGAN), "{:?}", read);
        }
    }
}
