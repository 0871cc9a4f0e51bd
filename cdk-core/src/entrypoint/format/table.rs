//! Table: rows of cells as lines, the columns aligned.

use super::text::width;

/// Spaces between two columns.
const GAP: usize = 2;

/// A cell, aligned in its column.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    text: String,
    is_right: bool,
}

impl Cell {
    pub(super) fn left(text: String) -> Self {
        Self { text, is_right: false }
    }

    pub(super) fn right(text: String) -> Self {
        Self { text, is_right: true }
    }
}

/// Rows of equal length; the first one is the heading.
pub(super) struct Table {
    rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(super) fn new(heading: Vec<Cell>) -> Self {
        Self { rows: vec![heading] }
    }

    pub(super) fn push(&mut self, row: Vec<Cell>) {
        self.rows.push(row);
    }

    /// The lines of the table with the first columns that fit into `columns`, at least one; and how many these are.
    pub(super) fn fitted(&self, columns: usize) -> (Vec<String>, usize) {
        let count = self.rows.first().map_or(0, Vec::len);
        let cells = |column: usize| self.rows.iter().filter_map(move |row| row.get(column));
        let widths: Vec<usize> =
            (0..count).map(|column| cells(column).map(|cell| width(&cell.text)).max().unwrap_or_default()).collect();
        let mut used = 0;
        let fitting = widths.iter().take_while(|width| {
            used += *width + if used > 0 { GAP } else { 0 };
            used <= columns
        });
        let fitting = fitting.count().max(1);
        let lines = self.rows.iter().map(|row| {
            let cells = row.iter().zip(&widths).take(fitting).map(|(cell, column)| {
                let pad = " ".repeat(column.saturating_sub(width(&cell.text)));
                if cell.is_right { format!("{pad}{}", cell.text) } else { format!("{}{pad}", cell.text) }
            });
            let line = cells.collect::<Vec<_>>().join(&" ".repeat(GAP));
            line.trim_end().to_owned()
        });
        (lines.collect(), fitting)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(vec![Cell::left("stream".to_owned()), Cell::right("records".to_owned())]);
        table.push(vec![Cell::left("a".to_owned()), Cell::right("2,000".to_owned())]);
        table.push(vec![Cell::left("日本".to_owned()), Cell::right("5".to_owned())]);
        table
    }

    #[test]
    fn columns_are_aligned() {
        let (lines, columns) = table().fitted(80);

        assert_eq!(lines, ["stream  records", "a         2,000", "日本          5"]);
        assert_eq!(columns, 2);
    }

    #[test]
    fn columns_that_do_not_fit_are_left_out() {
        let (lines, columns) = table().fitted(10);

        assert_eq!(lines, ["stream", "a", "日本"]);
        assert_eq!(columns, 1);
    }
}
