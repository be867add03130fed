//! Cash that moves without a customer, and its slip.

use super::super::paper::{broken, drawn};
use super::super::{Faults, catalogue, centre_for, seat, told};
use super::read_day;
use crate::day_paper::{DayPaper, Section};
use crate::deeds::move_cash::MoveCash;
use crate::drawer::{DrawerDone, read};
use askama::Template;
use axum::extract::{Path, Query, State};
use base::{Paisa, Refusal};
use journal::{Envelope, Fault, Stop};
use ledger::{CashMove, ExpenseKind};
use serde::Deserialize;
use web::{Answer, Form, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "day_cash.html")]
pub(crate) struct CashPage {
    pub frame: Frame,
    pub form_id: String,
    /// (code, words, chosen).
    pub kinds: Vec<(&'static str, String, bool)>,
    /// (code, words, chosen).
    pub expenses: Vec<(&'static str, String, bool)>,
    pub amount: String,
    pub memo: String,
    pub faults: Faults,
}

/// What was entered.
#[derive(Deserialize, Default, Clone)]
pub(super) struct Entered {
    #[serde(default)]
    form_id: String,
    /// `paid_in`, `paid_out` or `drawn`.
    #[serde(default)]
    kind: String,
    /// The kind of an expense.
    #[serde(default)]
    expense: String,
    #[serde(default)]
    amount: String,
    #[serde(default)]
    memo: String,
}

impl Entered {
    fn kind(&self) -> Option<CashMove> {
        match self.kind.as_str() {
            "paid_in" => Some(CashMove::PaidIn),
            "paid_out" => ExpenseKind::of_name(&self.expense).map(CashMove::PaidOut),
            "drawn" => Some(CashMove::Drawn),
            _ => None,
        }
    }
}

pub(super) fn page_of(frame: Frame, entered: Entered) -> Result<CashPage, Trouble> {
    let kinds = [("paid_out", "cash-paid-out"), ("paid_in", "cash-paid-in"), ("drawn", "cash-drawn")];
    let chosen = if entered.kind.is_empty() { "paid_out" } else { entered.kind.as_str() };
    let kinds = kinds.map(|(code, key)| (code, frame.say(key), code == chosen));
    let expense = |kind: ExpenseKind| {
        let words = frame.say(&format!("ledger-expense-{}", kind.name()));
        (kind.name(), words, kind.name() == entered.expense)
    };
    Ok(CashPage {
        form_id: if entered.form_id.is_empty() { network::secrets::new_token()? } else { entered.form_id },
        kinds: kinds.to_vec(),
        expenses: ExpenseKind::ALL.map(expense).to_vec(),
        amount: entered.amount,
        memo: entered.memo,
        faults: Faults::new(),
        frame: frame.titled("cash-title"),
    })
}

/// `GET /counter/day/cash`; `?kind=` chooses what it opens with.
pub(super) async fn ask(frame: Frame, visitor: Visitor, Query(entered): Query<Entered>) -> Answer {
    seat(&visitor, "sale.create")?;
    web::page(&page_of(frame, Entered { form_id: String::new(), ..entered })?)
}

/// `POST /counter/day/cash`.
pub(super) async fn enter(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Form(entered): Form<Entered>,
) -> Answer {
    let book = seat(&visitor, "sale.create")?.book.clone();
    let amount = Paisa::parse(&entered.amount);
    let kind = entered.kind().unwrap_or(CashMove::OverShort); // which the deed refuses
    let envelope = Envelope::new(&visitor.person, &format!("form:{}", entered.form_id));
    let (memo, mut page) = (entered.memo.clone(), page_of(frame, entered)?);
    let amount = match amount {
        Ok(amount) => amount,
        Err(refused) => {
            page.faults = vec![("amount".to_owned(), told(&page.frame, &refused))];
            return web::page_refused(&page, &refused);
        }
    };
    match house.journal.write(envelope, MoveCash { book, kind, amount, memo }).await {
        Ok(_) => Ok(web::see_other("/counter/day")),
        Err(Stop::Refused(refusal)) => {
            page.faults = vec![(refusal.field().unwrap_or_default(), told(&page.frame, &refusal))];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

#[derive(Deserialize)]
pub(super) struct Whose {
    #[serde(default)]
    centre: String,
}

/// `GET /counter/day/cash/{folio}/{slip58.png | slip80.png}`.
pub(super) async fn paper(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path((folio, name)): Path<(i64, String)>,
    Query(Whose { centre }): Query<Whose>,
) -> Answer {
    let own = visitor.seat.as_ref().map(|seat| seat.book.clone()).unwrap_or_default();
    let code = if centre.is_empty() { own } else { centre };
    let centre = centre_for(&house, &visitor, "receipt.view", &code).await?;
    let book = centre.book.clone();
    let one =
        house.journal.read::<_, Fault, _>(move |tx| Box::pin(async move { read::one_entry(tx, &book, folio).await }));
    let entry = one.await?.filter(|entry| matches!(entry.done, DrawerDone::Moved { .. })).ok_or(Trouble::NotFound)?;
    let all = read_day(&house, &visitor, &centre, entry.day).await?;
    let shown = catalogue(&house).await?;
    let told = all.told(&frame, &shown);
    let paper = DayPaper {
        lang: frame.lang,
        centre: centre.name(frame.lang).to_owned(),
        title: frame.say("cash-slip"),
        day: told.day(entry.day),
        sections: vec![Section { title: String::new(), rows: vec![told.entry(&entry)] }],
        signs: vec![frame.say("day-sign-entrepreneur"), frame.say("cash-sign-other")],
        ..DayPaper::default()
    };
    let width = super::report::width(&name).ok_or(Trouble::NotFound)?;
    let picture = drawn(move || paper.slip().picture(width)).await?.map_err(|fault| broken(&fault))?;
    Ok(super::report::sent(&format!("cash-{folio}-{name}"), "image/png", picture))
}
