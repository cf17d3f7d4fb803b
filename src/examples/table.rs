//! The table of examples: what is stated, what was computed.

use super::Outcome;

/// One line for each expectation, in columns.
pub fn table(outcomes: &[Outcome], unicode: bool) -> String {
    let mut rows: Vec<[String; 5]> = vec![["example", "figure", "stated", "computed", "source"].map(str::to_owned)];
    for outcome in outcomes {
        for (index, row) in outcome.rows.iter().enumerate() {
            let mark = match (row.agrees, unicode) {
                (true, true) => "✓",
                (true, false) => "ok",
                (false, true) => "✗",
                (false, false) => "DIFFERS",
            };
            let name = if index == 0 {
                outcome.name.clone()
            } else {
                String::new()
            };
            let source = if index == 0 {
                outcome.source.clone()
            } else {
                String::new()
            };
            rows.push([
                name,
                row.what.clone(),
                row.stated.clone(),
                format!("{} {mark}", row.computed),
                source,
            ]);
        }
    }
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
    };
    let widths: Vec<usize> = (0..5).map(|column| width(column).unwrap_or(0)).collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.chars().count()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
