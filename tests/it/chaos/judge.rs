//! Whether a scenario ended as its plan says.
//!
//! In: the plan, what the connector wrote, what the proxy saw. Out: every sentence of the plan that is not true; none is a pass.

use std::collections::BTreeMap;

use cdk_core::testing::Output;
use serde_json::Value;

use super::plan::{Expected, Plan, TRIES};

/// What is wrong.
pub(super) fn judged(plan: &Plan, output: &Output, asked: &BTreeMap<String, usize>) -> Vec<String> {
    let mut wrong = Vec::new();
    let expected = plan.expected();
    let exit_code = u8::from(!plan.recovers());
    if output.exit_code() != exit_code {
        wrong.push(format!("the exit code is {}, not {exit_code}", output.exit_code()));
    }
    for stream in &expected {
        wrong.extend(statuses(stream, output));
        wrong.extend(records(stream, output));
    }
    wrong.extend(errors(&expected, output));
    wrong.extend(requests(plan, asked));
    for line in output.lines().iter().filter(|line| line.contains("panicked") || line.contains("internal error (a bug"))
    {
        wrong.push(format!("a panic: {line}"));
    }
    wrong
}

fn statuses(expected: &Expected, output: &Output) -> Vec<String> {
    let mut statuses = output.statuses(expected.stream);
    // A rate limit is told as a further RUNNING, before the first record too.
    statuses.dedup();
    statuses.retain(|status| status != "RUNNING");
    let states = output.states(expected.stream);
    let is_complete = expected.failure_type.is_none();
    let last = if is_complete { "COMPLETE" } else { "INCOMPLETE" };
    let finished = states.iter().filter(|state| state["__ab_no_cursor_state_message"] == true).count();
    let is_so = statuses == ["STARTED", last] && finished == usize::from(is_complete);
    if is_so { vec![] } else { vec![format!("`{}`: statuses {statuses:?}, STATEs {states:?}", expected.stream)] }
}

fn records(expected: &Expected, output: &Output) -> Vec<String> {
    let mut left: Vec<&Value> = expected.records.iter().collect();
    let mut wrong = Vec::new();
    for record in output.records(expected.stream) {
        match left.iter().position(|known| **known == record) {
            Some(at) => drop(left.swap_remove(at)),
            None => wrong.push(format!("`{}`: a record too many, or twice: {record}", expected.stream)),
        }
    }
    if expected.is_exact {
        wrong.extend(left.iter().map(|record| format!("`{}`: a record is missing: {record}", expected.stream)));
    }
    wrong
}

/// One for each stream that fails, and none beside them.
fn errors(expected: &[Expected], output: &Output) -> Vec<String> {
    let errors = output.of_type("TRACE").map(|trace| &trace["trace"]["error"]).filter(|error| error.is_object());
    let text = |value: &Value| value.as_str().unwrap_or("nothing").to_owned();
    let told = errors.map(|error| (text(&error["stream_descriptor"]["name"]), text(&error["failure_type"])));
    let mut told: Vec<_> = told.collect();
    let failed = |stream: &Expected| Some((stream.stream.to_owned(), stream.failure_type?.to_owned()));
    let mut failed: Vec<_> = expected.iter().filter_map(failed).collect();
    told.sort();
    failed.sort();
    if told == failed { vec![] } else { vec![format!("errors {told:?}, not {failed:?}")] }
}

fn requests(plan: &Plan, asked: &BTreeMap<String, usize>) -> Vec<String> {
    let expected = plan.requests();
    // Numbered pages are asked for before their turn, as many as were read and some of them in vain.
    let is_numbered = |target: &str| target.starts_with("/numbered?");
    let unknown = asked.keys().filter(|target| !expected.contains_key(target.as_str()) && !is_numbered(target));
    let mut wrong: Vec<String> = unknown.map(|target| format!("{target} was asked for")).collect();
    for (target, (least, most)) in expected {
        let times = asked.get(target).copied().unwrap_or_default();
        let most = if most == 0 && is_numbered(target) { TRIES } else { most };
        if !(least..=most).contains(&times) {
            wrong.push(format!("{target} was asked for {times} times, not {least} to {most}"));
        }
    }
    wrong
}
