//! A float grows by what one person asked for and another approved.

use crate::house::{OTHER, OTHER_PATH, PATH, register, stand};
use crate::shop::{BOOK, balances, day, owned, refused, sell, top_up};
use base::Paisa;
use journal::{Envelope, Fault, Journal, Stop};
use ledger::{
    ASKS_WAITING_MAX, ApproveTopUp, AskTopUp, DeclineTopUp, FloatStanding, NotAsked, NotDecided, PAID_DAYS_MAX,
    SetFloatWarning, TopUp, TopUpFloat, TopUpState,
};
use trial::{Trial, both};

/// A routing number whose check digit is right, of a published list of branches.
pub const ROUTING: &str = "020130318";

pub fn asking(book: &str, poisha: i64, proof: &str) -> AskTopUp {
    AskTopUp {
        book: book.to_owned(),
        poisha: Paisa::new(poisha),
        proof: proof.to_owned(),
        bank: "bkash".to_owned(),
        paid_on: day("2026-11-22"),
    }
}

pub async fn ask(journal: &Journal, by: &str, deed: AskTopUp) -> Result<String, Stop<NotAsked>> {
    let key = format!("{by}-{}-{}", deed.proof, deed.poisha.get());
    journal.write(Envelope::new(by, &key), deed).await.map(|written| written.done)
}

async fn approve(journal: &Journal, by: &str, ask: &str) -> Result<i64, Stop<NotDecided>> {
    let deed = ApproveTopUp { book: BOOK.to_owned(), ask: ask.to_owned() };
    let key = format!("approve:{ask}");
    journal.write(Envelope::new(by, &key), deed).await.map(|written| written.done.folio)
}

async fn decline(journal: &Journal, by: &str, ask: &str, reason: &str) -> Result<i64, Stop<NotDecided>> {
    let deed = DeclineTopUp { book: BOOK.to_owned(), ask: ask.to_owned(), reason: reason.to_owned() };
    journal.write(Envelope::new(by, &format!("decline:{ask}:{reason}")), deed).await.map(|written| written.done.folio)
}

pub async fn listed(journal: &Journal, book: &str) -> Vec<TopUp> {
    let book = book.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::top_ups(tx, &book, 100).await }));
    read.await.unwrap()
}

async fn waiting(journal: &Journal, paths: &[&str], limit: i64) -> Vec<String> {
    let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let read = journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::top_ups_waiting(tx, &paths, limit).await }));
    read.await.unwrap().into_iter().map(|top_up| top_up.proof).collect()
}

async fn standing(journal: &Journal) -> FloatStanding {
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { ledger::float_standing(tx, BOOK).await }));
    read.await.unwrap()
}

async fn centre(trial: &Trial) {
    stand(&trial.journal, BOOK, PATH).await;
}

#[test]
fn what_one_asks_and_another_approves_grows_both_sides_in_one_entry() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let journal = &trial.journal;
        let wallet = ask(journal, "rahima", asking(BOOK, 50_000, "TX 99")).await.unwrap();
        assert_eq!(balances(journal, BOOK).await, Vec::new());
        let folio = approve(journal, "karim", &wallet).await.unwrap();
        let bank = AskTopUp { bank: ROUTING.to_owned(), ..asking(BOOK, 7_000, "SB-1") };
        let bank = ask(journal, "rahima", bank).await.unwrap();
        approve(journal, "karim", &bank).await.unwrap();
        let grown = [
            ("E:float", 57_000),
            ("E:owner", -57_000),
            ("P:bank", 7_000),
            ("P:float", -57_000),
            ("P:wallet:bkash", 50_000),
        ];
        assert_eq!(balances(journal, BOOK).await, owned(&grown));
        let entry = journal.entries(BOOK, folio - 1, 1).await.unwrap().remove(0);
        let kinds: Vec<String> = entry.lines().unwrap().into_iter().map(|(kind, ..)| kind).collect();
        assert_eq!(
            (entry.head.by.as_str(), kinds),
            ("karim", vec!["ledger.top_up_approved".into(), "ledger.posted".into()])
        );
        let kept = listed(journal, BOOK).await;
        let first = kept.iter().find(|top_up| top_up.ask == wallet).unwrap();
        assert_eq!((first.asked_by.as_str(), first.path.as_str(), first.folio), ("rahima", PATH, folio));
        assert_eq!(first.state, TopUpState::Approved { by: "karim".to_owned(), at: trial::MORNING });
        trial.verify().await;
        trial.journal.rebuild().await.unwrap();
        assert_eq!(listed(journal, BOOK).await, kept);
        trial.verify().await;
    });
}

#[test]
fn nobody_decides_what_they_asked_for_themselves() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let asked = ask(&trial.journal, "karim", asking(BOOK, 50_000, "TX 99")).await.unwrap();
        assert_eq!(refused(approve(&trial.journal, "karim", &asked).await), "ledger.top_up.own");
        assert_eq!(refused(decline(&trial.journal, "karim", &asked, "slip_wrong").await), "ledger.top_up.own");
        assert_eq!(balances(&trial.journal, BOOK).await, Vec::new());
        let deed = TopUpFloat { book: BOOK.to_owned(), poisha: Paisa::new(5), proof: "S".to_owned() };
        let straight = trial.journal.write(Envelope::new("karim", "k"), deed).await;
        assert_eq!(refused(straight), "ledger.top_up.person");
    });
}

