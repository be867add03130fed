//! The second step: everything once more, to be read aloud because money moves, and what the customer hands over. Then the
//! transfer is asked for.

use super::new::{Asking, again, answers_of, field, left_words};
use super::{href_of, provider_words};
use crate::cart::CartChange;
use crate::deeds::request_transfer::{NotRequested, RequestTransfer};
use crate::deeds::take::{CustomerGiven, NotTaken, TILL};
use crate::pages::cart::change;
use crate::pages::find::cart_of;
use crate::pages::{Faults, told};
use crate::transfer::quote::{self, Quote, left_of, pays_in};
use askama::Template;
use axum::extract::State;
use base::{Paisa, Refusal};
use forms::{Answers, Checked, INPUT_PREFIX};
use journal::{Envelope, Stop};
use network::person::Sex;
use std::collections::BTreeMap;
use web::{Answer, Frame, House, RawForm, Trouble, Visitor};

/// Fields of forms that hold the number to which an amount goes, the likeliest first: it is read aloud.
const NUMBERS: [&str; 8] =
    ["wallet_no", "to_account", "account_no", "reference_no", "beneficiary_id", "policy_no", "reference", "mobile"];

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
    /// What the customer handed over, as it was typed.
    pub tendered: String,
    pub faults: Faults,
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

/// What the page carries beside the quote.
struct Carried<'c> {
    form_id: String,
    customer: Option<&'c CustomerGiven>,
    tendered: String,
    faults: Faults,
}

/// The page as it is first shown.
pub(super) fn first(
    frame: Frame,
    asking: &Asking,
    quote: &Quote,
    checked: Option<&Checked>,
) -> Result<ConfirmPage, Trouble> {
    let form_id = network::secrets::new_token()?;
    let carried =
        Carried { form_id, customer: asking.customer.as_ref(), tendered: String::new(), faults: Faults::new() };
    lay_out(frame, asking, quote, checked, carried)
}

fn lay_out(
    frame: Frame,
    asking: &Asking,
    quote: &Quote,
    checked: Option<&Checked>,
    carried: Carried<'_>,
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
    let mut hidden = customer_fields(carried.customer);
    for (key, text) in checked.iter().flat_map(|checked| checked.answers().iter()) {
        hidden.push((format!("{INPUT_PREFIX}{key}"), text.to_owned()));
    }
    Ok(ConfirmPage {
        code: asking.code.clone(),
        service: asking.offer()?.service.name.in_lang(lang).to_owned(),
        provider: provider_words(&frame, &quote.rule.provider),
        form_id: carried.form_id,
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
        customer: carried.customer.and_then(|customer| customer.name.clone()).unwrap_or_default(),
        tendered: carried.tendered,
        faults: carried.faults,
        frame: frame.titled("transfer-confirm"),
    })
}

/// The second step again: what was handed over is no sum, or too little. Nothing was asked for.
async fn too_little(
    house: &House,
    frame: Frame,
    asking: &Asking,
    fields: &[(String, String)],
    refusal: &dyn Refusal,
) -> Answer {
    let customer = customer_in(fields);
    let outside = customer.as_ref().is_some_and(|customer| customer.outside);
    let amount = Paisa::parse(field(fields, "amount")).map_err(Trouble::refused)?;
    let checked = asking.checked(&answers_of(fields), house);
    let (Ok(quote), Ok(checked)) = (quote::quote(house, asking.offer()?, (amount, outside), &asking.by).await, checked)
    else {
        return again(house, frame, asking, fields, refusal).await; // what was read aloud no longer holds
    };
    let carried = Carried {
        form_id: field(fields, "form_id").to_owned(),
        customer: customer.as_ref(),
        tendered: field(fields, "tendered").to_owned(),
        faults: vec![("tendered".to_owned(), told(&frame, refusal))],
    };
    web::page_refused(&lay_out(frame, asking, &quote, checked.as_ref(), carried)?, refusal)
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
    let amount = match Paisa::parse(field(&fields, "amount")) {
        Ok(amount) => amount,
        Err(refusal) => return again(&house, frame, &asking, &fields, &refusal).await,
    };
    let tendered = match field(&fields, "tendered").trim() {
        "" => None,
        text => match Paisa::parse(text) {
            Ok(tendered) => Some(tendered),
            Err(refusal) => return too_little(&house, frame, &asking, &fields, &refusal).await,
        },
    };
    let answers = answers_of(&fields);
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
        tendered,
    };
    let by = Envelope::new(&visitor.person, &format!("form:{}", field(&fields, "form_id")));
    match quote::ask_for(&house, by, Some(asking.rule()?), deed).await {
        Ok(requested) => {
            customer_served(&house, &visitor, &asking).await?;
            Ok(web::see_other(&href_of(&asking.seat.book, &requested.id)))
        }
        Err(Stop::Refused(refusal @ NotRequested::Taken(NotTaken::TenderedShort { .. }))) => {
            too_little(&house, frame, &asking, &fields, &refusal).await
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
