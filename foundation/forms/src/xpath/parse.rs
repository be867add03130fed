//! From text to tree: a lexer by the rules of `XPath` 1.0 section 3.7 (a name may hold `-` and `.`; `and`,
//! `or`, `div`, `mod` and `*` are operators only after an operand) and a parser by precedence.

use regex::RegexBuilder;

use super::{EXPRESSION_CHARS_MAX, EXPRESSION_DEPTH_MAX, Expression, Function, Operator};

/// Largest compiled pattern of `regex()`, in bytes.
const PATTERN_BYTES_MAX: usize = 256 * 1024;

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(f64),
    Text(String),
    Field(String),
    Name(String),
    Operator(Operator),
    Open,
    Close,
    Comma,
    Dot,
    DotDot,
}

/// Parses an expression.
///
/// # Errors
/// What is wrong with it, in English, for whoever writes the form.
pub fn parse(text: &str) -> Result<Expression, String> {
    if text.chars().count() > EXPRESSION_CHARS_MAX {
        return Err(format!("an expression has at most {EXPRESSION_CHARS_MAX} characters"));
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, depth: 0 };
    let expression = parser.binary(0)?;
    match parser.next() {
        None => Ok(expression),
        Some(token) => Err(format!("nothing may follow here, but {token:?} does")),
    }
}

/// First character of a name. XML would take letters of any script, but `JavaRosa`, which reads the same forms
/// on phones, takes only these.
fn starts_name(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_'
}

fn continues_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

/// Whether a text is a whole name.
pub(crate) fn is_name(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(starts_name) && chars.all(continues_name)
}

fn tokens(text: &str) -> Result<Vec<Token>, String> {
    let mut found: Vec<Token> = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '\'' | '"' => quoted(rest, first)?,
            '$' => field(rest)?,
            '.' if rest.starts_with("..") => (Token::DotDot, 2),
            '0'..='9' | '.' => number_or_dot(rest)?,
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            c if starts_name(c) => name(rest, after_operand(&found)),
            _ => symbol(rest)?,
        };
        found.push(token);
        rest = rest.get(length..).unwrap_or_default().trim_start();
    }
    Ok(found)
}

fn after_operand(found: &[Token]) -> bool {
    !matches!(found.last(), None | Some(Token::Operator(_) | Token::Open | Token::Comma))
}

fn quoted(rest: &str, quote: char) -> Result<(Token, usize), String> {
    let inside = rest.get(1..).unwrap_or_default();
    let end = inside.find(quote).ok_or("a text in quotes does not end")?;
    let text = inside.get(..end).unwrap_or_default().to_owned();
    Ok((Token::Text(text), end.saturating_add(2)))
}

fn field(rest: &str) -> Result<(Token, usize), String> {
    let wrong = "a reference is written ${name}";
    let inside = rest.strip_prefix("${").ok_or(wrong)?;
    let end = inside.find('}').ok_or(wrong)?;
    let name = inside.get(..end).unwrap_or_default();
    if is_name(name) { Ok((Token::Field(name.to_owned()), end.saturating_add(3))) } else { Err(wrong.to_owned()) }
}

fn number_or_dot(rest: &str) -> Result<(Token, usize), String> {
    let mut point = false;
    let digits = rest.find(|c: char| {
        let second = c == '.' && point;
        point |= c == '.';
        second || !(c == '.' || c.is_ascii_digit())
    });
    let written = rest.get(..digits.unwrap_or(rest.len())).unwrap_or_default();
    if written == "." {
        return Ok((Token::Dot, 1));
    }
    let number = written.parse().map_err(|_| format!("'{written}' is not a number"))?;
    Ok((Token::Number(number), written.len()))
}

fn name(rest: &str, after_operand: bool) -> (Token, usize) {
    let end = |from: &str| from.find(|c: char| !continues_name(c)).unwrap_or(from.len());
    let mut length = end(rest);
    let tail = rest.get(length..).unwrap_or_default();
    // One prefix, as in jr:choice-name.
    if let Some(local) = tail.strip_prefix(':').filter(|local| local.starts_with(starts_name)) {
        length = length.saturating_add(1).saturating_add(end(local));
    }
    let written = rest.get(..length).unwrap_or_default();
    let operator = match written {
        "or" => Operator::Or,
        "and" => Operator::And,
        "div" => Operator::Divide,
        "mod" => Operator::Remainder,
        _ => return (Token::Name(written.to_owned()), length),
    };
    if after_operand { (Token::Operator(operator), length) } else { (Token::Name(written.to_owned()), length) }
}