#[test]
fn two_approvals_at_once_are_one_posting() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let asked = ask(&trial.journal, "rahima", asking(BOOK, 50_000, "TX 99")).await.unwrap();
        let other = trial.open_again().await;
        let calls: Vec<_> = (0..12)
            .map(|n| {
                let journal = if n % 2 == 0 { trial.journal.clone() } else { other.clone() };
                let asked = asked.clone();
                tokio::spawn(async move { approve(&journal, &format!("officer {n}"), &asked).await })
            })
            .collect();
        let mut done = 0;
        for call in calls {
            match call.await.unwrap() {
                Ok(_) => done += 1,
                Err(stop) => assert_eq!(refused::<(), _>(Err(stop)), "ledger.top_up.decided"),
            }
        }
        assert_eq!(done, 1);
        let grown = [("E:float", 50_000), ("E:owner", -50_000), ("P:float", -50_000), ("P:wallet:bkash", 50_000)];
        assert_eq!(balances(&trial.journal, BOOK).await, owned(&grown));
        trial.verify().await;
    });
}

#[test]
fn a_second_press_approves_once_and_a_second_officer_is_told() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let journal = &trial.journal;
        let asked = ask(journal, "rahima", asking(BOOK, 50_000, "TX 99")).await.unwrap();
        assert_eq!(ask(journal, "rahima", asking(BOOK, 50_000, "TX 99")).await.unwrap(), asked);
        let folio = approve(journal, "karim", &asked).await.unwrap();
        assert_eq!(approve(journal, "karim", &asked).await.unwrap(), folio);
        assert_eq!(refused(approve(journal, "amina", &asked).await), "ledger.top_up.decided");
        assert_eq!(refused(decline(journal, "amina", &asked, "slip_wrong").await), "ledger.top_up.decided");
        assert_eq!(refused(approve(journal, "amina", "nothing").await), "ledger.top_up.unknown");
    });
}

#[test]
fn a_slip_stands_once_in_a_book_unless_it_was_declined() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        stand(&trial.journal, OTHER, OTHER_PATH).await;
        let journal = &trial.journal;
        let first = ask(journal, "rahima", asking(BOOK, 50_000, "tx-99 7")).await.unwrap();
        // The same slip, typed otherwise and by another hand.
        for proof in ["TX997", "tx ৯৯৭", " Tx 9-97 "] {
            assert_eq!(refused(ask(journal, "salma", asking(BOOK, 60_000, proof)).await), "ledger.top_up.proof_used");
        }
        ask(journal, "salma", asking(OTHER, 50_000, "TX997")).await.unwrap();
        let top_up = listed(journal, BOOK).await.remove(0);
        let elsewhere =
            journal.read::<_, Fault, _>(move |tx| Box::pin(async move { ledger::proof_elsewhere(tx, &top_up).await }));
        assert_eq!(elsewhere.await.unwrap().as_deref(), Some(OTHER));
        assert_eq!(refused(decline(journal, "karim", &first, "").await), "ledger.top_up.reason");
        assert_eq!(refused(decline(journal, "karim", &first, "I do not like it").await), "ledger.top_up.reason");
        decline(journal, "karim", &first, "amount_differs").await.unwrap();
        trial.pass(1);
        let second = ask(journal, "rahima", asking(BOOK, 60_000, "TX-997")).await.unwrap();
        approve(journal, "karim", &second).await.unwrap();
        assert_eq!(refused(ask(journal, "salma", asking(BOOK, 60_000, "TX 997")).await), "ledger.top_up.proof_used");
        let states: Vec<&str> = listed(journal, BOOK).await.iter().map(|top_up| top_up.state.name()).collect();
        assert_eq!(states, ["approved", "declined"]);
        trial.verify().await;
    });
}

