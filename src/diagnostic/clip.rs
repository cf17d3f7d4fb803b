//! Drawings of very long lines, cut to what stands around their caret.

/// A drawing that is no wider than this is left as it is, in characters.
const LONGEST: usize = 400;

/// What stands for what was cut off.
const CUT: char = '…';

/// The drawing with the source lines of every frame cut to some `width` characters around the frame's caret.
pub(super) fn clip(drawing: &str, width: usize) -> String {
    let mut out = String::with_capacity(drawing.len().min(1 << 16));
    let mut frame: Vec<&str> = Vec::new();
    for line in drawing.lines() {
        let opens = plain(line).trim_start().starts_with(['╭', ',']) && column(line).is_some();
        if opens || frame.is_empty() {
            flush(&mut out, &mut frame, width);
        }
        frame.push(line);
        if !opens && column(frame.first().copied().unwrap_or_default()).is_none() {
            flush(&mut out, &mut frame, width);
        }
    }
    flush(&mut out, &mut frame, width);
    out
}

fn flush(out: &mut String, frame: &mut Vec<&str>, width: usize) {
    let long = frame.iter().any(|line| plain(line).chars().count() > LONGEST);
    let head = frame.first().copied().unwrap_or_default();
    let gutter = plain(head)
        .chars()
        .take_while(|one| *one == ' ')
        .count()
        .saturating_add(2);
    let from = column(head).map_or(0, |column| column.saturating_sub(width / 3));
    for (number, line) in frame.drain(..).enumerate() {
        let closes = plain(line).trim_start().starts_with(['╰', '`']);
        if long && number > 0 && !closes {
            out.push_str(&cut(line, gutter, from, width));
        } else {
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// The column in a frame's head: `╭─[a.roo:5:13]`.
fn column(head: &str) -> Option<usize> {
    let head = plain(head);
    let inside = head.trim().strip_suffix(']')?;
    inside.rsplit(':').next()?.parse().ok()
}

/// The line's gutter, and what of the rest lies in the window. Colours take no room.
fn cut(line: &str, gutter: usize, from: usize, width: usize) -> String {
    let (mut out, mut place, mut escape) = (String::new(), 0_usize, false);
    let first = gutter.saturating_add(from);
    let last = first.saturating_add(width);
    for one in line.chars() {
        escape |= one == '\u{1b}';
        if escape {
            out.push(one);
            escape = one != 'm';
            continue;
        }
        if place < gutter || (place > first || from == 0) && place < last {
            out.push(one);
        } else if (place == first && from > 0 || place == last) && one != ' ' {
            out.push(CUT);
        } else if place == first {
            out.push(' ');
        }
        place = place.saturating_add(1);
    }
    out
}

/// The line without colours.
fn plain(line: &str) -> String {
    let mut escape = false;
    let shown = line.chars().filter(|one| {
        escape |= *one == '\u{1b}';
        let shown = !escape;
        escape &= *one != 'm';
        shown
    });
    shown.collect()
}
