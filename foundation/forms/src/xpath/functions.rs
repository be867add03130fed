//! The functions of the ODK `XPath` subset and what each gives. Names and arguments as in the ODK `XForms`
//! specification, "`XPath` functions".

use jiff::civil::Date;

use super::Expression;
use super::eval::{Scope, Value, day_after_1970, days_since_1970, evaluate, whole};

macro_rules! functions {
    ($($(#[$meta:meta])* $variant:ident $written:literal $least:literal $most:literal;)+) => {
        /// A function that expressions may call.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Function { $($(#[$meta])* $variant,)+ }

        impl Function {
            /// The function of this name.
            #[must_use]
            pub fn named(name: &str) -> Option<Self> {
                match name { $($written => Some(Self::$variant),)+ _ => None }
            }

            /// The name as it is written.
            #[must_use]
            pub fn written(self) -> &'static str {
                match self { $(Self::$variant => $written,)+ }
            }

            /// Fewest and most arguments.
            #[must_use]
            pub fn arguments(self) -> (usize, usize) {
                match self { $(Self::$variant => ($least, $most),)+ }
            }
        }
    };
}

functions! {
    /// The second when the first is true, else the third.
    If "if" 3 3;
    /// Whether a space-separated list holds a word.
    Selected "selected" 2 2;
    /// The n-th word of such a list, from 0.
    SelectedAt "selected-at" 2 2;
    /// How many words it holds.
    CountSelected "count-selected" 1 1;
    /// Characters of a text.
    StringLength "string-length" 0 1;
    /// Texts joined.
    Concat "concat" 0 99;
    /// The first that is not empty.
    Coalesce "coalesce" 2 2;
    /// The caller's day.
    Today "today" 0 0;
    /// The caller's day too: nothing here knows the clock.
    Now "now" 0 0;
    /// Without the fraction.
    Int "int" 1 1;
    /// As a number.
    Number "number" 1 1;
    /// Rounded, to so many places.
    Round "round" 1 2;
    /// As text.
    Text "string" 1 1;
    /// As truth.
    Boolean "boolean" 1 1;
    /// Part of a text, from and up to (without) a place, from 0.
    Substr "substr" 2 3;
    /// Whether a text holds another.
    Contains "contains" 2 2;
    /// Whether it starts so.
    StartsWith "starts-with" 2 2;
    /// Whether it ends so.
    EndsWith "ends-with" 2 2;
    /// As a day.
    Date "date" 1 1;
    /// Days since 1970-01-01.
    DecimalDateTime "decimal-date-time" 1 1;
    /// How many nodes.
    Count "count" 1 1;
    /// Their sum; blank answers count nothing.
    Sum "sum" 1 1;
    /// The smallest of those that are not blank.
    Min "min" 1 99;
    /// The largest of those that are not blank.
    Max "max" 1 99;
    /// Which of the repeats this is, from 1.
    Position "position" 1 1;
    /// The field's own answer when it has one, else the argument.
    Once "once" 1 1;
    /// Truth.
    True "true" 0 0;
    /// Its opposite.
    False "false" 0 0;
    /// The opposite of the argument.
    Not "not" 1 1;
    /// Power.
    Pow "pow" 2 2;
    /// The label of a choice.
    ChoiceName "jr:choice-name" 2 2;
}

impl Function {
    /// Calls the function. The parser has counted the arguments, so a missing one reads as empty.
    pub(crate) fn call(self, arguments: &[Expression], scope: &Scope<'_>) -> Value {
        let nth = |n: usize| arguments.get(n).map_or(Value::empty(), |argument| evaluate(argument, scope));
        let text = |n: usize| nth(n).text();
        let number = |n: usize| nth(n).number();
        match self {
            Self::If => nth(if nth(0).truth() { 1 } else { 2 }),
            Self::Not => Value::Truth(!nth(0).truth()),
            Self::True => Value::Truth(true),
            Self::False => Value::Truth(false),
            Self::Boolean => Value::Truth(nth(0).truth()),
            Self::Today | Self::Now => Value::Day(scope.today),
            Self::Int => Value::Number(number(0).trunc()),
            Self::Number => Value::Number(number(0)),
            Self::Round => Value::Number(round(number(0), if arguments.len() > 1 { number(1) } else { 0.0 })),
            Self::Pow => Value::Number(number(0).powf(number(1))),
            Self::Sum => Value::Number(nth(0).each().iter().map(Value::number).filter(|n| !n.is_nan()).sum()),
            Self::Count => Value::Number(count(nth(0).each().len())),
            Self::Min | Self::Max => extreme(self, arguments, scope),
            Self::Position => Value::Number(f64::from(scope.position)),
            Self::Date => nth(0).day().map_or(Value::empty(), Value::Day),
            Self::DecimalDateTime => {
                nth(0).day().map_or(Value::Number(f64::NAN), |day: Date| Value::Number(days_since_1970(day)))
            }
            Self::Once if !scope.own.text().is_empty() => scope.own.clone(),
            Self::Once => nth(0),
            Self::Coalesce => nth(usize::from(text(0).is_empty())),
            _ => self.of_texts(arguments, scope),
        }
    }

    fn of_texts(self, arguments: &[Expression], scope: &Scope<'_>) -> Value {
        let nth = |n: usize| arguments.get(n).map_or(Value::empty(), |argument| evaluate(argument, scope));
        let text = |n: usize| nth(n).text();
        match self {
            Self::Text => Value::Text(text(0)),
            Self::StringLength if arguments.is_empty() => Value::Number(count(scope.own.text().chars().count())),
            Self::StringLength => Value::Number(count(text(0).chars().count())),
            Self::Concat => Value::Text(
                arguments
                    .iter()
                    .flat_map(|argument| evaluate(argument, scope).each())
                    .map(|value| value.text())
                    .collect(),
            ),
            Self::Substr => Value::Text(substr(&text(0), &nth(1), (arguments.len() > 2).then(|| nth(2)).as_ref())),
            Self::Contains => Value::Truth(text(0).contains(&text(1))),
            Self::StartsWith => Value::Truth(text(0).starts_with(&text(1))),
            Self::EndsWith => Value::Truth(text(0).ends_with(&text(1))),
            Self::Selected => {
                let wanted = text(1);
                Value::Truth(text(0).split_whitespace().any(|word| word == wanted.trim()))
            }
            Self::SelectedAt => {
                let place = nth(1).place().unwrap_or(usize::MAX);
                Value::Text(text(0).split_whitespace().nth(place).unwrap_or_default().to_owned())
            }
            Self::CountSelected => Value::Number(count(text(0).split_whitespace().count())),
            Self::ChoiceName => {
                let of = text(1);
                let field = of.trim().trim_start_matches("${").trim_end_matches('}').to_owned();
                Value::Text((scope.label)(&field, &text(0)))
            }
            _ => Value::empty(),
        }
    }
}

fn extreme(function: Function, arguments: &[Expression], scope: &Scope<'_>) -> Value {
    let numbers = arguments.iter().flat_map(|argument| evaluate(argument, scope).each());
    let known = numbers.map(|value| value.number()).filter(|number| !number.is_nan());
    let found = if function == Function::Min { known.reduce(f64::min) } else { known.reduce(f64::max) };
    Value::Number(found.unwrap_or(f64::NAN))
}

fn count(number: usize) -> f64 {
    u32::try_from(number).map_or(f64::NAN, f64::from)
}

/// Half goes up, as `XPath` 1.0 says of `round()`.
fn round(number: f64, places: f64) -> f64 {
    let scale = 10_f64.powf(places.clamp(-15.0, 15.0).trunc());
    (number * scale + 0.5).floor() / scale
}

fn substr(text: &str, from: &Value, to: Option<&Value>) -> String {
    let length = text.chars().count();
    // A negative place counts from the end.
    let place = |value: &Value| match whole(value.number()) {
        Some(n) if n < 0 => length.saturating_sub(usize::try_from(n.unsigned_abs()).unwrap_or(usize::MAX)),
        Some(n) => usize::try_from(n).unwrap_or(usize::MAX),
        None => length,
    };
    let from = place(from);
    let to = to.map_or(length, place);
    text.chars().skip(from).take(to.saturating_sub(from)).collect()
}

impl Value {
    /// As a day: a day, a text `yyyy-mm-dd` (a time after `T` is read past) or days since 1970-01-01.
    pub(crate) fn day(&self) -> Option<Date> {
        match self {
            Self::Day(day) => Some(*day),
            Self::Number(number) => day_after_1970(*number),
            Self::Text(text) => text.split('T').next().and_then(|day| day.parse().ok()),
            Self::Truth(_) => None,
            Self::Many(values) => values.first().and_then(Self::day),
        }
    }

    fn place(&self) -> Option<usize> {
        whole(self.number()).and_then(|number| usize::try_from(number).ok())
    }
}
