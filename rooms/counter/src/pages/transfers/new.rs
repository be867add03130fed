//! A transfer is asked for: first the form and the amount, then everything once more to be read aloud, because money
//! moves.

use super::{href_of, provider_words};
use crate::cart::CartChange;
use crate::catalogue::Shown;
use crate::deeds::request_transfer::{NotRequested, RequestTransfer};
use crate::deeds::take::{CustomerGiven, NotTaken, TILL};
use crate::pages::cart::change;
use crate::pages::find::{Hit, cart_of, hit};
use crate::pages::form::{form_of, told_above};
use crate::pages::{Faults, catalogue, seat, today, told};
use crate::service::{AmountRule, Offer};
use crate::transfer::limit::LimitKind;
use crate::transfer::quote::{self, Asker, Quote, left_of, pays_in};
use askama::Template;
use axum::extract::{Path, State};
use base::{Paisa, Refusal};
use forms::{Answers, Checked, FieldFault, Form, INPUT_PREFIX, Show};
use journal::{Envelope, Stop};
use network::person::Sex;
use std::collections::BTreeMap;
use std::sync::Arc;
use web::{Answer, Frame, House, RawForm, SeatHeld, Trouble, Visitor};

/// Fields of forms that hold the number to which an amount goes, the likeliest first: it is read aloud.
const NUMBERS: [&str; 8] =
    ["wallet_no", "to_account", "account_no", "reference_no", "beneficiary_id", "policy_no", "reference", "mobile"];

#[derive(Template)]
#[template(path = "transfer_new.html")]
pub(super) struct NewPage {
    pub frame: Frame,
    pub code: String,
    pub service: String,
    pub provider: String,
    /// The customer pays in; else is paid out.
    pub pays_in: bool,
    pub form_html: String,
    /// As it was typed.
    pub amount: String,
    pub min: Paisa,
    pub max: Paisa,
    pub fee: Hit,
    pub documents: Vec<String>,
    /// What is left of each limit: (in words, amount).
    pub left: Vec<(String, Paisa)>,
    pub customer: String,
    pub connected: bool,
    pub faults: Faults,
}

#[derive(Template)]
#[template(path = "transfer_confirm.html")]
pub(super) struct ConfirmPage {
    pub frame: Frame,
    pub code: String,
    pub service: String,
    pub provider: String,
    pub form_id: String,
    pub pays_in: bool,
    /// The sentence that is read aloud.
    pub aloud: String,
    pub amount: Paisa,
    /// As the next form carries it.
    pub amount_plain: String,
    pub amount_words: String,
    pub official: Paisa,
    pub charge: Paisa,
    /// What the customer pays, or is paid.
    pub total: Paisa,
    pub fees_poisha: i64,
    /// (label, answer) in the reader's words.
    pub answers: Vec<(String, String)>,
    /// (name, value) of what was filled in, carried on.
    pub hidden: Vec<(String, String)>,
    pub left: Vec<(String, Paisa)>,
    pub customer: String,
}

/// The words of what is left of limits.
fn left_words(frame: &Frame, left: Vec<(LimitKind, Paisa)>) -> Vec<(String, Paisa)> {
    let key = |kind| match kind {
        LimitKind::Each => "limit-each-left",
        LimitKind::Centre => "limit-centre-left",
        LimitKind::Person => "limit-person-left",
    };
    left.into_iter().map(|(kind, left)| (frame.say(key(kind)), left)).collect()
}

/// What is asked for, as far as it is known.
struct Asking {
    seat: SeatHeld,
    by: Asker,
    shown: Arc<Shown>,
    code: String,
    customer: Option<CustomerGiven>,
    form: Option<Arc<Form>>,
}

