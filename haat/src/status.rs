//! The status bar: who has the drawer, float, who, where, which day. How much is in the drawer is not said: the evening's
//! count is blind.

use base::calendar::BanglaDate;
use base::{Lang, Paisa};
use journal::{Fault, Journal};
use std::sync::Arc;
use web::{House, StatusBar, StatusHook, Visitor};

/// The hook that fills the bar of every signed-in page. A fault of the store must not hide the page.
pub(crate) fn hook() -> StatusHook {
    Arc::new(|house: House, visitor: Arc<Visitor>, lang: Lang| {
        Box::pin(async move {
            let bar = bar(&house.journal, &visitor, lang).await;
            bar.inspect_err(|fault| tracing::warn!(%fault, "a page without its status bar")).ok()
        })
    })
}

async fn bar(journal: &Journal, visitor: &Visitor, lang: Lang) -> Result<StatusBar, Fault> {
    let day = journal.now().day();
    let mut bar = StatusBar {
        who: visitor.name.clone(),
        day: day.show(lang),
        bangla_day: BanglaDate::of(day).show(lang),
        ..StatusBar::default()
    };
    let Some(seat) = &visitor.seat else { return Ok(bar) };
    bar.centre = match lang {
        Lang::Bn => seat.centre_name_bn.clone(),
        Lang::En => seat.centre_name_en.clone(),
    };
    let book = seat.book.clone();
    let (drawer, float) = journal
        .read::<(String, Paisa), Fault, _>(move |tx| {
            Box::pin(async move {
                let drawer = match counter::drawer_holder(tx, &book).await? {
                    Some(holder) => network::person_name(tx, &holder).await?,
                    None => String::new(),
                };
                Ok((drawer, ledger::balance_now(tx, &book, "E:float").await?.poisha))
            })
        })
        .await?;
    bar.drawer = drawer;
    bar.float = float.show(lang);
    Ok(bar)
}
