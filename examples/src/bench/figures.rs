//! Figures: the tables of results in `docs/performance.md`.
//!
//! In: the name and the cells of a row. Out: the row in the table after the line `<!-- figures: TABLE -->`, with the
//! date of today in its last column. A row that is not measured keeps its date.
//! Only `bench figures …` writes to the page. Otherwise results are only printed.

use std::io::{Error, Result};
use std::path::PathBuf;

use cdk_core::prelude::Timestamp;

/// The page for the results, if they are written.
#[derive(Default)]
pub(crate) struct Figures {
    page: Option<PathBuf>,
}

impl Figures {
    /// Results are written to the page.
    pub(crate) fn written() -> Self {
        Self { page: Some(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/performance.md").into()) }
    }

    /// Writes a row of a table.
    pub(crate) fn store(&self, table: &str, what: &str, cells: &[String]) -> Result<()> {
        let Some(page) = &self.page else { return Ok(()) };
        let text = std::fs::read_to_string(page)?;
        let row = format!("| {what} | {} | {} |", cells.join(" | "), today());
        let text = with_row(&text, table, what, &row);
        std::fs::write(page, text.ok_or_else(|| Error::other(format!("the page has no table `{table}`")))?)
    }
}

/// The page with the row in place of the old one, or as the last row of the table. `None` without such a table.
fn with_row(page: &str, table: &str, what: &str, row: &str) -> Option<String> {
    let mut lines: Vec<&str> = page.lines().collect();
    let marker = lines.iter().position(|line| *line == format!("<!-- figures: {table} -->"))?;
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
pub(crate) fn rounded(figure: f64) -> String {
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

    const PAGE: &str = "\
<!-- figures: memory -->

| a | b |
| - | - |
| speed | 9 |

<!-- figures: speed -->

| a | b |
| - | - |
| speed | 1 |
| size | 2 |

more
";

    #[test]
    fn a_measured_row_is_replaced_and_the_others_stay() {
        let page = with_row(PAGE, "speed", "speed", "| speed | 7 |").unwrap();

        assert_eq!(page, PAGE.replace("| speed | 1 |", "| speed | 7 |"));
    }

    #[test]
    fn a_new_row_is_the_last_one() {
        let page = with_row(PAGE, "speed", "start", "| start | 3 |").unwrap();

        assert!(page.contains("| size | 2 |\n| start | 3 |\n\nmore"));
        assert_eq!(with_row(PAGE, "latency", "start", ""), None);
    }

    #[test]
    fn the_page_has_each_table() {
        let page = std::fs::read_to_string(Figures::written().page.unwrap()).unwrap();

        for table in ["records", "stripe", "latency", "flight", "memory"] {
            assert!(with_row(&page, table, "start", "").is_some(), "{table}");
        }
    }

    #[test]
    fn a_figure_has_three_digits() {
        assert_eq!(
            [0.0123, 0.987, 1.0, 12.34, 987.6].map(rounded),
            ["0.012", "0.987", "1.00", "12.3", "988"].map(str::to_owned)
        );
    }
}
