//! What was probably meant: the slips of those who write rules as the treaties do, and of the keyboard.

use std::borrow::Cow;

use super::phrases;
use super::scan::{self, Kind, Token};
use super::split;

/// The place of a mistake.
pub(super) struct Place<'t> {
    /// The tokens of the declaration before it.
    before: Vec<Token<'t>>,
    /// What is not expected, and what follows it.
    rest: Vec<Token<'t>>,
    /// What could stand here.
    expected: &'t [Cow<'static, str>],
}

/// Words for comparisons that the language writes as signs; of two that begin alike the longer one first.
const COMPARISONS: [(&[&str], &str); 31] = [
    (&["does", "not", "exceed"], "<="),
    (&["do", "not", "exceed"], "<="),
    (&["shall", "not", "exceed"], "<="),
    (&["must", "not", "exceed"], "<="),
    (&["may", "not", "exceed"], "<="),
    (&["not", "to", "exceed"], "<="),
    (&["shall", "not", "be", "less", "than"], ">="),
    (&["must", "not", "be", "less", "than"], ">="),
    (&["shall", "not", "be", "more", "than"], "<="),
    (&["must", "not", "be", "more", "than"], "<="),
    (&["exceeds"], ">"),
    (&["not", "less", "than"], ">="),
    (&["no", "less", "than"], ">="),
    (&["not", "fewer", "than"], ">="),
    (&["no", "fewer", "than"], ">="),
    (&["not", "lower", "than"], ">="),
    (&["at", "least"], ">="),
    (&["not", "more", "than"], "<="),
    (&["no", "more", "than"], "<="),
    (&["not", "greater", "than"], "<="),
    (&["not", "higher", "than"], "<="),
    (&["not", "exceeding"], "<="),
    (&["at", "most"], "<="),
    (&["up", "to"], "<="),
    (&["more", "than"], ">"),
    (&["greater", "than"], ">"),
    (&["higher", "than"], ">"),
    (&["exceeding"], ">"),
    (&["less", "than"], "<"),
    (&["fewer", "than"], "<"),
    (&["lower", "than"], "<"),
];

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// How the treaties' handbooks abbreviate criteria, and how the language writes them.
const ABBREVIATIONS: [(&str, &str); 5] = [
    ("CC", "change from any other chapter"),
    ("CTH", "change from any other heading"),
    ("CTSH", "change from any other subheading"),
    ("WO", "wholly obtained"),
    ("PE", "every material satisfies originating"),
];

impl<'t> Place<'t> {
    /// The place that begins `at` bytes into the text of a declaration.
    pub(super) fn new(text: &'t str, at: usize, expected: &'t [Cow<'static, str>]) -> Self {
        let tokens = |part: Option<&'t str>| -> Vec<Token<'t>> {
            let mut tokens = scan::tokens(part.unwrap_or_default());
            tokens.retain(|token| token.kind != Kind::Comment);
            tokens
        };
        Self {
            before: tokens(text.get(..at)),
            rest: tokens(text.get(at..)),
            expected,
        }
    }

    /// Advice, if something is known that fits.
    pub(super) fn advice(&self) -> Option<String> {
        let found = self.rest.first()?;
        self.comma()
            .or_else(|| self.percent())
            .or_else(|| self.date())
            .or_else(|| self.comparison())
            .or_else(|| self.treaty_phrase())
            .or_else(|| self.ex_heading())
            .or_else(|| self.article())
            .or_else(|| self.hyphen())
            .or_else(|| self.abbreviation())
            .or_else(|| self.colon())
            .or_else(|| self.value_of_one())
            .or_else(|| sign(found))
            .or_else(|| self.near_word())
            .or_else(|| self.name_of_several_words())
            .or_else(|| self.misspelt_before())
    }

    fn found(&self, index: usize) -> &'t str {
        self.rest.get(index).map_or("", |token| token.text)
    }

