//! Phrases in which the treaties state criteria, and how the language does.

/// Of a change whose level is not said.
const LEVEL: &str = "say at which level: `change from any other chapter`, `change from any other heading` or `change from any other subheading`";
const CHAPTER: &str = "write `change from any other chapter`";
const HEADING: &str = "write `change from any other heading`";
const SUBHEADING: &str = "write `change from any other subheading`";
/// Of what the phrase introduces.
const CONDITION: &str =
    "write the condition alone, such as `vnm <= 40% of ex_works` or `change from any other heading`";

/// Every phrase with the advice that it gets, its tokens parted by single spaces.
///
/// `materials of any heading` without an exception asks for no change, so it is not among them.
pub(super) const ALL: [(&str, &str); 22] = [
    ("change of tariff classification", LEVEL),
    ("change in tariff classification", LEVEL),
    ("change of classification", LEVEL),
    ("change in classification", LEVEL),
    ("change of tariff chapter", CHAPTER),
    ("change in tariff chapter", CHAPTER),
    ("change of chapter", CHAPTER),
    ("change of tariff heading", HEADING),
    ("change in tariff heading", HEADING),
    ("change of heading", HEADING),
    ("change of tariff subheading", SUBHEADING),
    ("change in tariff subheading", SUBHEADING),
    ("change of subheading", SUBHEADING),
    ("change from any chapter", CHAPTER),
    ("change from any heading", HEADING),
    ("change from any subheading", SUBHEADING),
    ("from materials of any heading , except that of the product", HEADING),
    ("from materials of any heading except that of the product", HEADING),
    ("from materials of any heading , except those of the product", HEADING),
    ("from materials of any heading except those of the product", HEADING),
    ("manufacture in which", CONDITION),
    ("production in which", CONDITION),
];
