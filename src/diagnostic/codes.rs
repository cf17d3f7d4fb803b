//! The table of all messages: one row each, one page each.

use std::fmt;
use std::str::FromStr;

/// How much a message matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The rulebook or the input cannot be accepted.
    Error,
    /// Accepted, but probably not what was meant.
    Warning,
    /// A fact worth knowing.
    Note,
}

impl Severity {
    /// The word in messages and in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

macro_rules! codes {
    ($($code:ident $name:ident $severity:ident $title:literal;)*) => {
        /// The kind of a message; its page explains it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(
                #[doc = include_str!(concat!("../../docs/diagnostics/", stringify!($code), ".md"))]
                $name,
            )*
        }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Code] = &[$(Code::$name),*];

            /// The stable code, such as `RO0201`; never given to another meaning.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => stringify!($code)),* }
            }

            /// The code's name, such as `UnknownName`.
            pub fn name(self) -> &'static str {
                match self { $(Code::$name => stringify!($name)),* }
            }

            /// What it says in general.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title),* }
            }

            /// Its usual severity.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }

            /// The page that explains it, in Markdown.
            pub fn page(self) -> &'static str {
                match self {
                    $(Code::$name => include_str!(concat!("../../docs/diagnostics/", stringify!($code), ".md"))),*
                }
            }
        }
    };
}

