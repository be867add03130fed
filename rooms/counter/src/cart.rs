//! The cart: what the customer at the counter wants, before the money.
//!
//! A draft that the server keeps at every change, so that a power cut loses nothing (screens.md 3.2). It holds names and
//! answers, so it lies concealed and is of no use to anybody after the sale. The fees stand in it as they were shown:
//! if they are no longer so when the money is taken, the sale is refused and the new fees are shown.

use crate::deeds::customer::NAME_CHARS_MAX;
use crate::deeds::take::{CustomerGiven, LINES_MAX, LineGiven, NotTaken, QUANTITY_MAX};
use crate::store::{CART_OF, KEEP_CART};
use base::Paisa;
use base::mobile::Mobile;
use journal::{Fault, Tx};
use network::person::Sex;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A cart in progress.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Cart {
    /// The key of its payment: new for every cart, so that a payment pressed twice is one receipt. Empty before the
    /// first change.
    pub form_id: String,
    /// The number of the last line that was added.
    pub last_line: i64,
    /// Who pays, when they said so.
    pub customer: Option<CustomerGiven>,
    /// What they want.
    pub lines: Vec<CartLine>,
    /// The cart before this one.
    pub paid: Option<PaidCart>,
}

/// One service in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartLine {
    /// Its number in this cart; it stays when other lines go.
    pub line: i64,
    /// The service's code.
    pub service: String,
    /// How many units.
    pub quantity: i64,
    /// The official fee of a unit, as it was shown.
    pub official: Paisa,
    /// The service charge of a unit, as it was shown.
    pub charge: Paisa,
    /// True when a form is to be filled.
    pub has_form: bool,
    /// What was filled in so far.
    pub answers: BTreeMap<String, String>,
    /// True when all of it holds.
    pub answered: bool,
    /// The draft that was taken up with this line.
    #[serde(default)]
    pub draft: Option<String>,
}

/// A cart that was paid: until the next one is paid, its payment pressed again leads to its receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaidCart {
    /// The key of its payment.
    pub form_id: String,
    /// The number of its receipt.
    pub number: String,
}

/// A fee of one unit, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct FeeShown {
    /// The official fee.
    pub official: Paisa,
    /// The service charge.
    pub charge: Paisa,
}

/// One change of a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum CartChange {
    /// A service more. One without a form is counted onto the line that is there: the second tap makes two photocopies.
    Add {
        /// The service's code.
        service: String,
        /// How many units.
        quantity: i64,
        /// Its fee.
        fee: FeeShown,
        /// True when a form is to be filled.
        has_form: bool,
    },
    /// So many of a line; 0 takes it out.
    Quantity {
        /// The line.
        line: i64,
        /// How many units.
        quantity: i64,
    },
    /// Who pays; nobody when neither name nor number is given. What was said before of sex and home stays, unless it
    /// says otherwise.
    Customer(CustomerGiven),
    /// What is counted of who pays, and where they live, which decides some fees: those of the services in the cart come
    /// with it.
    Applicant {
        /// The sex, for the count of women served.
        sex: Option<Sex>,
        /// True when they live outside the area.
        outside: bool,
        /// The fees as they now are.
        fees: BTreeMap<String, FeeShown>,
    },
    /// What was filled in of a line's form.
    Answers {
        /// The line.
        line: i64,
        /// The answers by field.
        answers: BTreeMap<String, String>,
        /// True when all of it holds.
        answered: bool,
    },
    /// The fees of the services as they are now shown.
    Fees(BTreeMap<String, FeeShown>),
}

impl CartChange {
    /// True when the sum may be another afterwards than the one that a page shows. New fees are shown in the answer that
    /// refuses the old ones, so they are no other cart.
    #[must_use]
    pub fn changes_the_sum(&self) -> bool {
        matches!(self, CartChange::Add { .. } | CartChange::Quantity { .. } | CartChange::Applicant { .. })
    }
}