    /// The token so many places before the mistake.
    fn back(&self, places: usize) -> &'t str {
        let at = self.before.len().checked_sub(places);
        at.and_then(|at| self.before.get(at)).map_or("", |token| token.text)
    }

    fn expects(&self, words: &str) -> bool {
        self.expected.iter().any(|known| known.starts_with(words))
    }

    /// `45,5%`: the comma may have been read as one between two members of a list.
    fn comma(&self) -> Option<String> {
        let (whole, rest) = match self.found(0) {
            "," => (self.before.last()?, self.rest.get(1)?),
            _ if self.back(1) == "," => (self.before.get(self.before.len().checked_sub(2)?)?, self.rest.first()?),
            _ => return None,
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole.text) || !digits(rest.text) || rest.lines_before > 0 {
            return None;
        }
        let (whole, rest) = (whole.text, rest.text);
        Some(if rest.len() == 3 {
            format!("a figure has no commas: write `{whole}{rest}`, or `{whole}.{rest}` if a decimal point is meant")
        } else {
            format!("decimals follow a point: write `{whole}.{rest}`")
        })
    }

    /// `45 per cent`
    fn percent(&self) -> Option<String> {
        let figure = match (self.back(1), self.found(0), self.found(1)) {
            (figure, "per", "cent") | (figure, "percent" | "pct", _) => figure,
            ("per", "cent", _) => self.back(2),
            _ => return None,
        };
        figure
            .starts_with(|first: char| first.is_ascii_digit())
            .then(|| format!("write `{figure}%`"))
    }

    /// `01.01.2024`, `1 January 2024`
    fn date(&self) -> Option<String> {
        let month = |word: &str| {
            let word = word.to_lowercase();
            word.len() >= 3 && MONTHS.iter().any(|month| month.starts_with(&word))
        };
        let day = |word: &str| word.starts_with(|first: char| first.is_ascii_digit());
        let (found, next) = (self.found(0), self.found(1));
        let wanted = self.expects("a date such as") && (day(found) || month(found));
        (wanted
            || looks_like_date(found)
            || month(found) && (day(self.back(1)) || day(next)) && !self.expects("a name"))
        .then(|| DATE_ADVICE.to_owned())
    }

    /// `at least 40%`; the words may have been read as names before the first one that could not be.
    fn comparison(&self) -> Option<String> {
        COMPARISONS.iter().find_map(|(words, sign)| {
            self.read_of(words).map(|read| {
                let copula = self.back(read.saturating_add(1)) == "is";
                let is = if copula { "is " } else { "" };
                format!("write `{sign}` instead of `{is}{}`", words.join(" "))
            })
        })
    }

    /// How many of these words stand before the mistake, if the others follow.
    fn read_of(&self, words: &[&str]) -> Option<usize> {
        (0..words.len()).find(|read| {
            let mut all = words.iter().enumerate();
            all.all(|(index, word)| match index.checked_sub(*read) {
                Some(ahead) => self.found(ahead) == *word,
                None => self.back(read.saturating_sub(index)) == *word,
            })
        })
    }

    /// `change of tariff heading`, `manufacture from materials of any heading, except that of the product`
    fn treaty_phrase(&self) -> Option<String> {
        let said = |(phrase, _): &&(&str, &str)| {
            let words: Vec<&str> = phrase.split(' ').collect();
            self.read_of(&words).is_some()
        };
        phrases::ALL.iter().find(said).map(|(_, advice)| (*advice).to_owned())
    }

    /// `for ex 87.03`: part of a heading.
    fn ex_heading(&self) -> Option<String> {
        let part = self.back(1) == "ex" && matches!(self.back(2), "for" | "," | "in" | "except" | "from");
        let code = self.found(0).starts_with(|first: char| first.is_ascii_digit());
        (part && code).then(|| "there is no `ex`: name the codes, or say with `when` which goods are meant".to_owned())
    }

    /// `a change from …`
    fn article(&self) -> Option<String> {
        let (article, found) = (self.back(1), self.rest.first()?);
        (matches!(article, "a" | "an" | "the") && found.kind == Kind::Word && !split::begins_declaration(self.back(2)))
            .then(|| format!("write `{}` without `{article}` before it", found.text))
    }

    /// `non originating`, `look through`
    fn hyphen(&self) -> Option<String> {
        const HYPHENATED: [&str; 5] = [
            "carve-out",
            "half-up",
            "look-through",
            "non-originating",
            "self-produced",
        ];
        let pairs = [(self.back(1), self.found(0)), (self.found(0), self.found(1))];
        let joined = |(first, second): &(&str, &str)| HYPHENATED.contains(&format!("{first}-{second}").as_str());
        let (first, second) = pairs.into_iter().find(joined)?;
        Some(format!("write `{first}-{second}` with a hyphen"))
    }

    /// `CTH except from …`
    fn abbreviation(&self) -> Option<String> {
        in_full(self.back(1)).map(|full| format!("write `{full}` instead of `{}`", self.back(1)))
    }

    /// `claim c some good …`
    fn colon(&self) -> Option<String> {
        let starts = matches!(self.found(0), "some" | "no" | "every" | "the");
        (starts && self.expects("`:`") && self.before.first()?.text == "claim")
            .then(|| format!("add `:` before `{}`", self.found(0)))
    }

    /// `where value > 3 USD`: a test on a material compares nothing.
    fn value_of_one(&self) -> Option<String> {
        let compares = matches!(self.found(0), "<" | "<=" | "=" | ">=" | ">" | "!=");
        let tests = matches!(self.back(2), "where" | "satisfies" | "not" | "and" | "or");
        let of_materials = self.before.iter().any(|token| token.text == "where");
        (compares && tests && of_materials && matches!(self.back(1), "value" | "weight"))
            .then(|| VALUE_OF_ONE.to_owned())
    }

    /// `product rule black tea`, `black-tea`, and `product rule tea 09.02`.
    fn name_of_several_words(&self) -> Option<String> {
        let found = self.rest.first()?;
        let two_words = matches!(
            self.before.first()?.text,
            "product" | "direct" | "insufficient" | "intermediate" | "fungible" | "part"
        );
        let words = if two_words { 2 } else { 1 };
        let begins = self
            .before
            .first()
            .is_some_and(|first| split::begins_declaration(first.text));
        let name = self.before.get(words)?;
        if !begins || self.before.len() != words.saturating_add(1) || found.lines_before > 0 {
            return None;
        }
        if found.text.starts_with(|first: char| first.is_ascii_digit()) && self.expects("`for`") {
            return Some(format!("write `for` before the codes: `for {}`", found.text));
        }
        let part = |token: &&Token<'_>| {
            token.lines_before == 0
                && (matches!(token.text, "-" | "'" | "/" | ".") || token.kind == Kind::Word)
                && !CLOSING.contains(&token.text)
        };
        let mut parts = vec![name.text];
        let more = self.rest.iter().take_while(part).map(|token| token.text);
        parts.extend(more.filter(|text| text.bytes().any(|byte| byte.is_ascii_alphanumeric())));
        (parts.len() > 1).then(|| format!("a name is one word: write `{}`", parts.join("_")))
    }

    /// A word of the language with a slip in it.
    fn near_word(&self) -> Option<String> {
        let found = self.rest.first()?;
        if found.kind != Kind::Word || found.text.len() < 3 {
            return None;
        }
        nearest(found.text, self.expected.iter().filter_map(|words| word_of(words)))
            .map(|word| format!("did you mean `{word}`?"))
    }

    /// A form's first word that was taken for a name because it is misspelt, as in `chnge from any other heading`.
    fn misspelt_before(&self) -> Option<String> {
        const WORDS: [&str; 13] = [
            "change",
            "code",
            "count",
            "every",
            "imported",
            "largest",
            "non-originating",
            "originating",
            "produced",
            "share",
            "smallest",
            "wholly",
            "within",
        ];
        let last = self.before.last().filter(|token| token.kind == Kind::Word)?;
        nearest(last.text, WORDS.into_iter()).map(|word| format!("did you mean `{word}` instead of `{}`?", last.text))
    }
}

