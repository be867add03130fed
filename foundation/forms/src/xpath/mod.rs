//! The expressions of a form: the subset of `XPath` 1.0 that ODK forms use (`relevant`, `constraint`,
//! `calculation`, `choice_filter`). Parsed once when the form is read; evaluated without a clock, so the
//! same answers on the same day always give the same result.

mod eval;
mod functions;
mod parse;

use regex::Regex;
use serde_json::{Value as Json, json};

pub(crate) use eval::{Scope, Value, evaluate, whole};
pub use functions::Function;
pub(crate) use parse::is_name;
pub use parse::parse;

/// Longest expression, in characters.
pub const EXPRESSION_CHARS_MAX: usize = 2_000;
/// Deepest nesting of an expression, in levels of brackets, calls and signs.
pub const EXPRESSION_DEPTH_MAX: usize = 40;

/// What stands between two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `or`
    Or,
    /// `and`
    And,
    /// `=`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `div`
    Divide,
    /// `mod`
    Remainder,
}

impl Operator {
    /// The operator as it is written.
    #[must_use]
    pub fn written(self) -> &'static str {
        match self {
            Self::Or => "or",
            Self::And => "and",
            Self::Equal => "=",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "div",
            Self::Remainder => "mod",
        }
    }
}

/// A parsed expression.
#[derive(Debug, Clone)]
pub enum Expression {
    /// A number, as `XPath` has them: a double.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// `.`: the answer of the field the rule stands at.
    Own,
    /// `..`: the repeat around the field; only `position(..)` reads it.
    Around,
    /// `${name}`.
    Field(String),
    /// A bare name: a column of the choice, in a `choice_filter`.
    Column(String),
    /// `-x`.
    Negative(Box<Expression>),
    /// `a + b` and the like.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `name(a, b)`.
    Call(Function, Vec<Expression>),
    /// `regex(a, 'pattern')`: the pattern is written out in the form, so it is compiled once.
    Matches(Box<Expression>, Regex),
}

impl Expression {
    /// Visits this expression and everything inside it.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Expression)) {
        visit(self);
        match self {
            Self::Negative(inner) | Self::Matches(inner, _) => inner.walk(visit),
            Self::Binary(_, left, right) => {
                left.walk(visit);
                right.walk(visit);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.walk(visit)),
            Self::Number(_) | Self::Text(_) | Self::Own | Self::Around | Self::Field(_) | Self::Column(_) => {}
        }
    }

    /// The tree as small JSON for the page's script: a text is itself, a number is itself, `["."]`,
    /// `["column", name]`, `["call", function, …]`, `[operator, left, right]`, `["matches", of, pattern]`. What
    /// stands for a field the caller tells: `["field", input]`, or the tree of a calculation.
    #[must_use]
    pub fn to_json(&self, field: &dyn Fn(&str) -> Json) -> Json {
        match self {
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Own => json!(["."]),
            Self::Around => json!([".."]),
            Self::Field(name) => field(name),
            Self::Column(name) => json!(["column", name]),
            Self::Negative(inner) => json!(["-", 0, inner.to_json(field)]),
            Self::Binary(operator, left, right) => {
                json!([operator.written(), left.to_json(field), right.to_json(field)])
            }
            Self::Call(function, arguments) => {
                let mut call = vec![json!("call"), json!(function.written())];
                call.extend(arguments.iter().map(|argument| argument.to_json(field)));
                Json::Array(call)
            }
            Self::Matches(inner, pattern) => json!(["matches", inner.to_json(field), pattern.as_str()]),
        }
    }
}
