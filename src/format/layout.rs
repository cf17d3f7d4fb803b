//! Lines and indentation.

use crate::syntax::begins_declaration;
use crate::syntax::scan::{Kind, Token};

use super::space;

/// Two spaces a block.
const INDENT: usize = 2;

/// A line that goes on with the clause of the line before it stands this much further in.
const CONTINUATION: usize = 4;

/// The width up to which a block may stay on one line.
const WIDTH: usize = 120;

/// Words that go on with what the line before them says.
const CONTINUING: [&str; 30] = [
    "and",
    "or",
    "when",
    "where",
    "whether",
    "from",
    "until",
    "cites",
    "for",
    "despite",
    "subject",
    "except",
    "provided",
    "assuming",
    "under",
    "amends",
    "by",
    "over",
    "with",
    "that",
    "satisfies",
    "originates",
    "of",
    "to",
    "is",
    "as",
    "available",
    "at",
    "after",
    "extends",
];

/// A line of output: its tokens, how far in it stands, and whether a blank line stands before it.
struct Line<'t, 'a> {
    tokens: Vec<&'t Token<'a>>,
    indent: usize,
    blank_before: bool,
}

/// The tokens as text, laid out.
pub(super) fn lay_out(tokens: &[Token<'_>]) -> String {
    let one_line = one_line_blocks(tokens);
    let mut lines: Vec<Line<'_, '_>> = Vec::new();
    let mut depth = 0_usize;
    let mut parentheses = 0_usize;
    // The last token that is no comment.
    let mut said: Option<&Token<'_>> = None;
    // The word with which the clause on hand begins, and for each open block the word of the clause it belongs to.
    let mut clause = "";
    let mut blocks: Vec<&str> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let opened = before.is_some_and(|before| before.text == "{" && !one_line.contains(&(index - 1)));
        let closes = token.text == "}" && !one_line.contains(&index);
        let after_block = before.is_some_and(|before| before.text == "}" && !one_line.contains(&(index - 1)))
            && token.kind != Kind::Comment
            && !matches!(token.text, "or" | ",");
        let broken = before.is_none() || token.lines_before > 0 || opened || closes || after_block;
        // An opening brace ends its line, wherever the author put it.
        let opens = token.text == "{" && before.is_some_and(|before| before.kind != Kind::Comment);
        // A comment behind a brace stays there.
        let stays = token.kind == Kind::Comment && token.lines_before == 0 && before.is_some();
        if token.text == "}" {
            depth = depth.saturating_sub(1);
            blocks.pop();
        }
        if broken && !stays && !opens {
            let list = blocks
                .last()
                .is_some_and(|block| ["averaging", "fungible", "list", "good", "material", "producer"].contains(block));
            // Each operation is a text of its own.
            let item = blocks.last() == Some(&"insufficient") && token.kind == Kind::Text;
            // Outside of blocks only a declaration begins at the margin.
            let inside = depth == 0 && said.is_some() && token.kind == Kind::Word && !begins_declaration(token.text);
            let continues = parentheses > 0 || inside || !item && continues(said, token, list);
            if !continues && token.kind != Kind::Comment {
                clause = token.text;
            }
            let indent = depth * INDENT + if continues { CONTINUATION } else { 0 };
            let blank_before = token.lines_before > 1 && !opened && !closes && before.is_some();
            lines.push(Line {
                tokens: Vec::new(),
                indent,
                blank_before,
            });
        }
        if let Some(line) = lines.last_mut() {
            line.tokens.push(token);
        }
        if token.kind != Kind::Comment {
            said = Some(token);
        }
        match token.text {
            "{" => {
                depth += 1;
                blocks.push(clause);
            }
            // What a proposal adds or puts in a clause's place is laid out as if it stood alone.
            _ if before.is_some_and(|before| matches!(before.text, "add" | "replace")) => clause = token.text,
            "(" => parentheses += 1,
            ")" => parentheses = parentheses.saturating_sub(1),
            _ => {}
        }
    }
    write(&lines)
}

