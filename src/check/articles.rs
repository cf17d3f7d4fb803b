//! The clauses that a finding follows from, article by article.

use super::finding::Source;

/// The clauses of a core by their legal sources, in the order in which each source first comes up.
#[derive(Default)]
pub(super) struct Articles {
    cited: Vec<(Option<String>, Vec<Named>)>,
}

/// A clause: what it is called, and its path.
type Named = (Option<String>, Option<String>);

impl Articles {
    pub(super) fn add(&mut self, source: &Source, words: Option<String>, path: Option<String>) {
        let known = self.cited.iter_mut().find(|(cited, _)| *cited == source.citation);
        match known {
            // Texts that share a clause name it once.
            Some((_, clauses)) if clauses.contains(&(words.clone(), path.clone())) => {}
            Some((_, clauses)) => clauses.push((words, path)),
            None => self.cited.push((source.citation.clone(), vec![(words, path)])),
        }
    }

    /// Each source with the titles under it, and behind each title the paths that go by it.
    pub(super) fn in_words(&self, most: usize) -> Vec<String> {
        let shown = self.cited.iter().take(most).map(|(cited, clauses)| {
            let mut titled: Vec<(&Option<String>, Vec<&str>)> = Vec::new();
            for (words, path) in clauses {
                let path = path.as_deref();
                match titled.iter_mut().find(|(known, _)| *known == words) {
                    Some((_, paths)) => paths.extend(path),
                    None => titled.push((words, path.into_iter().collect())),
                }
            }
            let titled: Vec<String> = titled
                .iter()
                .map(|(words, paths)| match words {
                    Some(words) if paths.is_empty() => words.clone(),
                    Some(words) => format!("{words} ({})", shortened(paths)),
                    None => shortened(paths),
                })
                .collect();
            match cited {
                Some(cited) => format!("{cited}: {}", titled.join(", ")),
                None => titled.join(", "),
            }
        });
        shown.collect()
    }

    /// How many clauses stand under further sources.
    pub(super) fn beyond(&self, most: usize) -> usize {
        self.cited.iter().skip(most).map(|(_, clauses)| clauses.len()).sum()
    }
}

/// The first of the paths, and how many more there are.
fn shortened(paths: &[&str]) -> String {
    const MOST: usize = 4;
    let shown: Vec<&str> = paths.iter().take(MOST).copied().collect();
    match paths.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
