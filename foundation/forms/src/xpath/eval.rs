//! Evaluation: values, how they turn into each other, and what the operators do (`XPath` 1.0, sections 3.4,
//! 3.5 and 4; days compare and subtract as days since 1970, as in ODK).

use jiff::civil::{Date, date};
use jiff::{SignedDuration, ToSpan};

use super::{Expression, Operator};

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Text(String),
    Number(f64),
    Truth(bool),
    Day(Date),
    /// A field inside a repeat seen from outside it: one value each.
    Many(Vec<Value>),
}

/// What an expression may ask of its surroundings.
pub(crate) struct Scope<'a> {
    /// The answer of the field the rule stands at.
    pub(crate) own: &'a Value,
    /// The answer of a field by name.
    pub(crate) field: &'a dyn Fn(&str) -> Value,
    /// A column of the choice under test.
    pub(crate) column: &'a dyn Fn(&str) -> Value,
    /// Label of a choice: field, choice.
    pub(crate) label: &'a dyn Fn(&str, &str) -> String,
    /// Which of the repeats this is, from 1.
    pub(crate) position: u32,
    /// The day of the answers.
    pub(crate) today: Date,
}

const EPOCH: Date = date(1970, 1, 1);

/// Evaluates an expression; never fails: what has no meaning is not-a-number or an empty text, as in `XPath`.
pub(crate) fn evaluate(expression: &Expression, scope: &Scope<'_>) -> Value {
    match expression {
        Expression::Number(number) => Value::Number(*number),
        Expression::Text(text) => Value::Text(text.clone()),
        Expression::Own => scope.own.clone(),
        Expression::Around => Value::Number(f64::from(scope.position)),
        Expression::Field(name) => (scope.field)(name),
        Expression::Column(name) => (scope.column)(name),
        Expression::Negative(inner) => Value::Number(-evaluate(inner, scope).number()),
        Expression::Binary(operator, left, right) => binary(*operator, left, right, scope),
        Expression::Call(function, arguments) => function.call(arguments, scope),
        Expression::Matches(of, pattern) => Value::Truth(pattern.is_match(&evaluate(of, scope).text())),
    }
}

fn binary(operator: Operator, left: &Expression, right: &Expression, scope: &Scope<'_>) -> Value {
    let left = evaluate(left, scope);
    match operator {
        Operator::Or => return Value::Truth(left.truth() || evaluate(right, scope).truth()),
        Operator::And => return Value::Truth(left.truth() && evaluate(right, scope).truth()),
        _ => {}
    }
    let right = evaluate(right, scope);
    match operator {
        Operator::Add => Value::Number(left.number() + right.number()),
        Operator::Subtract => Value::Number(left.number() - right.number()),
        Operator::Multiply => Value::Number(left.number() * right.number()),
        Operator::Divide => Value::Number(left.number() / right.number()),
        Operator::Remainder => Value::Number(left.number() % right.number()),
        _ => Value::Truth(left.each().iter().any(|a| right.each().iter().any(|b| compares(operator, a, b)))),
    }
}

fn compares(operator: Operator, left: &Value, right: &Value) -> bool {
    match operator {
        Operator::Equal => equal(left, right),
        Operator::NotEqual => !equal(left, right),
        Operator::Less => left.number() < right.number(),
        Operator::LessOrEqual => left.number() <= right.number(),
        Operator::Greater => left.number() > right.number(),
        Operator::GreaterOrEqual => left.number() >= right.number(),
        _ => false,
    }
}

#[expect(clippy::float_cmp, reason = "XPath 1.0 compares doubles exactly")]
fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Truth(_), _) | (_, Value::Truth(_)) => left.truth() == right.truth(),
        (Value::Number(_) | Value::Day(_), _) | (_, Value::Number(_) | Value::Day(_)) => {
            left.number() == right.number()
        }
        _ => left.text() == right.text(),
    }
}

impl Value {
    pub(crate) fn empty() -> Self {
        Self::Text(String::new())
    }

    /// As text. A number without a fraction has no point; not-a-number is empty, so that a
    /// calculation over blank answers stays blank.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) if !number.is_finite() => String::new(),
            Self::Number(number) if *number == 0.0 => "0".to_owned(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::Day(day) => day.to_string(),
            Self::Many(values) => values.first().map(Self::text).unwrap_or_default(),
        }
    }

    /// As a number; a text that is a day counts as days since 1970.
    pub(crate) fn number(&self) -> f64 {
        match self {
            Self::Text(text) => match text.trim() {
                written if written.starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '.') => written
                    .parse()
                    .ok()
                    .or_else(|| written.parse::<Date>().ok().map(days_since_1970))
                    .unwrap_or(f64::NAN),
                _ => f64::NAN,
            },
            Self::Number(number) => *number,
            Self::Truth(truth) => f64::from(u8::from(*truth)),
            Self::Day(day) => days_since_1970(*day),
            Self::Many(values) => values.first().map_or(f64::NAN, Self::number),
        }
    }

    pub(crate) fn truth(&self) -> bool {
        match self {
            Self::Text(text) => !text.is_empty(),
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            Self::Truth(truth) => *truth,
            Self::Day(_) => true,
            Self::Many(values) => values.iter().any(Self::truth),
        }
    }

    /// The values one by one.
    pub(crate) fn each(&self) -> Vec<Self> {
        match self {
            Self::Many(values) => values.clone(),
            single => vec![single.clone()],
        }
    }
}

/// Days from 1970-01-01.
pub(crate) fn days_since_1970(day: Date) -> f64 {
    let hours: SignedDuration = day.duration_since(EPOCH);
    i32::try_from(hours.as_hours().div_euclid(24)).map_or(f64::NAN, f64::from)
}

/// The day so many days after 1970-01-01; a fraction is time of day and falls away.
pub(crate) fn day_after_1970(days: f64) -> Option<Date> {
    // The calendar ends at the year 9999, well inside these bounds.
    let days = whole(days.floor()).filter(|days| (-4_000_000..4_000_000).contains(days))?;
    EPOCH.checked_add(days.days()).ok()
}

/// A double as a whole number, when it is one that fits.
pub(crate) fn whole(number: f64) -> Option<i64> {
    // Doubles are exact up to 2^53.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if number.is_finite() && number.abs() <= EXACT { format!("{:.0}", number.trunc()).parse().ok() } else { None }
}
