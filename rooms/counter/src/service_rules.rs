//! What a service must be, whoever publishes it: pure rules over one service and its form.

use crate::service::{AmountRule, Service};
use base::{Both, Lang, Paisa, Refusal};
use forms::{Form, MissingWords, SheetFault};

/// Characters of a name or a provider, at most.
const NAME_CHARS_MAX: usize = 120;
/// Papers of one list, at most.
const PAPERS_MAX: usize = 20;
/// Characters of one paper, in each language, at most.
const PAPER_CHARS_MAX: usize = 200;
/// Other words for one service, at most.
const SYNONYMS_MAX: usize = 60;
/// Characters of one of them, at most.
const SYNONYM_CHARS_MAX: usize = 80;
/// Working days until a service is ready, at most.
const SLA_DAYS_MAX: u32 = 400;
/// The greatest amount that may be entered, in poisha: Tk 1 crore.
const AMOUNT_POISHA_MAX: i64 = 1_000_000_000;
/// Characters of a key of the words, of an agency, of a course, at most.
const KEY_CHARS_MAX: usize = 40;

/// Why a service cannot be published so.
#[derive(Debug)]
pub enum NotPublished {
    /// The code is not a letter and three digits.
    Code,
    /// A name is missing.
    Name,
    /// Who gives it is missing.
    Provider,
    /// The agency cannot be part of an account.
    Agency,
    /// The group.
    Group,
    /// The unit.
    Unit,
    /// The days until it is ready.
    Days,
    /// A paper without Bangla, or too many or too long ones: the list is `documents` or `prerequisites`.
    Papers(&'static str),
    /// Too many synonyms, or too long ones.
    Synonyms,
    /// The rule of its amount.
    Amount,
    /// The course.
    Course,
    /// The form: sheet, row and column are named.
    Form(Vec<SheetFault>),
    /// The form lacks words in one language.
    FormWords(Vec<MissingWords>),
}

impl NotPublished {
    /// What is wrong with the form, in this language; nothing when something else is.
    #[must_use]
    pub fn of_form(&self, lang: Lang) -> Option<String> {
        let told: Vec<String> = match self {
            NotPublished::Form(faults) => faults.iter().map(|fault| fault.told(lang)).collect(),
            NotPublished::FormWords(missing) => missing.iter().map(|missing| missing.told(lang)).collect(),
            _ => return None,
        };
        Some(told.join("; "))
    }
}

impl Refusal for NotPublished {
    fn code(&self) -> &'static str {
        match self {
            NotPublished::Code => "counter.publish.code",
            NotPublished::Name => "counter.publish.name",
            NotPublished::Provider => "counter.publish.provider",
            NotPublished::Agency => "counter.publish.agency",
            NotPublished::Group => "counter.publish.group",
            NotPublished::Unit => "counter.publish.unit",
            NotPublished::Days => "counter.publish.days",
            NotPublished::Papers(_) => "counter.publish.papers",
            NotPublished::Synonyms => "counter.publish.synonyms",
            NotPublished::Amount => "counter.publish.amount",
            NotPublished::Course => "counter.publish.course",
            NotPublished::Form(_) | NotPublished::FormWords(_) => "counter.publish.form",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotPublished::Days => vec![("max", SLA_DAYS_MAX.to_string())],
            NotPublished::Papers(_) => vec![("max", PAPERS_MAX.to_string())],
            NotPublished::Synonyms => vec![("max", SYNONYMS_MAX.to_string())],
            _ => self.of_form(Lang::En).map(|what| ("what", what)).into_iter().collect(),
        }
    }

    fn field(&self) -> Option<String> {
        let field = match self {
            NotPublished::Code => "code",
            NotPublished::Name => "name_bn",
            NotPublished::Provider => "provider_bn",
            NotPublished::Agency => "agency",
            NotPublished::Group => "group",
            NotPublished::Unit => "unit",
            NotPublished::Days => "sla_days",
            NotPublished::Papers(list) => list,
            NotPublished::Synonyms => "synonyms",
            NotPublished::Amount => "amount",
            NotPublished::Course => "course",
            NotPublished::Form(_) | NotPublished::FormWords(_) => "form",
        };
        Some(field.to_owned())
    }
}

