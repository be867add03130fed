//! The entrance to the four registers.

use super::{Asked, Open, SEE, Top};
use crate::attendance::read as attendance;
use crate::stock::read as stock;
use crate::supervise::registers::visits;
use crate::supervise::standing::count;
use askama::Template;
use axum::extract::{Query, State};
use base::Paisa;
use network::seat::SeatKind;
use web::{Answer, Frame, House, Trouble, Visitor};

#[derive(Template)]
#[template(path = "registers.html")]
pub(super) struct IndexPage {
    pub frame: Frame,
    pub top: Top,
    pub cards: Vec<Card>,
    /// True when the two commission links are shown.
    pub commission: Option<String>,
}

/// One register, with what it says of this month.
pub(super) struct Card {
    pub title: String,
    pub href: String,
    pub pdf: String,
    pub csv: String,
    /// Sentences.
    pub says: Vec<String>,
    /// A sentence that asks for something to be done; may be empty.
    pub warns: String,
}

/// What is read for the entrance.
pub(super) struct Seen {
    pub present: Vec<(SeatKind, Option<i64>)>,
    pub visits: i64,
    pub visits_wrong: i64,
    pub money: Option<(Paisa, Paisa)>,
    pub items: i64,
    pub low: Vec<&'static str>,
}

/// `GET /counter/registers?month=&centre=`.
pub(super) async fn show(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Query(asked): Query<Asked>,
) -> Answer {
    let open = Open::of(&house, &visitor, SEE, &asked).await?;
    let (book, month, today) = (open.centre.book.clone(), open.month, open.today);
    let books = visitor.may_at(super::BOOK, &open.centre.path);
    let seen = house
        .journal
        .read::<_, Trouble, _>(move |tx| {
            Box::pin(async move {
                let there = attendance::month(tx, (&book, &book), month, today).await?;
                let visits = visits(tx, &book, month.first(), month.last()).await?;
                let items = stock::items(tx, &book, month, today).await?;
                let money = if books {
                    let register = ledger::income_expenditure(tx, &book, month.first(), month.last()).await?;
                    Some((register.income, register.expense))
                } else {
                    None
                };
                let low = items.iter().filter(|one| one.now.is_low()).map(|one| one.item.code);
                Ok(Seen {
                    present: there
                        .lines
                        .iter()
                        .map(|line| (line.seat, line.month.as_ref().map(crate::attendance::PersonMonth::present)))
                        .collect(),
                    visits: count(visits.len()),
                    visits_wrong: count(visits.iter().filter(|visit| visit.wrong().next().is_some()).count()),
                    money,
                    items: count(items.iter().filter(|one| one.now.quantity > 0).count()),
                    low: low.collect(),
                })
            })
        })
        .await?;
    web::page(&page_of(frame, &open, &seen))
}

fn seat_word(frame: &Frame, seat: SeatKind) -> String {
    match seat {
        SeatKind::Woman => frame.say("seat-woman"),
        SeatKind::Man => frame.say("seat-man"),
    }
}

fn page_of(frame: Frame, open: &Open, seen: &Seen) -> IndexPage {
    let frame = frame.titled("registers-title");
    let card = |key: &str, path: &str, says: Vec<String>, warns: String| {
        let href = open.href(path);
        let file = |format: &str| format!("{href}&format={format}");
        Card { title: frame.say(key), pdf: file("pdf"), csv: file("csv"), href: href.clone(), says, warns }
    };
    let present = |(seat, days): &(SeatKind, Option<i64>)| {
        let said = match days {
            Some(days) => frame.say_with("attendance-present-days", &[("count", frame.number(*days))]),
            None => frame.say("attendance-vacant"),
        };
        format!("{}: {said}", seat_word(&frame, *seat))
    };
    let visits = frame.say_with("inspections-count", &[("count", frame.number(seen.visits))]);
    let wrong = if seen.visits_wrong > 0 {
        frame.say_with("inspections-wrong-count", &[("count", frame.number(seen.visits_wrong))])
    } else {
        String::new()
    };
    let items = frame.say_with("stock-items-count", &[("count", frame.number(seen.items))]);
    let names: Vec<String> = seen.low.iter().map(|code| frame.say(&format!("stock-item-{code}"))).collect();
    let low =
        if names.is_empty() { String::new() } else { frame.say_with("stock-low-of", &[("items", names.join(", "))]) };
    let mut cards = vec![
        card(
            "attendance-title",
            "/counter/registers/attendance",
            seen.present.iter().map(present).collect(),
            String::new(),
        ),
        card("inspections-title", "/counter/registers/inspections", vec![visits], wrong),
    ];
    if let Some((income, expense)) = seen.money {
        let path = format!("/books/{}/income-expenditure", open.centre.book);
        let month = open.month.name();
        cards.push(Card {
            title: frame.say("ledger-income-title"),
            href: format!("{path}?month={month}"),
            pdf: format!("{path}.pdf?month={month}"),
            csv: format!("{path}.csv?month={month}"),
            says: vec![
                format!("{}: {}", frame.say("ledger-income-income"), frame.money(income)),
                format!("{}: {}", frame.say("ledger-income-expense"), frame.money(expense)),
            ],
            warns: String::new(),
        });
    }
    cards.push(card("stock-title", "/counter/registers/stock", vec![items], low));
    IndexPage {
        top: open.top(&frame, "/counter/registers"),
        commission: seen.money.map(|_| open.href("/income/partners")),
        cards,
        frame,
    }
}

/// The page with plausible content.
pub(super) fn sample(frame: Frame, open: &Open) -> askama::Result<String> {
    let seen = Seen {
        present: vec![(SeatKind::Woman, Some(19)), (SeatKind::Man, None)],
        visits: 2,
        visits_wrong: 1,
        money: Some((Paisa::new(764_400), Paisa::new(212_050))),
        items: 4,
        low: vec!["toner"],
    };
    page_of(frame, open, &seen).render()
}
