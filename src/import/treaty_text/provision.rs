//! The rules of one tariff provision, from its text to its alternatives.

use super::clause::{Clause, Condition, Demand, Excepted, Source, Span, Step, Subject};
use super::facts::Facts;
use super::outline::Row;
use super::report::Report;
use super::resolve::{Context, Goods, goods, lines, listed, one_of, set};
use super::rule::{Asked, Branch, Provision, Test};
use super::split::{Numbered, parts};
use super::{Options, reader};

/// A provision whose sentences were read one by one.
pub(super) struct Read {
    row: Row,
    before: String,
    notes: Vec<String>,
    sentences: Vec<(Numbered, Result<Clause, String>)>,
}

/// Reads the sentences of a provision.
pub(super) fn read(row: &Row) -> Read {
    let parts = parts(&row.text);
    let sentences = parts.rules.into_iter().map(|rule| {
        let clause = reader::read(&rule.text);
        (rule, clause)
    });
    Read {
        sentences: sentences.collect(),
        row: row.clone(),
        before: parts.before,
        notes: parts.notes,
    }
}

impl Read {
    /// Tells the facts every description of the provision.
    pub(super) fn announce(&self, facts: &mut Facts) {
        for clause in self.sentences.iter().filter_map(|(_, clause)| clause.as_ref().ok()) {
            if let Subject::Described(readings) = &clause.subject {
                for reading in readings {
                    facts.announce(&reading.words);
                }
            }
            for condition in &clause.conditions {
                if let Condition::WeightOfGood(share) = condition
                    && let Some(words) = &share.words
                {
                    facts.announce(words);
                }
            }
            if let Demand::Change { sources, steps } = &clause.demand {
                sources.iter().for_each(|source| announce(source, facts));
                for step in steps {
                    announce_step(step, facts);
                }
            }
        }
    }
}

fn announce_step(step: &Step, facts: &mut Facts) {
    match step {
        Step::Including(..) => {}
        Step::Also(also) | Step::More(also) => also.iter().for_each(|source| announce(source, facts)),
        Step::Except(excepted) => {
            for one in excepted {
                match one {
                    Excepted::Source(source) => announce(source, facts),
                    Excepted::All(all) | Excepted::MoreThanOne(all) => {
                        all.iter().flatten().for_each(|source| announce(source, facts));
                    }
                }
            }
        }
    }
}

fn announce(source: &Source, facts: &mut Facts) {
    match source {
        Source::Described(words, _) | Source::AllBut(words, _) | Source::Anywhere(words) => facts.announce(words),
        Source::Several(all) => all.iter().flatten().for_each(|source| announce(source, facts)),
        _ => {}
    }
}

/// What the provision asks; `None` if it holds no rule, or if it is left out.
pub(super) fn provision(read: Read, options: &Options, facts: &mut Facts, report: &mut Report) -> Option<Provision> {
    let Read {
        row,
        before,
        notes,
        sentences,
    } = read;
    let group = group(&row, &sentences);
    let shown = listed(&group);
    let cites = format!("{}, {shown}", options.source);
    let mut branches = Vec::new();
    for note in &notes {
        report.note(row.line, &row.chapter, &group, note);
        if confers(note) {
            let name = facts.opaque(&shown, note, &cites);
            report.unread(
                row.line,
                &shown,
                "",
                note,
                "a note confers origin by conditions of its own",
            );
            branches.push(opaque(name, "", None));
        }
    }
    let left_out = !options.except.is_empty() && set(&group).is_subset(&set(&options.except));
    if sentences.is_empty() && branches.is_empty() || left_out {
        if left_out {
            report.left_out.push(shown);
        }
        return None;
    }
    report.rules = report.rules.saturating_add(1);
    let narrowing = row
        .narrowing
        .as_ref()
        .map(|words| facts.description(words, &group, &cites));
    let unread = report.opaque_texts.len();
    let subjects = subjects(&sentences, &group, &cites, facts);
    for (index, ((numbered, clause), subject)) in sentences.iter().zip(&subjects).enumerate() {
        let described = described(&subjects, index);
        report.sentences = report.sentences.saturating_add(1);
        let cited = format!("{cites}{}", numbered.number);
        let made = sentence(numbered, clause, subject, &before).and_then(|(clause, goods)| {
            let mut context = Context {
                group: &group,
                goods,
                described: &described,
                cites: &cited,
                facts,
                named: Vec::new(),
            };
            lines(clause, &mut context)
        });
        let when = when(subject, &group, &described);
        match made {
            Ok(lines) => branches.push(Branch {
                number: numbered.number.clone(),
                when,
                lines,
            }),
            Err(reason) => {
                report.unread(row.line, &shown, &numbered.number, &numbered.text, &reason);
                let name = facts.opaque(&format!("{shown}{}", numbered.number), &numbered.text, &cited);
                branches.push(opaque(name, &numbered.number, when));
            }
        }
    }
    if report.opaque_texts.len() == unread {
        report.understood = report.understood.saturating_add(1);
    } else {
        report.opaque = report.opaque.saturating_add(1);
    }
    if group.is_empty() {
        return None;
    }
    if let Some(narrowing) = narrowing {
        for branch in &mut branches {
            branch.when = Some(match branch.when.take() {
                Some(when) => Test::And(vec![narrowing.clone(), when]),
                None => narrowing.clone(),
            });
        }
    }
    let chapter = group
        .first()
        .map_or_else(|| row.chapter.clone(), |span| span.from.chapter().digits());
    Some(Provision {
        line: row.line,
        chapter,
        codes: group,
        branches,
    })
}