/// Words with which a header goes on: a name ends before them.
const CLOSING: [&str; 10] = [
    "amends", "as", "by", "cites", "despite", "extends", "for", "from", "of", "when",
];

/// What can't be asked of one material.
pub(crate) const VALUE_OF_ONE: &str =
    "the value of a single material can't be asked behind `where`: test its code, origin, country, facts or attributes";

/// How a date is written.
pub(crate) const DATE_ADVICE: &str = "a date is written year-month-day, as in `2024-01-31`";

/// Whether the text is a date in another order than the language's: `31.01.2024`.
pub(crate) fn looks_like_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    parts.len() == 3 && parts.iter().all(digits) && parts.iter().any(|part| part.len() == 4)
}

/// What a common abbreviation of a criterion stands for, in the words of the language.
pub(crate) fn in_full(word: &str) -> Option<&'static str> {
    ABBREVIATIONS
        .iter()
        .find(|(short, _)| *short == word)
        .map(|(_, full)| *full)
}

/// What a sign or a badly closed text is written as.
fn sign(found: &Token<'_>) -> Option<String> {
    let written = found.text;
    if found.kind == Kind::Text {
        return (written.len() < 2 || !written.ends_with('"'))
            .then(|| "a text closes with a quotation mark on the same line".to_owned());
    }
    let meant = match written {
        "≥" => Some("`>=`"),
        "≤" => Some("`<=`"),
        "≠" => Some("`!=`"),
        "==" => Some("`=`"),
        "&" => Some("`and`"),
        "×" | "·" => Some("`*`"),
        "÷" => Some("`/`"),
        "−" => Some("`-`"),
        "–" | "—" => Some("`to` between the codes of a range, or `-` between figures"),
        "“" | "”" | "„" | "«" | "»" | "'" => Some("straight quotation marks around a text"),
        "#" => Some("`//` before a comment"),
        ";" => Some("nothing here: a clause needs no mark at its end"),
        _ => None,
    };
    if let Some(meant) = meant {
        return Some(format!("write {meant}"));
    }
    let is_code = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    written
        .split_once('-')
        .filter(|(first, last)| found.kind == Kind::Word && is_code(first) && is_code(last))
        .map(|(first, last)| format!("write a range of codes as `{first} to {last}`"))
}

/// The first word in back-ticks, if the description begins with it.
fn word_of(words: &str) -> Option<&str> {
    let inside = words.strip_prefix('`')?.split('`').next()?;
    inside
        .split(' ')
        .next()
        .filter(|word| word.starts_with(|first: char| first.is_ascii_alphabetic()))
}

/// The word that differs from `written` by the fewest slips, if they are few.
pub(super) fn nearest<'w>(written: &str, words: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    words
        .map(|word| (strsim::damerau_levenshtein(written, word), word))
        .filter(|(slips, word)| (1..=1 + word.len() / 4).contains(slips))
        .min()
        .map(|(_, word)| word)
}
