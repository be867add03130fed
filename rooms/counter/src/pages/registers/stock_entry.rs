//! What is entered into the stock register: four small forms, one open at a time, and the way to take an entry back.

use super::stock::{LINES_SHOWN, PATH, item_word, page_of, read, unit_word};
use super::{Asked, Open, SEE};
use crate::deeds::stock::NotStocked;
use crate::deeds::stock::count::CountStock;
use crate::deeds::stock::receive::ReceiveStock;
use crate::deeds::stock::set_low::SetStockLimit;
use crate::deeds::stock::take_back::TakeBackStock;
use crate::deeds::stock::use_up::UseStock;
use crate::pages::{seat, told};
use crate::stock::{CountReason, ITEMS, Item, PaidFrom};
use axum::extract::State;
use base::{Paisa, Refusal};
use journal::{Deed, Envelope, Stop};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, KitRefusal, Trouble, Visitor};

/// The forms, the commonest first.
const FORMS: [&str; 4] = ["used", "received", "counted", "low"];

/// The open form.
pub(super) struct StockForm {
    pub form_id: String,
    /// Which one: `used`, `received`, `counted`, `low`.
    pub what: &'static str,
    /// (what, words) of all four.
    pub all: Vec<(&'static str, String)>,
    /// (value, words, chosen): an item by its unit, or by the pack.
    pub items: Vec<(String, String, bool)>,
    pub quantity: String,
    pub price: String,
    /// (value, words, chosen).
    pub paid: Vec<(String, String, bool)>,
    pub reasons: Vec<(String, String, bool)>,
}

/// A form as it is posted.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Said {
    /// One of the forms, or `take_back`.
    #[serde(default)]
    what: String,
    #[serde(default)]
    form_id: String,
    /// `a4*500`: the item and how many units one of the quantity is.
    #[serde(default)]
    item: String,
    #[serde(default)]
    quantity: String,
    #[serde(default)]
    price: String,
    #[serde(default)]
    paid: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    folio: i64,
}

/// The form that is asked for, empty.
pub(super) fn stock_form(frame: &Frame, form_id: &str, what: &str) -> StockForm {
    filled(frame, &Said { what: what.to_owned(), form_id: form_id.to_owned(), ..Said::default() })
}

/// A form with what was said in it.
fn filled(frame: &Frame, said: &Said) -> StockForm {
    let what = FORMS.into_iter().find(|form| *form == said.what).unwrap_or("used");
    let mut items = Vec::new();
    for item in &ITEMS {
        let (name, unit) = (item_word(frame, item), unit_word(frame, item));
        // Whoever counts or sets a mark thinks in single units; who buys, mostly in packs.
        let packs = if item.pack > 1 && what != "low" { vec![item.pack, 1] } else { vec![1] };
        for pack in packs {
            let value = format!("{}*{pack}", item.code);
            let words = if pack == 1 {
                format!("{name} – {unit}")
            } else {
                let count = frame.number(pack);
                format!("{name} – {}", frame.say_with("stock-pack", &[("count", count), ("unit", unit.clone())]))
            };
            let chosen = said.item == value;
            items.push((value, words, chosen));
        }
    }
    let paid = |one: PaidFrom| {
        (one.name().to_owned(), frame.say(&format!("stock-paid-{}", one.name())), said.paid == one.name())
    };
    let reason = |one: CountReason| {
        (one.name().to_owned(), frame.say(&format!("stock-reason-{}", one.name())), said.reason == one.name())
    };
    StockForm {
        form_id: said.form_id.clone(),
        what,
        all: FORMS.map(|form| (form, frame.say(&format!("stock-form-{form}")))).to_vec(),
        items,
        quantity: said.quantity.clone(),
        price: said.price.clone(),
        paid: PaidFrom::ALL.into_iter().map(paid).collect(),
        reasons: CountReason::GIVEN.into_iter().map(reason).collect(),
    }
}

