//! Figures: the table of results in a page of the documentation.
//!
//! In: a result, and the page in the variable `CDK_FIGURES`. Out: the row of the result in the table after the line
//! `<!-- figures -->`, with the date of today. A row that is not measured keeps its date.

use std::io::{Error, Result};

use cdk_core::prelude::Timestamp;

const MARKER: &str = "<!-- figures -->";

/// Writes the row of a result, if a page is named.
pub(crate) fn store(what: &str, figure: f64, target: &str) -> Result<()> {
    let Some(page) = std::env::var_os("CDK_FIGURES") else { return Ok(()) };
    let text = std::fs::read_to_string(&page)?;
    let row = format!("| {what} | {} | {target} | {} |", rounded(figure), today());
    let text = with_row(&text, what, &row).ok_or_else(|| Error::other(format!("the page has no line {MARKER}")))?;
    std::fs::write(page, text)
}

/// The page with the row instead of the one of the same result, or else as the last one of the table.
fn with_row(page: &str, what: &str, row: &str) -> Option<String> {
    let mut lines: Vec<&str> = page.lines().collect();
    let marker = lines.iter().position(|line| *line == MARKER)?;
    let first = marker + lines.iter().skip(marker).position(|line| line.starts_with('|'))?;
    let end = first + lines.iter().skip(first).take_while(|line| line.starts_with('|')).count();
    let start = format!("| {what} |");
    match (first..end).find(|at| lines.get(*at).is_some_and(|line| line.starts_with(&start))) {
        Some(at) => lines.splice(at..=at, [row]).for_each(drop),
        None => lines.insert(end, row),
    }
    Some(lines.join("\n") + "\n")
}

/// Three significant digits: more differ from run to run.
fn rounded(figure: f64) -> String {
    let digits = 2 - figure.abs().max(1e-9).log10().floor() as i32;
    format!("{figure:.0$}", usize::try_from(digits).unwrap_or(0).min(3))
}

/// The date in UTC, such as `2026-01-31`.
fn today() -> String {
    Timestamp::now().to_string().chars().take(10).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "text\n\n<!-- figures -->\n\n| a | b |\n| - | - |\n| speed | 1 |\n| size | 2 |\n\nmore\n";

    #[test]
    fn a_measured_row_is_replaced_and_the_others_stay() {
        let page = with_row(PAGE, "speed", "| speed | 7 |").unwrap();

        assert_eq!(page, PAGE.replace("| speed | 1 |", "| speed | 7 |"));
    }

    #[test]
    fn a_new_row_is_the_last_one() {
        let page = with_row(PAGE, "start", "| start | 3 |").unwrap();

        assert!(page.contains("| size | 2 |\n| start | 3 |\n\nmore"));
        assert_eq!(with_row("no table", "start", ""), None);
    }

    #[test]
    fn a_figure_has_three_digits() {
        assert_eq!(
            [0.0123, 0.987, 1.0, 12.34, 987.6].map(rounded),
            ["0.012", "0.987", "1.00", "12.3", "988"].map(str::to_owned)
        );
    }
}