/// The codes that a provision heads: those printed beside it, or else all those of its sentences.
fn group(row: &Row, sentences: &[(Numbered, Result<Clause, String>)]) -> Vec<Span> {
    if !row.codes.is_empty() {
        return row.codes.clone();
    }
    let mut all: Vec<Span> = Vec::new();
    for (numbered, clause) in sentences {
        let subject = clause.as_ref().ok().map(|clause| clause.subject.clone());
        let codes = match subject.or_else(|| subject_alone(&numbered.text)) {
            Some(Subject::Codes(codes) | Subject::Other(codes)) => codes,
            Some(Subject::Described(readings)) => {
                readings.last().map_or_else(Vec::new, |reading| reading.codes.clone())
            }
            None => Vec::new(),
        };
        for span in codes {
            if !all.contains(&span) {
                all.push(span);
            }
        }
    }
    all
}

/// The goods of a sentence of which no more is understood.
fn subject_alone(text: &str) -> Option<Subject> {
    let (goods, _) = text.split_once(" from ").unwrap_or((text, ""));
    let (goods, _) = goods.split_once(", provided").unwrap_or((goods, ""));
    let sentence = format!("{} from any other chapter", goods.trim_end_matches([',', '.', ' ']));
    let whole = reader::read(&sentence).or_else(|_| reader::read(goods));
    whole.ok().map(|clause| clause.subject)
}

/// The goods of each sentence, or why they are not known.
fn subjects(
    sentences: &[(Numbered, Result<Clause, String>)],
    group: &[Span],
    cites: &str,
    facts: &mut Facts,
) -> Vec<(Goods, Option<String>)> {
    let mut all = Vec::new();
    for (numbered, clause) in sentences {
        let cited = format!("{cites}{}", numbered.number);
        let subject = clause.as_ref().ok().map(|clause| clause.subject.clone());
        let found = match subject.or_else(|| subject_alone(&numbered.text)) {
            Some(subject) => goods(&subject, group, &cited, facts),
            None => Err("its goods are not understood".to_owned()),
        };
        all.push(match found {
            Ok(goods) => (goods, None),
            // Attested as a whole, whatever it is about.
            Err(reason) if sentences.len() == 1 => (Goods::All(group.to_vec()), Some(reason)),
            Err(reason) => {
                let words = format!("a good of {}{}", listed(group), numbered.number);
                (
                    Goods::Described(facts.description(&words, group, &cited), group.to_vec(), words),
                    Some(reason),
                )
            }
        });
    }
    all
}

/// Other than what `any other good` of a sentence is: every description before it or, if there is none, every one.
fn described(subjects: &[(Goods, Option<String>)], index: usize) -> Vec<Test> {
    let of = |some: &[(Goods, Option<String>)]| {
        let mut all = Vec::new();
        for (goods, _) in some {
            if let Goods::Described(test, ..) = goods
                && !all.contains(test)
            {
                all.push(test.clone());
            }
        }
        all
    };
    let before = of(subjects.get(..index).unwrap_or_default());
    if before.is_empty() { of(subjects) } else { before }
}

/// The sentence and its goods if all of it can be read.
fn sentence<'s>(
    numbered: &Numbered,
    clause: &'s Result<Clause, String>,
    subject: &'s (Goods, Option<String>),
    before: &str,
) -> Result<(&'s Clause, &'s Goods), String> {
    if !before.is_empty() {
        return Err(format!(
            "words stand before the rule: {}",
            before.chars().take(60).collect::<String>()
        ));
    }
    if numbered.joined {
        return Err("it is joined to the next rule by `and`".to_owned());
    }
    let clause = clause.as_ref().map_err(Clone::clone)?;
    match &subject.1 {
        Some(reason) => Err(reason.clone()),
        None => Ok((clause, &subject.0)),
    }
}

/// Which of the provision's goods a sentence is for.
fn when((goods, _): &(Goods, Option<String>), group: &[Span], described: &[Test]) -> Option<Test> {
    let narrower = set(goods.codes()) != set(group);
    let code = narrower.then(|| Test::Code(goods.codes().to_vec()));
    let what = match goods {
        Goods::All(_) => None,
        Goods::Described(test, ..) => Some(test.clone()),
        Goods::Other(_) if described.is_empty() => None,
        Goods::Other(_) => Some(Test::Not(Box::new(one_of(described.to_vec())))),
    };
    match (code, what) {
        (Some(code), Some(what)) => Some(Test::And(vec![code, what])),
        (code, what) => code.or(what),
    }
}

fn opaque(name: String, number: &str, when: Option<Test>) -> Branch {
    Branch {
        number: number.to_owned(),
        when,
        lines: vec![Asked::Opaque(name)],
    }
}

/// Whether a note gives another way to originate.
fn confers(note: &str) -> bool {
    note.contains("shall be considered to originate")
}
