//! Progress: one line on the terminal while a run reads.

use std::time::Duration;

use tokio::time::Instant;

use super::screen::Screen;
use super::text::escape;
use crate::writer::{RunOutput, StreamSummary, group_digits};

/// Time between two updates.
const INTERVAL: Duration = Duration::from_millis(200);

/// Draws the progress of the run until it is dropped.
pub(crate) async fn show_progress(output: &RunOutput, screen: &Screen) {
    if !screen.is_terminal() {
        return std::future::pending().await;
    }
    let started = Instant::now();
    let mut ticks = tokio::time::interval(INTERVAL);
    loop {
        ticks.tick().await;
        let (active, ended) = (output.active_summaries(), output.summaries());
        if !active.is_empty() {
            screen.draw_progress(&line(&active, &ended, output.selected().get(), started.elapsed()));
        }
    }
}

/// `2 of 5 streams, 1,200 records, 12 requests, 400 records/s, waiting for a rate limit`
fn line(active: &[StreamSummary], ended: &[StreamSummary], selected: usize, time: Duration) -> String {
    let sum = |count: fn(&StreamSummary) -> u64| active.iter().chain(ended).map(count).sum::<u64>();
    let streams = match active {
        [only] if selected == 1 => escape(&only.stream),
        _ => format!("{} of {selected} streams", ended.len()),
    };
    let (records, requests) = (sum(|summary| summary.records), sum(|summary| summary.requests));
    let rate = (records as f64 / time.as_secs_f64().max(0.2)).round() as u64;
    let mut line = format!(
        "{streams}, {} records, {} requests, {} records/s",
        group_digits(records),
        group_digits(requests),
        group_digits(rate)
    );
    if active.iter().any(|summary| summary.is_limited) {
        line.push_str(", waiting for a rate limit");
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_names_one_stream_and_counts_several() {
        let summary = |stream: &str, records, is_limited| StreamSummary {
            stream: stream.to_owned(),
            records,
            requests: 3,
            is_limited,
            ..StreamSummary::default()
        };
        let time = Duration::from_secs(2);

        assert_eq!(
            line(&[summary("users", 1_200, false)], &[], 1, time),
            "users, 1,200 records, 3 requests, 600 records/s"
        );
        assert_eq!(
            line(&[summary("a", 10, true)], &[summary("b", 20, false)], 5, time),
            "1 of 5 streams, 30 records, 6 requests, 15 records/s, waiting for a rate limit"
        );
    }
}