/// The places of the braces of blocks that the author wrote on one line and that fit there.
fn one_line_blocks(tokens: &[Token<'_>]) -> std::collections::BTreeSet<usize> {
    let mut found = std::collections::BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token.text {
            "{" => open.push(index),
            "}" => {
                let Some(start) = open.pop() else { continue };
                let inside = tokens.get(start + 1..=index).unwrap_or_default();
                let on_one_line = inside
                    .iter()
                    .all(|token| token.lines_before == 0 && token.kind != Kind::Comment);
                if on_one_line && line_width(tokens, start, index) <= WIDTH {
                    found.insert(start);
                    found.insert(index);
                }
            }
            _ => {}
        }
    }
    found
}

/// How wide the line is on which a block stands, from its first token to the block's end.
fn line_width(tokens: &[Token<'_>], start: usize, end: usize) -> usize {
    let mut first = start;
    while first > 0 && tokens.get(first).is_some_and(|token| token.lines_before == 0) {
        first -= 1;
    }
    let line = tokens.get(first..=end).unwrap_or_default();
    line.iter().map(|token| token.text.chars().count() + 1).sum()
}

/// Whether a line that begins with `token` goes on with the clause before it. In a list, what stands behind a comma
/// is an entry of its own.
fn continues(before: Option<&Token<'_>>, token: &Token<'_>, list: bool) -> bool {
    let Some(before) = before else { return false };
    if matches!(before.text, "{" | "}") && before.kind == Kind::Sign {
        return false;
    }
    if token.kind == Kind::Comment || matches!(token.text, "{" | "}") {
        return false;
    }
    if before.kind == Kind::Sign && !matches!(before.text, "%" | ")" | ",") {
        return true;
    }
    match token.kind {
        Kind::Text | Kind::Sign => true,
        Kind::Word if CONTINUING.contains(&token.text) => true,
        Kind::Word if before.text == "," => !list,
        Kind::Word | Kind::Comment => matches!(before.text, "and" | "or" | "not"),
    }
}

fn write(lines: &[Line<'_, '_>]) -> String {
    let mut text = String::new();
    let widths = description_columns(lines);
    for (line, column) in lines.iter().zip(widths) {
        if line.blank_before {
            text.push('\n');
        }
        let mut written = " ".repeat(line.indent);
        for (index, token) in line.tokens.iter().enumerate() {
            if index > 0 && token.kind == Kind::Comment {
                written.push_str("  ");
            } else if index > 0 && space::before(&line.tokens, index) {
                written.push(' ');
            }
            if let Some(column) = column
                && token.kind == Kind::Text
                && !written.contains('"')
            {
                let missing = column.saturating_sub(written.chars().count());
                written.push_str(&" ".repeat(missing));
            }
            written.push_str(token.text.trim_end());
        }
        text.push_str(written.trim_end());
        text.push('\n');
    }
    text
}

/// For each line of a list with a description, the column in which the descriptions of its run begin.
fn description_columns(lines: &[Line<'_, '_>]) -> Vec<Option<usize>> {
    let own: Vec<Option<usize>> = lines.iter().map(code_width).collect();
    let mut columns = own.clone();
    let mut start = 0;
    while start < lines.len() {
        let mut end = start;
        while own.get(end).copied().flatten().is_some()
            && (end == start || lines.get(end).is_some_and(|line| !line.blank_before))
        {
            end += 1;
        }
        let widest = own.get(start..end).and_then(|run| run.iter().flatten().max().copied());
        for column in columns.get_mut(start..end).unwrap_or_default() {
            *column = widest;
        }
        start = end.max(start + 1);
    }
    columns
}

/// The width of the codes of a list entry that has a description behind them.
fn code_width(line: &Line<'_, '_>) -> Option<usize> {
    let position = line.tokens.iter().position(|token| token.kind == Kind::Text)?;
    let codes = line.tokens.get(..position)?;
    let is_code = |text: &str| text == "ex" || text == "to" || text.starts_with(|first: char| first.is_ascii_digit());
    if codes.is_empty() || !codes.iter().all(|token| is_code(token.text)) {
        return None;
    }
    Some(line.indent + codes.iter().map(|token| token.text.chars().count() + 1).sum::<usize>())
}