fn symbol(rest: &str) -> Result<(Token, usize), String> {
    const SYMBOLS: [(&str, Operator); 9] = [
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("=", Operator::Equal),
        ("<", Operator::Less),
        (">", Operator::Greater),
        ("+", Operator::Add),
        ("-", Operator::Subtract),
        ("*", Operator::Multiply),
    ];
    for (written, operator) in SYMBOLS {
        if rest.starts_with(written) {
            return Ok((Token::Operator(operator), written.len()));
        }
    }
    let strange = rest.chars().next().unwrap_or_default();
    Err(format!("'{strange}' has no meaning here; fields are written ${{name}}, paths are not read"))
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn next(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at = self.at.saturating_add(1);
        token
    }

    fn deeper(&mut self) -> Result<(), String> {
        self.depth = self.depth.saturating_add(1);
        if self.depth > EXPRESSION_DEPTH_MAX {
            return Err(format!("an expression nests at most {EXPRESSION_DEPTH_MAX} deep"));
        }
        Ok(())
    }

    /// Operators of at least this strength, all of them joining to the left (`XPath` 1.0, section 3.4).
    fn binary(&mut self, weakest: u8) -> Result<Expression, String> {
        self.deeper()?;
        let mut left = self.operand()?;
        let mut joined = 0_usize;
        while let Some(Token::Operator(operator)) = self.peek() {
            let operator = *operator;
            if strength(operator) < weakest {
                break;
            }
            // A long chain leans left and is as deep as it is long, so it counts against the depth.
            joined = joined.saturating_add(1);
            if joined > EXPRESSION_DEPTH_MAX {
                return Err(format!("at most {EXPRESSION_DEPTH_MAX} operators in a row; use brackets"));
            }
            self.next();
            let right = self.binary(strength(operator).saturating_add(1))?;
            left = Expression::Binary(operator, Box::new(left), Box::new(right));
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(left)
    }

    fn operand(&mut self) -> Result<Expression, String> {
        match self.next() {
            Some(Token::Number(number)) => Ok(Expression::Number(number)),
            Some(Token::Text(text)) => Ok(Expression::Text(text)),
            Some(Token::Field(name)) => Ok(Expression::Field(name)),
            Some(Token::Dot) => Ok(Expression::Own),
            Some(Token::Name(name)) if self.peek() == Some(&Token::Open) => self.call(&name),
            Some(Token::Name(name)) => Ok(Expression::Column(name)),
            Some(Token::Operator(Operator::Subtract)) => {
                self.deeper()?;
                let inner = self.operand()?;
                self.depth = self.depth.saturating_sub(1);
                Ok(Expression::Negative(Box::new(inner)))
            }
            Some(Token::Open) => {
                let inner = self.binary(0)?;
                self.close()?;
                Ok(inner)
            }
            Some(token) => Err(format!("a value is missing before {token:?}")),
            None => Err("the expression ends where a value is wanted".to_owned()),
        }
    }

    fn call(&mut self, name: &str) -> Result<Expression, String> {
        self.next();
        let mut arguments = Vec::new();
        if self.peek() == Some(&Token::Close) {
            self.next();
        } else if self.peek() == Some(&Token::DotDot) && name == "position" {
            self.next();
            self.close()?;
            arguments.push(Expression::Around);
        } else {
            loop {
                arguments.push(self.binary(0)?);
                match self.next() {
                    Some(Token::Comma) => {}
                    Some(Token::Close) => break,
                    _ => return Err(format!("the brackets of {name}() do not close")),
                }
            }
        }
        if name == "regex" {
            return matches(arguments);
        }
        let function = Function::named(name).ok_or_else(|| format!("there is no function {name}()"))?;
        let (least, most) = function.arguments();
        if arguments.len() < least || arguments.len() > most {
            return Err(format!("{name}() does not take {} arguments", arguments.len()));
        }
        Ok(Expression::Call(function, arguments))
    }

    fn close(&mut self) -> Result<(), String> {
        match self.next() {
            Some(Token::Close) => Ok(()),
            _ => Err("a bracket does not close".to_owned()),
        }
    }
}

fn strength(operator: Operator) -> u8 {
    match operator {
        Operator::Or => 1,
        Operator::And => 2,
        Operator::Equal | Operator::NotEqual => 3,
        Operator::Less | Operator::LessOrEqual | Operator::Greater | Operator::GreaterOrEqual => 4,
        Operator::Add | Operator::Subtract => 5,
        Operator::Multiply | Operator::Divide | Operator::Remainder => 6,
    }
}

/// `regex()` must match the whole answer, as in ODK Collect and Enketo; `\d` and `\w` are ASCII there.
fn matches(arguments: Vec<Expression>) -> Result<Expression, String> {
    let mut arguments = arguments.into_iter();
    let (Some(of), Some(Expression::Text(pattern)), None) = (arguments.next(), arguments.next(), arguments.next())
    else {
        return Err("regex() takes an answer and a pattern in quotes".to_owned());
    };
    let whole = format!("^(?:{})$", ascii_classes(&pattern));
    let pattern = RegexBuilder::new(&whole)
        .size_limit(PATTERN_BYTES_MAX)
        .build()
        .map_err(|fault| format!("the pattern of regex() does not read: {fault}"))?;
    Ok(Expression::Matches(Box::new(of), pattern))
}

fn ascii_classes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len());
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('d')) => out.push_str("[0-9]"),
            ('\\', Some('w')) => out.push_str("[0-9A-Za-z_]"),
            ('\\', Some(escaped)) => {
                out.push('\\');
                out.push(escaped);
            }
            _ => out.push(c),
        }
    }
    out
}