codes! {
    RO0001 FileNotFound Error "file cannot be found";
    RO0002 NotUtf8 Error "file is not UTF-8 text";
    RO0003 EmptySource Warning "rulebook has no declaration";
    RO0004 SourceTooLarge Error "file is too large";
    RO0005 ByteOrderMark Note "file begins with a byte order mark";
    RO0006 CarriageReturns Note "lines end with carriage returns";
    RO0007 ControlCharacter Error "text holds an invisible control character";
    RO0008 CannotWrite Error "file cannot be written";
    RO0009 Internal Error "internal inconsistency";
    RO0010 UnknownFileType Error "kind of file is not known";

    RO0101 Unexpected Error "expected something else here";
    RO0102 NestedTooDeeply Error "nested too deeply";
    RO0103 UnclosedBlock Error "block is not closed";
    RO0104 MalformedCode Error "not the form of a tariff code";
    RO0105 MalformedDate Error "no such date";
    RO0106 MalformedNumber Error "not the form of a number";

    RO0201 UnknownName Error "name is not declared";
    RO0202 DuplicateName Error "name is declared twice";
    RO0203 UnknownCode Error "code is not in the nomenclature";
    RO0204 ReversedRange Error "range ends before it begins";
    RO0205 DefinitionCycle Error "definition depends on itself";
    RO0206 UnknownAmendmentTarget Error "amendment changes a clause that does not exist";
    RO0207 ConflictingAmendments Error "amendments change the same clause from the same day";
    RO0208 UnknownCountry Error "country is not known";
    RO0209 WrongKind Error "the name is declared, but as something else";
    RO0210 NoAgreement Error "rulebook belongs to no agreement";
    RO0211 UnknownAgreement Error "agreement is not declared";
    RO0212 UncheckedEdition Note "codes of this edition are not checked";
    RO0213 DuplicateAgreement Error "agreement is declared twice";
    RO0214 PriorityCycle Error "rules take precedence over each other in a circle";
    RO0215 TabledByNoParty Note "proposal is tabled by a country that is no party";

    RO0301 TypeMismatch Error "value is of another kind than expected";
    RO0302 PercentageOutOfRange Error "percentage is not between 0 % and 100 %";
    RO0304 UnknownValue Error "attribute has no such value";
    RO0305 WrongLevel Error "belongs to a material, not to the good";
    RO0306 EmptyPeriod Error "period ends before it begins";
    RO0307 UnknownUnit Error "unit is not known";

    RO0401 NoRuleScope Error "product rule does not say for which goods";
    RO0402 MissingCitation Warning "clause cites no legal source";
    RO0403 UnusedDeclaration Note "declaration is never used";
    RO0404 DeclaredTwiceInList Warning "listed twice";
    RO0405 NothingOriginates Error "nothing says how a good originates";

    RO0501 Conflict Error "two rules decide the same good differently";
    RO0502 DeadClause Warning "clause can never decide";
    RO0503 UnreachableRequirement Warning "requirement can never be met";
    RO0504 DeadCarveOut Warning "carve-out changes nothing";
    RO0505 SwallowedRule Warning "carve-out always displaces its rule";
    RO0506 RedundantAlternative Warning "alternative adds nothing to the others";
    RO0507 RedundantCondition Warning "condition follows from the others";
    RO0508 GapInTime Warning "no version is in force in between";
    RO0509 OverlapInTime Warning "two versions are in force at once";
    RO0510 ClaimRefuted Error "claim does not hold";
    RO0511 ClaimProved Note "claim holds";
    RO0512 Undecided Warning "question was not decided";
    RO0513 DivisionByZero Warning "calculation can divide by zero";
    RO0514 VacuousAssumptions Error "claim is about no good";
    RO0515 UnreachableThreshold Warning "threshold can never be reached";
    RO0516 Answer Note "answer to a question";
    RO0517 NoRule Note "goods have no product rule";
    RO0518 VacuousRule Warning "rule is met in vain";
    RO0519 NonBinding Warning "threshold decides the origin of no good";
    RO0520 OriginHurts Warning "originating material costs a good its origin";
    RO0521 ScaleMatters Note "origin depends on the size of the consignment";
    RO0522 LotsMatter Note "origin depends on the lots in which a material comes";
    RO0523 DeadTolerance Warning "tolerance changes no outcome";
    RO0524 DeadException Warning "exception keeps no good out";
    RO0525 Equivalent Note "two clauses say the same";
    RO0526 WordsAlike Note "no clause tells two words apart";
    RO0527 ThresholdBothWays Warning "raising a threshold lets one good in and shuts another out";
    RO0528 CumulationHurts Warning "cumulation costs a good its origin";
    RO0529 PartiesDiffer Note "parties are not treated alike";
    RO0530 SlackInterval Note "which figures mean the same";
    RO0531 BoundaryReading Note "a good on the line hangs on how it is read";
    RO0532 BaseReading Note "origin hangs on the value that figures are reckoned over";
    RO0533 Recoding Note "the code of a material within its heading decides";
    RO0534 ContentsHurt Note "knowing what is in a material costs a good its origin";
    RO0535 RollUpUneven Note "what is in an originating material counts";
    RO0536 Idle Note "nothing hangs on an entry or a definition";
    RO0537 OutsideEdition Note "clauses are for codes that the edition lacks";

    RO0601 MalformedGood Error "description of the good cannot be read";
    RO0602 UnknownAttribute Error "good has no such attribute";
    RO0603 NegativeValue Error "value is below zero";
    RO0604 MaterialsExceedGood Error "materials are worth more than the good";
    RO0605 TooManyLevels Error "materials are nested too deeply";
    RO0606 MaterialCycle Error "material is made from itself";
    RO0607 ConflictingRules Error "several rules apply and none takes precedence";
    RO0608 UndefinedValue Error "value cannot be calculated";
    RO0609 MissingDate Error "date of the claim is missing";
    RO0610 ContradictoryFacts Error "facts contradict each other";
    RO0611 UnknownGoodCode Error "code of the good is not in the nomenclature";
    RO0612 MalformedCertificate Error "file is no certificate";

    RO0701 ExampleFailed Error "example does not come out as expected";
    RO0702 ExampleFigureDiffers Error "figure of the example differs";
    RO0703 NoExample Error "there is no example to run";

    RO0801 NotRuleSets Error "file is no file of rule sets";
    RO0802 MalformedRuleSet Error "rule set cannot be read";
    RO0803 PeculiarEncoding Note "file is not UTF-8 throughout";
    RO0804 NothingToImport Error "there is nothing to import";
}

impl Code {
    /// The code with that number or name, in any case; `None` if there is none.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.as_str().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text))
    }
}

impl FromStr for Code {
    type Err = UnknownDiagnosticCode;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(UnknownDiagnosticCode)
    }
}

/// There is no message with that code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnknownDiagnosticCode;

impl fmt::Display for UnknownDiagnosticCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no message has that code")
    }
}

impl std::error::Error for UnknownDiagnosticCode {}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