impl Asking {
    async fn of(house: &House, visitor: &Visitor, code: &str) -> Result<Asking, Trouble> {
        let seat = seat(visitor, "sale.create")?.clone();
        let shown = catalogue(house).await?;
        let customer = cart_of(house, visitor, &seat).await?.customer;
        let form = form_of(house, code).await?;
        let by = Asker { book: seat.book.clone(), path: seat.path.clone(), person: visitor.person.clone() };
        let asking = Asking { seat, by, shown, code: code.to_owned(), customer, form };
        asking.rule()?;
        Ok(asking)
    }

    fn offer(&self) -> Result<&Offer, Trouble> {
        self.shown.offer(&self.code).ok_or(Trouble::NotFound)
    }

    /// The rules of its amount; a service without one has no such page.
    fn rule(&self) -> Result<&AmountRule, Trouble> {
        self.offer()?.service.amount.as_ref().ok_or(Trouble::NotFound)
    }

    fn outside(&self) -> bool {
        self.customer.as_ref().is_some_and(|customer| customer.outside)
    }

    /// Who is served, as the counter knows them.
    fn customer(&self) -> String {
        self.customer.as_ref().and_then(|customer| customer.name.clone()).unwrap_or_default()
    }

    /// What was filled in, held against the form; a service without a form has no answers.
    fn checked(&self, answers: &Answers, house: &House) -> Result<Option<Checked>, Vec<FieldFault>> {
        self.form.as_ref().map(|form| form.check(answers, today(house))).transpose()
    }
}

/// The first step with what was filled in so far.
async fn first_page(
    house: &House,
    frame: Frame,
    asking: &Asking,
    (answers, amount): (&Answers, &str),
    faults: &[FieldFault],
) -> Result<NewPage, Trouble> {
    let (offer, rule, lang, day) = (asking.offer()?, asking.rule()?, frame.lang, today(house));
    let fee = hit(offer, &asking.seat.path, day, 1, (lang, asking.outside())).ok_or(Trouble::NotFound)?;
    let limits = quote::limits_of(house, rule, &asking.code, &asking.by).await?;
    let form = asking.form.as_ref();
    Ok(NewPage {
        code: asking.code.clone(),
        service: fee.name.clone(),
        provider: provider_words(&frame, &rule.provider),
        pays_in: pays_in(rule),
        form_html: form.map(|form| form.html(lang, answers, faults, &Show::at_counter(day))).unwrap_or_default(),
        amount: amount.to_owned(),
        min: rule.min,
        max: rule.max,
        documents: offer.service.documents.iter().map(|both| both.in_lang(lang).to_owned()).collect(),
        left: left_words(&frame, left_of(&limits)),
        customer: asking.customer(),
        connected: quote::connected(house, &rule.provider),
        faults: form.map(|form| faults.iter().map(|fault| told_above(form, fault, lang)).collect()).unwrap_or_default(),
        frame: frame.titled_as(fee.name.clone()),
        fee,
    })
}

/// `GET /counter/transfers/new/{code}`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    let asking = Asking::of(&house, &visitor, &code).await?;
    web::page(&first_page(&house, frame, &asking, (&Answers::new(), ""), &[]).await?)
}

/// The value of a field; empty when the form has none.
fn field<'f>(fields: &'f [(String, String)], name: &str) -> &'f str {
    fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