impl CartLine {
    /// The fee of one unit.
    #[must_use]
    pub fn each(&self) -> Paisa {
        self.official.checked_add(self.charge).unwrap_or_default()
    }

    /// So much for the whole quantity.
    #[must_use]
    pub fn times(&self, paisa: Paisa) -> Paisa {
        paisa.checked_mul(self.quantity).unwrap_or_default()
    }

    /// True when nothing is left to be filled in.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.answered || !self.has_form
    }
}

impl Cart {
    /// What is to be paid.
    #[must_use]
    pub fn total(&self) -> Paisa {
        Paisa::sum(self.lines.iter().map(|line| line.times(line.each()))).unwrap_or_default()
    }

    /// True when who pays lives outside the area.
    #[must_use]
    pub fn is_outside(&self) -> bool {
        self.customer.as_ref().is_some_and(|customer| customer.outside)
    }

    /// The line of this number.
    #[must_use]
    pub fn line(&self, line: i64) -> Option<&CartLine> {
        self.lines.iter().find(|one| one.line == line)
    }

    /// The lines as the deed of the sale takes them.
    #[must_use]
    pub fn given(&self) -> Vec<LineGiven> {
        let given = self.lines.iter().map(|line| LineGiven {
            service: line.service.clone(),
            quantity: line.quantity,
            answers: line.has_form.then(|| line.answers.clone()),
            fee_shown: Some(line.each()),
            draft: line.draft.clone(),
        });
        given.collect()
    }

    /// Changes it; answers the number of the line that was changed, 0 when it was none. A line that went meanwhile (in
    /// another window) stays gone.
    ///
    /// # Errors
    /// Too many lines, a quantity out of bounds, a mobile number that is none, a name too long.
    pub fn change(&mut self, change: &CartChange) -> Result<i64, NotTaken> {
        match change {
            CartChange::Add { service, quantity, fee, has_form } => self.add(service, *quantity, *fee, *has_form),
            CartChange::Quantity { line, quantity: 0 } => {
                self.lines.retain(|one| one.line != *line);
                Ok(0)
            }
            CartChange::Quantity { line, quantity } => {
                let Some(place) = self.lines.iter().position(|one| one.line == *line) else { return Ok(0) };
                self.set_quantity(place, *quantity)
            }
            CartChange::Customer(given) => {
                let before = self.customer.clone().unwrap_or_default();
                let (sex, outside) = (given.sex.or(before.sex), given.outside || before.outside);
                self.customer = customer(&CustomerGiven { sex, outside, ..given.clone() })?;
                Ok(0)
            }
            CartChange::Applicant { sex, outside, fees } => {
                let before = self.customer.clone().unwrap_or_default();
                let now = CustomerGiven { sex: *sex, outside: *outside, ..before };
                self.customer = (now != CustomerGiven::default()).then_some(now);
                self.show_fees(fees);
                Ok(0)
            }
            CartChange::Answers { line, answers, answered } => {
                let Some(one) = self.lines.iter_mut().find(|one| one.line == *line) else { return Ok(0) };
                one.answers.clone_from(answers);
                one.answered = *answered;
                Ok(*line)
            }
            CartChange::Fees(fees) => {
                self.show_fees(fees);
                Ok(0)
            }
        }
    }

    fn add(&mut self, service: &str, quantity: i64, fee: FeeShown, has_form: bool) -> Result<i64, NotTaken> {
        let same = self.lines.iter().position(|one| one.service == service && !has_form && !one.has_form);
        if let Some(place) = same {
            let before = self.lines.get(place).map_or(0, |one| one.quantity);
            return self.set_quantity(place, before.saturating_add(quantity));
        }
        if self.lines.len() >= LINES_MAX {
            return Err(NotTaken::Lines);
        }
        if !fits(quantity) {
            return Err(NotTaken::Quantity(self.lines.len()));
        }
        self.last_line = self.last_line.saturating_add(1);
        self.lines.push(CartLine {
            line: self.last_line,
            service: service.to_owned(),
            quantity,
            official: fee.official,
            charge: fee.charge,
            has_form,
            answers: BTreeMap::new(),
            answered: false,
            draft: None,
        });
        Ok(self.last_line)
    }