/// The codes of [`NotPublished`].
pub(crate) const CODES: &[&str] = &[
    "counter.publish.code",
    "counter.publish.name",
    "counter.publish.provider",
    "counter.publish.agency",
    "counter.publish.group",
    "counter.publish.unit",
    "counter.publish.days",
    "counter.publish.papers",
    "counter.publish.synonyms",
    "counter.publish.amount",
    "counter.publish.course",
    "counter.publish.form",
];

/// A capital letter and three digits.
fn is_code(text: &str) -> bool {
    let mut letters = text.chars();
    text.len() == 4 && letters.next().is_some_and(|c| c.is_ascii_uppercase()) && letters.all(|c| c.is_ascii_digit())
}

/// Small Latin letters, digits and low lines.
fn is_key(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    (1..=KEY_CHARS_MAX).contains(&text.len()) && text.chars().all(plain)
}

fn within(text: &str, max: usize) -> bool {
    (1..=max).contains(&text.trim().chars().count())
}

fn are_papers(papers: &[Both]) -> bool {
    let fits = |text: &str| within(text, PAPER_CHARS_MAX);
    papers.len() <= PAPERS_MAX && papers.iter().all(|paper| fits(&paper.bn) && fits(&paper.en))
}

fn is_amount_rule(rule: &AmountRule) -> bool {
    is_key(&rule.provider)
        && rule.min > Paisa::ZERO
        && rule.min <= rule.max
        && rule.max <= Paisa::new(AMOUNT_POISHA_MAX)
        && ledger::Account::new(&format!("P:wallet:{}", rule.provider)).is_some()
}

/// Holds a service and its form against the rules.
///
/// # Errors
/// The first rule that says no; of a form all that is wrong with it.
pub(crate) fn judged(service: &Service, form: &str) -> Result<(), NotPublished> {
    if !is_code(&service.code) {
        return Err(NotPublished::Code);
    }
    let [name, provider] = [&service.name, &service.provider]
        .map(|both| within(&both.bn, NAME_CHARS_MAX) && within(&both.en, NAME_CHARS_MAX));
    let synonyms = service.synonyms.len() <= SYNONYMS_MAX
        && service.synonyms.iter().all(|synonym| within(synonym, SYNONYM_CHARS_MAX));
    let agency = ledger::Account::new(&format!("P:fee:{}", service.agency)).is_some();
    let rules = [
        (name, NotPublished::Name),
        (provider, NotPublished::Provider),
        (agency, NotPublished::Agency),
        (is_key(&service.group), NotPublished::Group),
        (is_key(&service.unit), NotPublished::Unit),
        (service.sla_days <= SLA_DAYS_MAX, NotPublished::Days),
        (are_papers(&service.documents), NotPublished::Papers("documents")),
        (are_papers(&service.prerequisites), NotPublished::Papers("prerequisites")),
        (synonyms, NotPublished::Synonyms),
        (service.amount.as_ref().is_none_or(is_amount_rule), NotPublished::Amount),
        (service.course.as_deref().is_none_or(is_key), NotPublished::Course),
    ];
    if let Some((_, broken)) = rules.into_iter().find(|(holds, _)| !holds) {
        return Err(broken);
    }
    if form.is_empty() { Ok(()) } else { form_is_one(form) }
}

/// A form that can be read and speaks both languages.
fn form_is_one(form: &str) -> Result<(), NotPublished> {
    let form = Form::from_markdown(form).map_err(NotPublished::Form)?;
    let missing = form.missing_words();
    if missing.is_empty() { Ok(()) } else { Err(NotPublished::FormWords(missing)) }
}
