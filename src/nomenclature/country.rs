//! Countries by ISO 3166 alpha-3 codes.

use std::sync::LazyLock;

/// A country.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountryCode {
    /// Its three letters, such as `MEX`.
    pub code: &'static str,
    /// What it is called, in short.
    pub name: &'static str,
    /// Its two letters; a second pair where another is in use too.
    pairs: &'static str,
}

/// In the order of their codes: three letters, a tab, two letters, a tab, the name.
static ALL: LazyLock<Vec<CountryCode>> = LazyLock::new(|| {
    let rows = include_str!("data/countries.txt").lines();
    rows.filter_map(|row| {
        let (code, rest) = row.split_once('\t')?;
        let (pairs, name) = rest.split_once('\t')?;
        Some(CountryCode { code, name, pairs })
    })
    .collect()
});

impl CountryCode {
    /// The country with these three capital letters.
    pub fn find(code: &str) -> Option<Self> {
        let at = ALL.binary_search_by_key(&code, |country| country.code).ok()?;
        ALL.get(at).copied()
    }

    /// The country that was probably meant by a word that is no code: its name or the beginning of it, its two letters,
    /// or one slip in its three. Of several it is one of the `likely`, if it is among them.
    pub fn meant<'a>(word: &str, likely: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let word = word.replace('_', " ").to_lowercase();
        let likely: Vec<&str> = likely.into_iter().collect();
        let rank = |country: &Self| {
            let (code, name) = (country.code.to_lowercase(), country.name.to_lowercase());
            let how = if code == word || name == word || country.pairs.split(' ').any(|two| two.to_lowercase() == word)
            {
                0
            } else if word.len() > 2 && name.starts_with(&word) {
                1
            } else if word.len() > 2 && strsim::damerau_levenshtein(&code, &word) == 1 {
                2
            } else {
                return None;
            };
            Some((how, !likely.contains(&country.code)))
        };
        let ranked = ALL.iter().filter_map(|country| Some((rank(country)?, *country)));
        ranked.min_by_key(|(rank, _)| *rank).map(|(_, country)| country)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        assert!(ALL.is_sorted_by(|a, b| a.code < b.code));
        assert_eq!(ALL.len(), 256);
        let capitals = |text: &str, len| text.len() == len && text.bytes().all(|byte| byte.is_ascii_uppercase());
        for country in ALL.iter() {
            assert!(capitals(country.code, 3) && !country.name.is_empty(), "{country:?}");
            assert!(
                country
                    .pairs
                    .split(' ')
                    .all(|pair| pair.is_empty() || capitals(pair, 2)),
                "{country:?}"
            );
        }
        assert_eq!(CountryCode::find("MEX").map(|country| country.name), Some("Mexico"));
        assert_eq!(CountryCode::find("mex"), None);
    }

    #[test]
    fn other_ways_to_name_a_country_are_understood() {
        let check = |word: &str, likely: &[&str], expected: Option<&str>| {
            let meant = CountryCode::meant(word, likely.iter().copied());
            assert_eq!(meant.map(|country| country.code), expected, "{word}");
        };
        check("Mexico", &[], Some("MEX"));
        check("new_zealand", &[], Some("NZL"));
        check("US", &[], Some("USA"));
        check("UK", &[], Some("GBR"));
        check("GER", &[], Some("DEU"));
        check("can", &[], Some("CAN"));
        check("MXE", &[], Some("MEX"));
        check("UAS", &["USA"], Some("USA"));
        check("XYZ", &[], None);
        check("Ca", &[], Some("CAN"));
    }
}
