//! The text of a rulebook, as its author would write it.

use num_traits::{Signed, Zero};

use crate::model::{
    Book, Carve, Change, Cond, Day, Days, Effect, FACTS, Fig, GRADES, Kind, Line, Measure, Of, Piece, Place, Q,
    Relaxed, Rounding, Rule, Scope, Source, Stage, Start, Test, Threshold, Tolerance, USES,
};

/// The whole file.
pub(crate) fn text(book: &Book) -> String {
    format!("{}{}\n", head(book), declarations(book).join("\n"))
}

/// The agreement itself with its vocabulary.
pub(crate) fn head(book: &Book) -> String {
    format!("{}\n{VOCABULARY}", agreement(book))
}

/// Every other declaration.
pub(crate) fn declarations(book: &Book) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(book.lists.iter().map(|list| {
        let entries: Vec<String> = list
            .entries
            .iter()
            .map(|(code, on)| format!("{}{}", piece(code), days(on)))
            .collect();
        format!("list {} cites \"x\" {{ {} }}", list.name, entries.join(", "))
    }));
    parts.extend(
        book.definitions
            .iter()
            .map(|(name, said)| format!("definition {name} cites \"x\" = {}", cond(said))),
    );
    parts.extend(book.measures.iter().map(measure));
    parts.extend(book.thresholds.iter().map(threshold));
    parts.extend(book.tolerances.iter().map(tolerance));
    parts.extend(book.rules.iter().map(rule));
    parts.extend(book.carves.iter().map(carve));
    let turned = book.turned.checked_rem(parts.len()).unwrap_or(0);
    parts.rotate_left(turned);
    parts
}

fn agreement(book: &Book) -> String {
    let mut lines = vec![
        "parties USA, CAN, MEX".to_owned(),
        "nomenclature HS 2017".to_owned(),
        "currency USD".to_owned(),
    ];
    if book.in_force != Days::default() {
        lines.push(format!(
            "in force {}",
            days(&book.in_force).trim().trim_start_matches("from ")
        ));
    }
    lines.extend(match book.rounding {
        Rounding::Unrounded => None,
        Rounding::HalfUp(digits) => Some(format!("percentages rounded half-up to {digits} decimals")),
        Rounding::Truncated(digits) => Some(format!("percentages truncated to {digits} decimals")),
    });
    let said = [
        (book.ordered, "values ordered materials <= net_cost <= price"),
        (book.narrower, "narrower scope prevails"),
        (book.no_value_disregarded, "materials of no value are disregarded"),
        (book.imported_rule, "imported materials are non-originating cites \"x\""),
    ];
    lines.extend(
        said.iter()
            .filter(|(holds, _)| *holds)
            .map(|(_, line)| (*line).to_owned()),
    );
    format!(
        "agreement {} \"{}\" cites \"x\" {{\n  {}\n}}",
        book.name,
        book.name,
        lines.join("\n  "),
    )
}

const VOCABULARY: &str = "\
basis price of goods \"price\" cites \"x\"
basis net_cost of goods \"net cost\" cites \"x\"
fact sold of goods \"sold\" cites \"x\"
fact plant of goods \"plant\" cites \"x\"
attribute use of goods: assembly | repair | other \"use\" cites \"x\"
attribute first_made of goods: date \"first made\" cites \"x\"
attribute seats of goods: count \"seats\" cites \"x\"
fact part of materials \"part\" cites \"x\"
attribute grade of materials: low | high \"grade\" cites \"x\"
";

fn measure(one: &Measure) -> String {
    let available = one.available.as_ref();
    let available = available.map_or(String::new(), |when| format!(" available when ({})", cond(when)));
    format!("measure {} cites \"x\"{available} = {}", one.name, fig(&one.value))
}

fn threshold(one: &Threshold) -> String {
    format!("threshold {} cites \"x\" {{ {} }}", one.name, stages(&one.stages))
}

fn stages(all: &[Stage]) -> String {
    let all: Vec<String> = all.iter().map(stage).collect();
    all.join("\n  ")
}

fn stage(one: &Stage) -> String {
    let mut out = percent(&one.value);
    if let Some(start) = one.from {
        out.push_str(&match start {
            Start::Day(from) => format!(" from {}", day(from)),
            Start::FiscalYear(near) => format!(" from producer fiscal year nearest {}", day(near)),
        });
    }
    if let Some(last) = one.until {
        out.push_str(&format!(" until {}", day(last)));
    }
    if let Some(when) = &one.when {
        out.push_str(&format!(" when ({})", cond(when)));
    }
    if let Some(years) = one.lasting {
        let comma = if one.when.is_some() { "," } else { "" };
        out.push_str(&format!("{comma} for {years} years after first_made"));
    }
    out
}

