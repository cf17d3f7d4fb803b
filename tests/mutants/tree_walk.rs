//! Going through the syntax tree: every expression, every line of a rule, every date.

use orilex::syntax::tree::{
    Alternative, Body, BodyItem, CarveOutEffect, ChangeSource, Cumulated, DateText, Declaration, Expr, ExprKind,
    Period, Quantified, Require, Scope, Start,
};

/// The requirement lines of a body, those within alternatives too.
pub(crate) fn lines(body: &Body) -> Vec<&Require> {
    let mut out = Vec::new();
    for item in &body.items {
        match item {
            BodyItem::Require(line) => out.push(line),
            BodyItem::Either { alternatives, .. } => out.extend(alternatives.iter().flat_map(|one| lines(&one.body))),
        }
    }
    out
}

/// The sets of alternatives of a body, the outer before the inner.
pub(crate) fn choices(body: &Body) -> Vec<&[Alternative]> {
    let mut out = Vec::new();
    for item in &body.items {
        if let BodyItem::Either { alternatives, .. } = item {
            out.push(alternatives.as_slice());
            out.extend(alternatives.iter().flat_map(|one| choices(&one.body)));
        }
    }
    out
}

/// Every body: the declaration's own and those of its alternatives.
pub(crate) fn bodies(declaration: &Declaration) -> Vec<&Body> {
    fn inner<'t>(body: &'t Body, out: &mut Vec<&'t Body>) {
        out.push(body);
        for alternatives in choices(body) {
            out.extend(alternatives.iter().map(|one| &one.body));
        }
    }
    let mut out = Vec::new();
    match declaration {
        Declaration::Rule(rule) => inner(&rule.body, &mut out),
        Declaration::CarveOut(carve_out) => {
            if let CarveOutEffect::Body(body) = &carve_out.effect {
                inner(body, &mut out);
            }
        }
        _ => {}
    }
    out
}

/// Every expression of a declaration, the outer before the inner, in the order written.
pub(crate) fn expressions(declaration: &Declaration) -> Vec<&Expr> {
    let mut out = Vec::new();
    match declaration {
        Declaration::List(list) => {
            for when in list.entries.iter().filter_map(|entry| entry.when.as_ref()) {
                deep(when, &mut out);
            }
        }
        Declaration::Definition(definition) => deep(&definition.condition, &mut out),
        Declaration::Measure(measure) => {
            measure.available.iter().for_each(|one| deep(one, &mut out));
            deep(&measure.value, &mut out);
        }
        Declaration::Threshold(threshold) => stages(&threshold.stages, &mut out),
        Declaration::Rule(rule) => {
            rule.when.iter().for_each(|one| deep(one, &mut out));
            lines(&rule.body)
                .into_iter()
                .for_each(|line| deep(&line.condition, &mut out));
        }
        Declaration::CarveOut(carve_out) => {
            carve_out.when.iter().for_each(|one| deep(one, &mut out));
            match &carve_out.effect {
                CarveOutEffect::Stages(all) => stages(all, &mut out),
                CarveOutEffect::Body(body) => lines(body).into_iter().for_each(|line| deep(&line.condition, &mut out)),
                CarveOutEffect::SetAside(_) => {}
            }
        }
        Declaration::Tolerance(tolerance) => {
            tolerance.when.iter().for_each(|one| deep(one, &mut out));
            deep(&tolerance.limit, &mut out);
        }
        Declaration::Cumulation(cumulation) => {
            for item in &cumulation.items {
                if let Cumulated::Materials {
                    filter: Some(filter), ..
                } = item
                {
                    deep(filter, &mut out);
                }
            }
        }
        _ => {}
    }
    out
}

fn stages<'t>(stages: &'t [orilex::syntax::tree::Stage], out: &mut Vec<&'t Expr>) {
    for stage in stages {
        deep(&stage.value, out);
        stage.when.iter().for_each(|one| deep(one, out));
    }
}

fn deep<'t>(expr: &'t Expr, out: &mut Vec<&'t Expr>) {
    out.push(expr);
    match &expr.kind {
        ExprKind::Not(inner) | ExprKind::Negate(inner) => deep(inner, out),
        ExprKind::Arithmetic(_, a, b) | ExprKind::Compare(_, a, b) | ExprKind::AtMost(a, b) => {
            deep(a, out);
            deep(b, out);
        }
        ExprKind::And(parts) | ExprKind::Or(parts) | ExprKind::Min(parts) | ExprKind::Max(parts) => {
            parts.iter().for_each(|part| deep(part, out));
        }
        ExprKind::Aggregate(aggregate) => aggregate.filter.iter().for_each(|one| deep(one, out)),
        ExprKind::Quantified(Quantified { filter, satisfies, .. }) => {
            filter.iter().for_each(|one| deep(one, out));
            satisfies.iter().for_each(|one| deep(one, out));
        }
        ExprKind::Change(change) => {
            let sources = change.from.iter().filter_map(|source| match source {
                ChangeSource::Codes(codes) => Some(codes),
                ChangeSource::AnyOther(_) => None,
            });
            for codes in sources.chain(&change.except) {
                codes.filter.iter().for_each(|one| deep(one, out));
            }
        }
        _ => {}
    }
}

/// The sets of codes that a declaration states: its own scope, and those within its conditions.
pub(crate) fn scopes(declaration: &Declaration) -> Vec<&Scope> {
    let mut out: Vec<&Scope> = Vec::new();
    match declaration {
        Declaration::Rule(rule) => out.extend(&rule.scope),
        Declaration::CarveOut(carve_out) => out.extend(&carve_out.scope),
        Declaration::Tolerance(tolerance) => out.extend(&tolerance.scope),
        _ => {}
    }
    for expr in expressions(declaration) {
        match &expr.kind {
            ExprKind::CodeIn(scope) => out.push(scope),
            ExprKind::Change(change) => {
                for source in &change.from {
                    if let ChangeSource::Codes(codes) = source {
                        out.push(&codes.scope);
                    }
                }
                out.extend(change.except.iter().map(|codes| &codes.scope));
            }
            _ => {}
        }
    }
    out
}

/// The days that a declaration names.
pub(crate) fn days(declaration: &Declaration) -> Vec<&DateText> {
    let mut out = Vec::new();
    match declaration {
        Declaration::Rule(rule) => ends(&rule.period, &mut out),
        Declaration::CarveOut(carve_out) => {
            ends(&carve_out.period, &mut out);
            if let CarveOutEffect::Stages(stages) = &carve_out.effect {
                stages.iter().for_each(|stage| ends(&stage.period, &mut out));
            }
        }
        Declaration::Threshold(threshold) => threshold.stages.iter().for_each(|stage| ends(&stage.period, &mut out)),
        Declaration::Tolerance(tolerance) => ends(&tolerance.period, &mut out),
        Declaration::List(list) => list.entries.iter().for_each(|entry| ends(&entry.period, &mut out)),
        _ => {}
    }
    for expr in expressions(declaration) {
        if let ExprKind::Date(day) = &expr.kind {
            out.push(day);
        }
    }
    out
}

fn ends<'t>(period: &'t Period, out: &mut Vec<&'t DateText>) {
    out.extend(period.from.iter().map(|from| match from {
        Start::Day(day) | Start::FiscalYearNearest(day) => day,
    }));
    out.extend(&period.until);
}