fn answers_of(fields: &[(String, String)]) -> Answers {
    Answers::from_fields(fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
}

/// The first step again, with a refusal beside its field.
async fn again(
    house: &House,
    frame: Frame,
    asking: &Asking,
    fields: &[(String, String)],
    refusal: &dyn Refusal,
) -> Answer {
    let mut page = first_page(house, frame, asking, (&answers_of(fields), field(fields, "amount")), &[]).await?;
    let beside = refusal.field().filter(|name| name == "amount").unwrap_or_default();
    page.faults.push((beside, told(&page.frame, refusal)));
    web::page_refused(&page, refusal)
}

/// `POST /counter/transfers/new/{code}`: what was filled in is held against every rule; then it is read aloud.
pub(super) async fn check(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    RawForm(fields): RawForm,
) -> Answer {
    let asking = Asking::of(&house, &visitor, &code).await?;
    let (answers, typed) = (answers_of(&fields), field(&fields, "amount").to_owned());
    if !field(&fields, "edit").is_empty() {
        return web::page(&first_page(&house, frame, &asking, (&answers, &typed), &[]).await?);
    }
    let amount = Paisa::parse(&typed);
    let checked = match asking.checked(&answers, &house) {
        Ok(checked) => checked,
        Err(faults) => {
            let mut page = first_page(&house, frame, &asking, (&answers, &typed), &faults).await?;
            if let Err(refusal) = &amount {
                page.faults.push(("amount".to_owned(), told(&page.frame, refusal)));
            }
            return match faults.first() {
                Some(first) => web::page_refused(&page, first),
                None => web::page(&page),
            };
        }
    };
    let amount = match amount {
        Ok(amount) => amount,
        Err(refusal) => {
            let mut page = first_page(&house, frame, &asking, (&answers, &typed), &[]).await?;
            page.faults.push(("amount".to_owned(), told(&page.frame, &refusal)));
            return web::page_refused(&page, &refusal);
        }
    };
    match quote::quote(&house, asking.offer()?, (amount, asking.outside()), &asking.by).await {
        Ok(quote) => web::page(&confirm_page(frame, &asking, &quote, checked.as_ref())?),
        Err(Stop::Refused(refusal)) => again(&house, frame, &asking, &fields, &refusal).await,
        Err(stop) => Err(stop.into()),
    }
}

/// The number to which the amount goes, as the customer knows it.
fn number_of(answers: &Answers) -> String {
    NUMBERS.into_iter().map(|name| answers.get(name)).find(|text| !text.is_empty()).unwrap_or("").to_owned()
}

/// The sentence that is read aloud before money moves.
fn aloud(frame: &Frame, quote: &Quote, amount: Paisa, number: &str) -> String {
    let digits = match frame.lang {
        base::Lang::Bn => base::number::to_bangla_digits(number),
        base::Lang::En => number.to_owned(),
    };
    let key = match (pays_in(&quote.rule), number.is_empty()) {
        (true, false) => "transfer-aloud-in",
        (true, true) => "transfer-aloud-in-plain",
        (false, false) => "transfer-aloud-out",
        (false, true) => "transfer-aloud-out-plain",
    };
    let paid = if pays_in(&quote.rule) { quote.to_pay() } else { quote.to_pay_out() };
    frame.say_with(key, &[("amount", frame.money(amount)), ("number", digits), ("paid", frame.money(paid))])
}

fn confirm_page(
    frame: Frame,
    asking: &Asking,
    quote: &Quote,
    checked: Option<&Checked>,
) -> Result<ConfirmPage, Trouble> {
    let lang = frame.lang;
    let amount = if quote.line.principal.is_negative() {
        quote.line.principal.checked_neg().unwrap_or_default()
    } else {
        quote.line.principal
    };
    let number = checked.map(|checked| number_of(checked.answers())).unwrap_or_default();
    let answers = match (&asking.form, checked) {
        (Some(form), Some(checked)) => form.summary(lang, checked),
        _ => Vec::new(),
    };
    let mut hidden = customer_fields(asking.customer.as_ref());
    for (key, text) in checked.iter().flat_map(|checked| checked.answers().iter()) {
        hidden.push((format!("{INPUT_PREFIX}{key}"), text.to_owned()));
    }
    Ok(ConfirmPage {
        code: asking.code.clone(),
        service: asking.offer()?.service.name.in_lang(lang).to_owned(),
        provider: provider_words(&frame, &quote.rule.provider),
        form_id: network::secrets::new_token()?,
        pays_in: pays_in(&quote.rule),
        aloud: aloud(&frame, quote, amount, &number),
        amount,
        amount_plain: amount.show_plain(base::Lang::En),
        amount_words: amount.words(lang),
        official: quote.line.official,
        charge: quote.line.charge(),
        total: if pays_in(&quote.rule) { quote.to_pay() } else { quote.to_pay_out() },
        fees_poisha: quote.fees().get(),
        answers,
        hidden,
        left: left_words(&frame, left_of(&quote.limits)),
        customer: asking.customer(),
        frame: frame.titled("transfer-confirm"),
    })
}

/// `POST /counter/transfers`: 303 to its state; pressed twice, to the same one.
pub(super) async fn request(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    RawForm(fields): RawForm,
) -> Answer {
    let code = field(&fields, "service");
    let asking = Asking::of(&house, &visitor, code).await?;
    let answers = answers_of(&fields);
    let amount = match Paisa::parse(field(&fields, "amount")) {
        Ok(amount) => amount,
        Err(refusal) => return again(&house, frame, &asking, &fields, &refusal).await,
    };
    let filled: BTreeMap<String, String> =
        answers.iter().map(|(key, text)| (key.to_owned(), text.to_owned())).collect();
    let deed = RequestTransfer {
        book: asking.seat.book.clone(),
        path: asking.seat.path.clone(),
        till: TILL.to_owned(),
        service: code.to_owned(),
        amount,
        answers: asking.form.is_some().then_some(filled),
        customer: customer_in(&fields),
        fee_shown: field(&fields, "fee_shown").parse().ok().map(Paisa::new),
        tendered: None,
    };
    let by = Envelope::new(&visitor.person, &format!("form:{}", field(&fields, "form_id")));
    match quote::ask_for(&house, by, Some(asking.rule()?), deed).await {
        Ok(requested) => {
            customer_served(&house, &visitor, &asking).await?;
            Ok(web::see_other(&href_of(&asking.seat.book, &requested.id)))
        }
        Err(Stop::Refused(refusal)) => again(&house, frame, &asking, &fields, &refusal).await,
        Err(stop) => Err(Stop::<NotRequested>::into(stop)),
    }
}

/// The customer as the confirmation carries them on: pressed twice, it is the same request, whoever comes next.
fn customer_fields(customer: Option<&CustomerGiven>) -> Vec<(String, String)> {
    let Some(customer) = customer else { return Vec::new() };
    let sex = customer.sex.map(|sex| sex.name().to_owned());
    let outside = customer.outside.then(|| "yes".to_owned());
    let texts = customer.texts.then(|| "yes".to_owned());
    let all = [
        ("customer_name", customer.name.clone()),
        ("customer_mobile", customer.mobile.clone()),
        ("customer_sex", sex),
        ("customer_outside", outside),
        ("customer_texts", texts),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
}

fn customer_in(fields: &[(String, String)]) -> Option<CustomerGiven> {
    let some = |name| Some(field(fields, name).to_owned()).filter(|text| !text.is_empty());
    let customer = CustomerGiven {
        mobile: some("customer_mobile"),
        name: some("customer_name"),
        sex: Sex::of_name(field(fields, "customer_sex")),
        outside: !field(fields, "customer_outside").is_empty(),
        texts: !field(fields, "customer_texts").is_empty(),
    };
    (customer != CustomerGiven::default()).then_some(customer)
}

/// The customer of an empty cart was here for the transfer: the next one is somebody else.
async fn customer_served(house: &House, visitor: &Visitor, asking: &Asking) -> Result<(), Stop<NotTaken>> {
    let cart = cart_of(house, visitor, &asking.seat).await?;
    if cart.lines.is_empty() && cart.customer.is_some() {
        for gone in [
            CartChange::Applicant { sex: None, outside: false, fees: BTreeMap::new() },
            CartChange::Customer(CustomerGiven::default()),
        ] {
            change(house, visitor, &asking.seat, gone).await?;
        }
    }
    Ok(())
}
