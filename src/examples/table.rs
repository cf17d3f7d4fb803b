//! The table of examples: what is stated, what was computed.

use super::Outcome;

const TITLES: [&str; 6] = ["example", "under", "figure", "stated", "computed", "source"];

/// The column that matters only where examples of several texts are run.
const UNDER: usize = 1;

/// One line for each expectation, in columns.
pub fn table(outcomes: &[Outcome], unicode: bool) -> String {
    let mut rows: Vec<[String; 6]> = vec![TITLES.map(str::to_owned)];
    for outcome in outcomes {
        for (index, row) in outcome.rows.iter().enumerate() {
            let mark = match (row.agrees, unicode) {
                (true, true) => "✓",
                (true, false) => "ok",
                (false, true) => "✗",
                (false, false) => "DIFFERS",
            };
            let once = |text: &String| if index == 0 { text.clone() } else { String::new() };
            rows.push([
                once(&outcome.name),
                once(&outcome.under),
                row.what.clone(),
                row.stated.clone(),
                format!("{} {mark}", row.computed),
                once(&outcome.source),
            ]);
        }
    }
    let several = outcomes
        .iter()
        .zip(outcomes.iter().skip(1))
        .any(|(one, next)| one.under != next.under);
    let shown = |column: &usize| several || *column != UNDER;
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let columns: Vec<(usize, usize)> = (0..TITLES.len())
        .filter(shown)
        .map(|column| (column, width(column)))
        .collect();
    let mut text = String::new();
    for row in &rows {
        let mut line = String::new();
        for (column, width) in &columns {
            let cell = row.get(*column).map_or("", String::as_str);
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(cell.chars().count()) + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