impl Said {
    /// The item, and how many units one of the quantity is.
    fn item(&self) -> Result<(&'static Item, i64), NotStocked> {
        let (code, pack) = self.item.split_once('*').unwrap_or((&self.item, "1"));
        let item = Item::of_code(code).ok_or(NotStocked::Item)?;
        let pack = pack.parse().map_err(|_| NotStocked::Item)?;
        if pack == 1 || pack == item.pack { Ok((item, pack)) } else { Err(NotStocked::Item) }
    }

    /// The quantity in units of the item.
    fn units(&self, pack: i64) -> Result<i64, NotStocked> {
        let number = base::number::parse_integer(&self.quantity).map_err(|_| NotStocked::Quantity)?;
        number.checked_mul(pack).ok_or(NotStocked::Quantity)
    }

    fn received(&self, book: String) -> Result<ReceiveStock, NotStocked> {
        let (item, pack) = self.item()?;
        let price = self.price.trim();
        let price = if price.is_empty() { Paisa::ZERO } else { Paisa::parse(price).map_err(|_| NotStocked::Price)? };
        Ok(ReceiveStock {
            book,
            item: item.code.to_owned(),
            quantity: self.units(pack)?,
            price,
            paid: PaidFrom::of_name(&self.paid).ok_or(NotStocked::Paid)?,
        })
    }

    fn used(&self, book: String) -> Result<UseStock, NotStocked> {
        let (item, pack) = self.item()?;
        Ok(UseStock { book, item: item.code.to_owned(), quantity: self.units(pack)? })
    }

    fn counted(&self, book: String) -> Result<CountStock, NotStocked> {
        let (item, pack) = self.item()?;
        let reason = CountReason::of_name(&self.reason);
        Ok(CountStock { book, item: item.code.to_owned(), counted: self.units(pack)?, reason })
    }

    fn low(&self, book: String) -> Result<SetStockLimit, NotStocked> {
        let (item, pack) = self.item()?;
        let low = if self.quantity.trim().is_empty() { None } else { Some(self.units(pack)?) };
        Ok(SetStockLimit { book, item: item.code.to_owned(), low })
    }
}

/// Does it under the form's own key; answers why not.
async fn tried<D: Deed<Refusal = NotStocked>>(
    house: &House,
    visitor: &Visitor,
    key: &str,
    deed: Result<D, NotStocked>,
) -> Result<Option<NotStocked>, Trouble> {
    let deed = match deed {
        Ok(deed) => deed,
        Err(refusal) => return Ok(Some(refusal)),
    };
    match house.journal.write(Envelope::new(&visitor.person, key), deed).await {
        Ok(_) => Ok(None),
        Err(Stop::Refused(refusal)) => Ok(Some(refusal)),
        Err(stop) => Err(stop.into()),
    }
}

/// `POST /counter/registers/stock {what: used | received | counted | low | take_back, …}`.
pub(super) async fn enter(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(said): Form<Said>,
) -> Answer {
    let book = seat(&visitor, super::KEEP)?.book.clone();
    let key = said.form_id.as_str();
    let refusal = match said.what.as_str() {
        "used" => tried(&house, &visitor, key, said.used(book)).await?,
        "received" => tried(&house, &visitor, key, said.received(book)).await?,
        "counted" => tried(&house, &visitor, key, said.counted(book)).await?,
        "low" => tried(&house, &visitor, key, said.low(book)).await?,
        "take_back" => {
            let key = format!("stock-back-{}", said.folio);
            tried(&house, &visitor, &key, Ok(TakeBackStock { book, folio: said.folio })).await?
        }
        _ => return Err(KitRefusal::Malformed.into()),
    };
    let Some(refusal) = refusal else { return Ok(web::see_other(&format!("{PATH}?do={}", said.what))) };
    let open = Open::of(&house, &visitor, SEE, &Asked::default()).await?;
    let read = read(&house, &open, LINES_SHOWN).await?;
    let form = filled(&frame, &said);
    let mut page = page_of(frame, &open, &read, form);
    page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
    web::page_refused(&page, &refusal)
}
