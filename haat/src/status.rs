//! The status bar: drawer, float, who, where, which day.

use base::calendar::BanglaDate;
use base::{Lang, Paisa};
use journal::{Fault, Journal};
use web::{StatusBar, StatusHook, Visitor};

/// The hook that fills the bar of every signed-in page.
pub(crate) fn hook(journal: &Journal) -> StatusHook {
    let journal = journal.clone();
    std::sync::Arc::new(move |visitor: Visitor, lang: Lang| {
        let journal = journal.clone();
        Box::pin(async move { bar(&journal, &visitor, lang).await })
    })
}

async fn bar(journal: &Journal, visitor: &Visitor, lang: Lang) -> Result<StatusBar, Fault> {
    let day = journal.now().day();
    let mut bar = StatusBar {
        who: visitor.name.clone(),
        day: day.show(lang),
        bangla_day: BanglaDate::of(day).map(|date| date.show(lang)).unwrap_or_default(),
        ..StatusBar::default()
    };
    let Some(seat) = &visitor.seat else { return Ok(bar) };
    bar.centre = match lang {
        Lang::Bn => seat.centre_name_bn.clone(),
        Lang::En => seat.centre_name_en.clone(),
    };
    let book = seat.book.clone();
    let (drawer, float) = journal
        .read::<(Paisa, Paisa), Fault, _>(move |tx| {
            Box::pin(async move {
                let drawer = ledger::balance_now(tx, &book, "E:drawer:1").await?.poisha;
                Ok((drawer, ledger::balance_now(tx, &book, "E:float").await?.poisha))
            })
        })
        .await?;
    bar.drawer = drawer.show(lang);
    bar.float = float.show(lang);
    Ok(bar)
}