fn tolerance(one: &Tolerance) -> String {
    let by = match one.by {
        Of::Value => "value",
        Of::Weight => "weight",
    };
    let relaxing: Vec<&str> = one.relaxing.iter().map(|what| relaxed(*what)).collect();
    let relaxing = if relaxing.is_empty() {
        String::new()
    } else {
        format!(" relaxing {}", relaxing.join(", "))
    };
    let not_for = one.not_for.as_ref();
    let not_for = not_for.map_or(String::new(), |(materials, goods)| {
        format!(
            " except for materials of {} in goods of {}",
            scope(materials),
            scope(goods)
        )
    });
    format!(
        "tolerance {}{}{}{}{relaxing} cites \"x\" {{ {by} of unchanged materials <= {} of {}{not_for} }}",
        one.name,
        for_scope(one.scope.as_ref()),
        when(one.when.as_ref()),
        days(&one.days),
        percent(&one.limit),
        fig(&one.base),
    )
}

fn relaxed(what: Relaxed) -> &'static str {
    match what {
        Relaxed::Changes => "changes of classification",
        Relaxed::Restrictions => "restrictions on materials",
        Relaxed::Content => "value content",
    }
}

pub(crate) fn rule(one: &Rule) -> String {
    let kind = match one.kind {
        Kind::Criterion => "criterion",
        Kind::Product => "product rule",
        Kind::Requirement => "requirement",
    };
    let named = |word: &str, names: &[String]| {
        if names.is_empty() {
            String::new()
        } else {
            format!(" {word} {}", names.join(", "))
        }
    };
    let by_rule = if one.asks_rules {
        "require the product rules "
    } else {
        ""
    };
    format!(
        "{kind} {}{}{}{}{}{} cites \"x\" {{ {by_rule}{} }}",
        one.name,
        for_scope(one.scope.as_ref()),
        when(one.when.as_ref()),
        days(&one.days),
        named("despite", &one.despite),
        named("subject to", &one.subject_to),
        body(&one.body),
    )
}

fn carve(one: &Carve) -> String {
    let despite = if one.despite.is_empty() {
        String::new()
    } else {
        format!(" despite {}", one.despite.join(", "))
    };
    let effect = match &one.effect {
        Effect::Aside => "does not apply".to_owned(),
        Effect::Body(lines) => body(lines),
        Effect::Figures(figures) => stages(figures),
    };
    format!(
        "carve-out {} of {}{}{}{}{despite} cites \"x\" {{ {effect} }}",
        one.name,
        one.target,
        for_scope(one.scope.as_ref()),
        when(one.when.as_ref()),
        days(&one.days),
    )
}

fn for_scope(one: Option<&Scope>) -> String {
    one.map_or(String::new(), |one| format!(" for {}", scope(one)))
}

fn when(one: Option<&Cond>) -> String {
    one.map_or(String::new(), |one| format!(" when ({})", cond(one)))
}

fn body(lines: &[Line]) -> String {
    let lines: Vec<String> = lines.iter().map(line).collect();
    lines.join("\n  ")
}

fn line(one: &Line) -> String {
    match one {
        Line::Require(name, said) => format!("require {name}: {}", cond(said)),
        Line::Change(name, said) => format!("require {name}: {}", change(said)),
        Line::Either(ways) => {
            let ways: Vec<String> = ways
                .iter()
                .map(|(name, lines)| format!("{name} {{ {} }}", body(lines)))
                .collect();
            format!("either {}", ways.join("\n  or "))
        }
    }
}

fn change(one: &Change) -> String {
    if one.from.is_empty() {
        return "no change of classification".to_owned();
    }
    let from: Vec<String> = one.from.iter().map(source).collect();
    let except = one
        .except
        .as_ref()
        .map_or(String::new(), |codes| format!(", except from {}", scope(codes)));
    format!("change from {}{except}", from.join(", whether or not also from "))
}

fn source(one: &Source) -> String {
    match one {
        Source::AnyOther(level) => format!("any other {}", level.word()),
        Source::Codes(codes, None) => scope(codes),
        Source::Codes(codes, Some(filter)) => format!("{} where ({})", scope(codes), test(filter)),
    }
}

/// `87.03`, `8703.23`, `8503.00.10`.
pub(crate) fn code(digits: &str) -> String {
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default().to_owned();
    match digits.len() {
        4 => format!("{}.{}", part(0, 2), part(2, 4)),
        6 => format!("{}.{}", part(0, 4), part(4, 6)),
        8 => format!("{}.{}.{}", part(0, 4), part(4, 6), part(6, 8)),
        _ => digits.to_owned(),
    }
}

fn piece(one: &Piece) -> String {
    match one {
        Piece::All => "all goods".to_owned(),
        Piece::Code(digits) => code(digits),
        Piece::Range(from, to) => format!("{} to {}", code(from), code(to)),
        Piece::List(name) => name.clone(),
    }
}

pub(crate) fn scope(one: &Scope) -> String {
    let join = |pieces: &[Piece]| pieces.iter().map(piece).collect::<Vec<_>>().join(", ");
    if one.except.is_empty() {
        join(&one.pieces)
    } else {
        format!("{} except {}", join(&one.pieces), join(&one.except))
    }
}

pub(crate) fn day((year, month, day): Day) -> String {
    format!("{year:04}-{month:02}-{day:02}")
}

fn days(one: &Days) -> String {
    let from = one.from.map_or(String::new(), |from| format!(" from {}", day(from)));
    let until = one
        .until
        .map_or(String::new(), |until| format!(" until {}", day(until)));
    format!("{from}{until}")
}