#[test]
fn an_ask_that_is_not_sound_is_refused_with_its_field() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let good = || asking(BOOK, 5, "S-1");
        let today = trial.journal.now().day();
        for (deed, code, field) in [
            (AskTopUp { poisha: Paisa::ZERO, ..good() }, "ledger.top_up.amount", Some("amount")),
            (AskTopUp { poisha: Paisa::new(-5), ..good() }, "ledger.top_up.amount", Some("amount")),
            (AskTopUp { poisha: Paisa::new(1_000_000_001), ..good() }, "ledger.top_up.amount", Some("amount")),
            (AskTopUp { proof: " - ".to_owned(), ..good() }, "ledger.top_up.proof", Some("proof")),
            (AskTopUp { proof: "9".repeat(61), ..good() }, "ledger.top_up.proof", Some("proof")),
            (AskTopUp { bank: String::new(), ..good() }, "ledger.top_up.bank", Some("bank")),
            (AskTopUp { bank: "paypal".to_owned(), ..good() }, "ledger.top_up.bank", Some("bank")),
            (AskTopUp { bank: "020130319".to_owned(), ..good() }, "ledger.top_up.bank", Some("bank")),
            (AskTopUp { paid_on: today.add_days(1), ..good() }, "ledger.top_up.day", Some("day")),
            (AskTopUp { paid_on: today.add_days(-PAID_DAYS_MAX - 1), ..good() }, "ledger.top_up.day", Some("day")),
            (AskTopUp { book: "3026999".to_owned(), ..good() }, "ledger.top_up.book", None),
            (AskTopUp { book: "nation".to_owned(), ..good() }, "ledger.top_up.book", None),
        ] {
            let told = ask(&trial.journal, "rahima", deed.clone()).await;
            let Err(Stop::Refused(refusal)) = told else { panic!("{deed:?} was taken") };
            let refusal: &dyn base::Refusal = &refusal;
            assert_eq!((refusal.code(), refusal.field().as_deref()), (code, field), "{deed:?}");
        }
        for n in 0..ASKS_WAITING_MAX {
            ask(&trial.journal, "rahima", asking(BOOK, 5, &format!("S-{n}"))).await.unwrap();
        }
        assert_eq!(refused(ask(&trial.journal, "rahima", asking(BOOK, 5, "S-99")).await), "ledger.top_up.many");
    });
}

#[test]
fn what_waits_is_listed_below_ones_own_places_and_the_oldest_comes_first() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        stand(&trial.journal, OTHER, OTHER_PATH).await;
        for (book, proof) in [(BOOK, "A1"), (OTHER, "A2"), (BOOK, "A3")] {
            ask(&trial.journal, "rahima", asking(book, 5, proof)).await.unwrap();
            trial.pass(60_000);
        }
        for (paths, limit, proofs) in [
            (&["/"][..], 9, &["A1", "A2", "A3"][..]),
            (&["/30/3026/302614/"], 9, &["A1", "A3"]),
            (&["/30/3026/302614/", "/30/3026/", "/10/"], 9, &["A1", "A2", "A3"]),
            (&["/30/3026/302618/", "/30/3026/302614/"], 2, &["A1", "A2"]),
            (&["/10/"], 9, &[]),
            (&[], 9, &[]),
            // No place is called so; a sign that SQL would read as "anything" finds nothing.
            (&["%/", "/30/3026/30261_/", "/30/302"], 9, &[]),
        ] {
            assert_eq!(waiting(&trial.journal, paths, limit).await, proofs, "{paths:?}");
        }
    });
}

#[test]
fn a_float_is_low_below_two_thousand_taka_or_below_what_its_centre_says() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let of = |free, below, low| FloatStanding { free: Paisa::new(free), below: Paisa::new(below), low };
        assert_eq!(standing(&trial.journal).await, of(0, 200_000, true));
        top_up(&trial.journal, BOOK, 206_000).await;
        sell(&trial.journal, BOOK).await.unwrap();
        assert_eq!(standing(&trial.journal).await, of(200_000, 200_000, false));
        sell(&trial.journal, BOOK).await.unwrap();
        assert_eq!(standing(&trial.journal).await, of(194_000, 200_000, true));
        let set = |below| {
            let deed = SetFloatWarning { book: BOOK.to_owned(), below: Paisa::new(below) };
            trial.journal.write(Envelope::system(), deed)
        };
        for below in [-1, 1_000_000_001] {
            assert_eq!(refused(set(below).await), "ledger.float.below");
        }
        set(50_000).await.unwrap();
        set(190_000).await.unwrap();
        assert_eq!(standing(&trial.journal).await, of(194_000, 190_000, false));
        // What is set aside is not free.
        let until = base::Moment::new(trial::MORNING.get() + 60_000);
        let hold = ledger::PlaceHold {
            book: BOOK.to_owned(),
            hold: "h1".to_owned(),
            account: crate::shop::account("P:float"),
            poisha: Paisa::new(4_001),
            until,
        };
        trial.journal.write(Envelope::system(), hold).await.unwrap();
        assert_eq!(standing(&trial.journal).await, of(189_999, 190_000, true));
        trial.journal.rebuild().await.unwrap();
        assert_eq!(standing(&trial.journal).await, of(189_999, 190_000, true));
        trial.verify().await;
    });
}

#[test]
fn an_approval_without_its_money_is_found_by_verifying() {
    both(&register(), |trial| async move {
        centre(&trial).await;
        let asked = ask(&trial.journal, "rahima", asking(BOOK, 50_000, "TX 99")).await.unwrap();
        approve(&trial.journal, "karim", &asked).await.unwrap();
        crate::shop::behind_the_back(&trial, "update ledger_top_up set poisha = 500000").await;
        let faults = trial.journal.verify().await.unwrap().faults;
        assert!(faults.iter().any(|fault| fault.contains("the float did not grow by it")), "{faults:#?}");
    });
}