    fn show_fees(&mut self, fees: &BTreeMap<String, FeeShown>) {
        for one in &mut self.lines {
            if let Some(fee) = fees.get(&one.service) {
                (one.official, one.charge) = (fee.official, fee.charge);
            }
        }
    }

    fn set_quantity(&mut self, place: usize, quantity: i64) -> Result<i64, NotTaken> {
        match self.lines.get_mut(place) {
            Some(one) if fits(quantity) => {
                one.quantity = quantity;
                Ok(one.line)
            }
            _ => Err(NotTaken::Quantity(place)),
        }
    }

    /// The cart after this one was paid: empty, with a key of its own.
    #[must_use]
    pub fn after(self, number: &str, form_id: String) -> Cart {
        Cart { paid: Some(PaidCart { form_id: self.form_id, number: number.to_owned() }), form_id, ..Cart::default() }
    }

    /// The receipt that this payment made, if it is the one before.
    #[must_use]
    pub fn receipt_of(&self, form_id: &str) -> Option<&str> {
        self.paid.as_ref().filter(|paid| paid.form_id == form_id).map(|paid| paid.number.as_str())
    }
}

/// True for so many of one service as a receipt takes.
fn fits(quantity: i64) -> bool {
    (1..=QUANTITY_MAX).contains(&quantity)
}

/// A customer as they may be: a number that is one, a name that is not too long, or nobody.
fn customer(given: &CustomerGiven) -> Result<Option<CustomerGiven>, NotTaken> {
    let name = base::text::clean(given.name.as_deref().unwrap_or_default());
    let mobile = given.mobile.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let mobile = mobile.map(Mobile::parse).transpose().map_err(NotTaken::Mobile)?.map(|mobile| mobile.local());
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(NotTaken::Name);
    }
    let name = Some(name).filter(|name| !name.is_empty());
    let texts = given.texts && mobile.is_some();
    let customer = CustomerGiven { mobile, name, sex: given.sex, outside: given.outside, texts };
    Ok((customer != CustomerGiven::default()).then_some(customer))
}

/// Where a cart belongs: bound into its concealment, so that it opens nowhere else.
fn place_of(book: &str, person: &str) -> String {
    format!("cart/{book}/{person}")
}

/// The cart of a person at a counter. A draft of another shape (of an older program) is let go.
///
/// # Errors
/// What the database says; [`Fault::Unsound`] when it does not open.
pub(crate) async fn kept(tx: &mut Tx<'_, '_>, book: &str, person: &str) -> Result<Cart, Fault> {
    let Some(row) = tx.optional(&CART_OF, &[book.into(), person.into()]).await? else {
        return Ok(Cart::default());
    };
    opened(tx, book, person, &row.get::<Vec<u8>>("cart")?)
}

/// A concealed cart as it was kept.
pub(crate) fn opened(tx: &Tx<'_, '_>, book: &str, person: &str, concealed: &[u8]) -> Result<Cart, Fault> {
    let plain = tx.keys().reveal(&place_of(book, person), concealed)?;
    Ok(serde_json::from_slice(&plain).unwrap_or_else(|error| {
        tracing::warn!(%error, "a cart of another shape was let go");
        Cart::default()
    }))
}

/// Keeps the cart of a person at a counter.
///
/// # Errors
/// What the database says.
pub(crate) async fn keep(tx: &mut Tx<'_, '_>, book: &str, person: &str, cart: &Cart) -> Result<(), Fault> {
    let plain = serde_json::to_vec(cart).map_err(|error| Fault::Unsound(format!("a cart: {error}")))?;
    let concealed = tx.keys().conceal(&place_of(book, person), &plain)?;
    let now = tx.now();
    tx.execute(&KEEP_CART, &[book.into(), person.into(), concealed.into(), now.into()]).await?;
    Ok(())
}