fn place(one: Place) -> &'static str {
    match one {
        Place::Region => "produced in the region",
        Place::Outside => "produced outside the region",
        Place::Usa => "produced in USA",
    }
}

fn words(of: &[&str], chosen: &[usize]) -> String {
    let chosen = chosen.iter().filter_map(|index| of.get(*index).copied());
    chosen.collect::<Vec<_>>().join(" or ")
}

/// A condition, every part of it in parentheses.
fn cond(one: &Cond) -> String {
    let join = |parts: &[Cond], word: &str| {
        parts
            .iter()
            .map(|part| format!("({})", cond(part)))
            .collect::<Vec<_>>()
            .join(word)
    };
    match one {
        Cond::Fact(index) => FACTS.get(*index).copied().unwrap_or_default().to_owned(),
        Cond::Use(chosen) => format!("use is {}", words(&USES, chosen)),
        Cond::Not(inner) => format!("not ({})", cond(inner)),
        Cond::All(parts) => join(parts, " and "),
        Cond::Any(parts) => join(parts, " or "),
        Cond::Code(codes) => format!("code in {}", scope(codes)),
        Cond::Claimed(op, on) => format!("date {} {}", op.sign(), day(*on)),
        Cond::Within(years) => format!("within {years} years after first_made"),
        Cond::Defined(name) => name.clone(),
        Cond::Compare(left, op, right) => format!("{} {} {}", fig(left), op.sign(), fig(right)),
        Cond::Some(found) => format!("any material where ({})", test(found)),
        Cond::None(found) => format!("no material where ({})", test(found)),
        Cond::Every(Test::Always, then) => format!("every material satisfies ({})", test(then)),
        Cond::Every(found, then) => format!("every material where ({}) satisfies ({})", test(found), test(then)),
        Cond::Made(at) => place(*at).to_owned(),
        Cond::Wholly => "wholly obtained".to_owned(),
    }
}

fn test(one: &Test) -> String {
    let join = |parts: &[Test], word: &str| {
        parts
            .iter()
            .map(|part| format!("({})", test(part)))
            .collect::<Vec<_>>()
            .join(word)
    };
    match one {
        Test::Always => "originating or non-originating".to_owned(),
        Test::Originating => "originating".to_owned(),
        Test::NonOriginating => "non-originating".to_owned(),
        Test::Code(codes) => format!("code in {}", scope(codes)),
        Test::Same(level) => format!("code in the same {} as the good", level.word()),
        Test::Part => "part".to_owned(),
        Test::Grade(chosen) => format!("grade is {}", words(&GRADES, chosen)),
        Test::Imported => "imported from outside".to_owned(),
        Test::Made(at) => place(*at).to_owned(),
        Test::Not(inner) => format!("not ({})", test(inner)),
        Test::All(parts) => join(parts, " and "),
        Test::Any(parts) => join(parts, " or "),
    }
}

fn over_materials(found: &Test) -> String {
    match found {
        Test::Always => "materials".to_owned(),
        found => format!("materials where ({})", test(found)),
    }
}

fn fig(one: &Fig) -> String {
    match one {
        Fig::Percent(share) => percent(share),
        Fig::Money(amount) => format!("{} USD", decimal(amount)),
        Fig::Number(number) => decimal(number),
        Fig::Price => "price".to_owned(),
        Fig::Cost => "net_cost".to_owned(),
        Fig::Weight => "weight".to_owned(),
        Fig::Seats => "seats".to_owned(),
        Fig::Sum(Of::Value, found) => format!("(sum of value over {})", over_materials(found)),
        Fig::Sum(Of::Weight, found) => format!("(sum of weight over {})", over_materials(found)),
        Fig::Count(found) => format!("(count of {})", over_materials(found)),
        Fig::Plus(a, b) => format!("({} + {})", fig(a), fig(b)),
        Fig::Minus(a, b) => format!("({} - {})", fig(a), fig(b)),
        Fig::Times(share, base) => format!("({} * {})", percent(share), fig(base)),
        Fig::Over(a, b) => format!("({} / {})", fig(a), fig(b)),
        Fig::Least(parts) => format!("min({})", parts.iter().map(fig).collect::<Vec<_>>().join(", ")),
        Fig::Most(parts) => format!("max({})", parts.iter().map(fig).collect::<Vec<_>>().join(", ")),
        Fig::Measure(name) | Fig::Threshold(name) => name.clone(),
    }
}

fn percent(share: &Q) -> String {
    format!("{}%", decimal(&(share * Q::from_integer(100.into()))))
}

/// At most six decimals, which every number that is made up here has.
fn decimal(number: &Q) -> String {
    let scaled = (number * Q::from_integer(1_000_000.into())).to_integer();
    let million = num_bigint::BigInt::from(1_000_000);
    let (whole, rest) = (&scaled / &million, (&scaled % &million).abs());
    if rest.is_zero() {
        return whole.to_string();
    }
    let digits = format!("{rest:0>6}");
    format!("{whole}.{}", digits.trim_end_matches('0'))
}
