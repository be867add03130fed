//! What buyers are told by text: that their goods arrived, with the code for collecting them, that they still wait, and that goods do not come,
//! with what is to be given back (the notice of the law: facts.md 8, rule 3).
//!
//! Bangla goes as UCS-2, 70 letters a message, and each text fits one. It names no goods, since others read the telephone
//! too.

use crate::deeds::collect::collect_code;
use crate::events::{BuyerReminded, OrderMoved};
use crate::law::law_on;
use crate::order::{Buyer, OrderStanding, OrderState};
use crate::reading;
use base::Paisa;
use base::calendar::BusinessDay;
use base::mobile::Mobile;
use journal::{Begins, Fault, Followed, Follower, Heard, Journal};
use std::sync::Arc;

/// The way by which texts go: to whom, what, under which key, under which it goes at most once. What went wrong is told for
/// the log.
#[derive(Clone)]
pub struct BuyersTold(pub Arc<TellsBuyer>);

/// Tells one buyer.
pub type TellsBuyer = dyn Fn(&Mobile, &str, &str) -> Result<(), String> + Send + Sync;

/// Who follows. It begins with what comes next: nobody wants a text about last year.
const TEXTS: Follower = Follower { name: "market.texts", begins: Begins::AtHeads };

/// How old news may be and still be texted, in milliseconds: goods that arrived stay news as long as they lie there.
const TEXT_AGE_MS_MAX: i64 = 7 * 86_400_000;

/// The text when goods arrived.
#[must_use]
pub fn arrived_text(order: &str, code: &str) -> String {
    format!("অর্ডার {order} এসেছে। দেখে নিন। কোড {code}")
}

/// The text when goods wait, until this day.
#[must_use]
pub fn reminded_text(order: &str, last: BusinessDay, code: &str) -> String {
    let date = last.to_string();
    let short: Vec<&str> = date.split('-').skip(1).collect();
    let short: Vec<&str> = short.into_iter().rev().collect();
    format!("অর্ডার {order} নিন, শেষ দিন {}। কোড {code}", short.join("/"))
}

/// The text when goods do not come, or come back.
#[must_use]
pub fn given_back_text(order: &str, refund: Paisa) -> String {
    let taka = refund.show_plain(base::Lang::En).replace(',', "");
    format!("অর্ডার {order}: ৳{taka} ফেরত নিন।")
}

/// Texts what was not told yet. What cannot be sent is tried again with the next call, and its book waits.
///
/// # Errors
/// What the database says.
pub async fn tell_buyers(journal: &Journal, told: &BuyersTold, limit: i64) -> Result<Followed, Fault> {
    let tell = |heard: Heard| {
        let (journal, told) = (journal.clone(), told.clone());
        async move {
            if journal.now().get().saturating_sub(heard.at.get()) > TEXT_AGE_MS_MAX {
                return Ok(());
            }
            for event in &heard.events {
                let (order, text) = if let Some(moved) = event.read::<OrderMoved>()? {
                    (moved.order.clone(), text_of(&journal, &heard.book, &moved).await?)
                } else if let Some(reminded) = event.read::<BuyerReminded>()? {
                    (reminded.order.clone(), reminder_of(&journal, &heard.book, &reminded).await?)
                } else {
                    continue;
                };
                let Some((to, text, kind)) = text else { continue };
                (told.0)(&to, &text, &format!("{kind}:{order}")).map_err(Fault::Away)?;
            }
            Ok(())
        }
    };
    journal.follow(&TEXTS, limit, tell).await
}

/// To whom, what, and the kind of it.
type Text = Option<(Mobile, String, String)>;

/// The order as it stands and the mobile number of its buyer; nothing when they have none.
async fn order_and_mobile(
    journal: &Journal,
    book: &str,
    order: &str,
) -> Result<Option<(OrderStanding, Mobile)>, Fault> {
    let (of, number) = (book.to_owned(), order.to_owned());
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let Some(standing) = reading::order(tx, &of, &number).await? else { return Ok(None) };
            let buyer = reading::buyer(tx, &of, &standing.order.buyer.seal).await?;
            Ok(Some((standing, buyer)))
        })
    });
    let Some((standing, buyer)) = read.await? else { return Ok(None) };
    let mobile = buyer.and_then(|buyer: Buyer| Mobile::parse(&buyer.mobile).ok());
    Ok(mobile.map(|mobile| (standing, mobile)))
}

/// The reminder, while the goods still wait.
async fn reminder_of(journal: &Journal, book: &str, reminded: &BuyerReminded) -> Result<Text, Fault> {
    let Some((standing, to)) = order_and_mobile(journal, book, &reminded.order).await? else { return Ok(None) };
    if standing.state != OrderState::ArrivedAtCentre {
        return Ok(None);
    }
    let last = law_on(standing.order.day).goes_back_at(standing.moved).day().add_days(-1);
    let text = reminded_text(&reminded.order, last, &collect_code(journal.keys(), &standing));
    Ok(Some((to, text, format!("reminder-{}", reminded.nth))))
}

async fn text_of(journal: &Journal, book: &str, moved: &OrderMoved) -> Result<Text, Fault> {
    let arrived = moved.to == OrderState::ArrivedAtCentre;
    if !arrived && moved.refund <= Paisa::ZERO {
        return Ok(None);
    }
    let Some((standing, to)) = order_and_mobile(journal, book, &moved.order).await? else { return Ok(None) };
    if !arrived {
        return Ok(Some((to, given_back_text(&moved.order, moved.refund), "given_back".to_owned())));
    }
    // Handed out meanwhile: the code is of no use any more.
    if standing.state != OrderState::ArrivedAtCentre {
        return Ok(None);
    }
    let code = collect_code(journal.keys(), &standing);
    Ok(Some((to, arrived_text(&moved.order, &code), "arrived".to_owned())))
}
