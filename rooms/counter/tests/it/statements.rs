//! Statements of providers held against what the centres did, on both engines and through the pages.

use crate::pages_kit::{Got, HERS, HIS, Kit, ask, furnish, register};
use axum::body::Body;
use base::Paisa;
use counter::{Carrier, RequestTransfer, SettleTransfer, TILL, TransferState, sample_answers};
use journal::{Boxed, Envelope, Journal};
use ledger::{Answer, Provider, Providers, TransferOrder};
use std::sync::{Arc, Mutex};
use trial::{Trial, both};

const CASH_IN: &str = "P017";
const HEADING: &str = "provider,day,direction,amount,currency,reference,transfer\r\n";

/// Hands out the statement that it was given; carries nothing.
#[derive(Default)]
pub struct Paper(Mutex<Option<String>>);

impl Provider for Paper {
    fn initiate<'a>(&'a self, _: &'a TransferOrder) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::Pending })
    }

    fn query<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::Pending })
    }

    fn reverse<'a>(&'a self, _: &'a str) -> Boxed<'a, Answer> {
        Box::pin(async { Answer::Pending })
    }

    fn statement(&self, _: base::BusinessDay) -> Boxed<'_, Option<String>> {
        let text = self.0.lock().unwrap().clone();
        Box::pin(async move { text })
    }
}

pub async fn kit_of(trial: &Trial) -> (Kit, Arc<Paper>) {
    furnish(&trial.journal).await;
    let paper = Arc::new(Paper::default());
    let carrier = Carrier::of(Providers::default().with("wallet", "secret", paper.clone()));
    (Kit::over(trial.journal.clone(), move |things| things.with(carrier)), paper)
}

/// A transfer of a centre, as its provider ended it; requested and no more when nothing is said.
pub async fn transfer(journal: &Journal, book: &str, taka: i64, said: &[TransferState]) -> String {
    let path = if book == HERS { "/30/3026/302672/30267250/" } else { "/30/3026/302672/30267215/" };
    let deed = RequestTransfer {
        book: book.into(),
        path: path.into(),
        till: TILL.into(),
        service: CASH_IN.into(),
        amount: Paisa::from_taka(taka).unwrap(),
        answers: sample_answers(CASH_IN, journal.now().day()),
        customer: None,
        fee_shown: None,
        tendered: None,
    };
    let id = journal.write(Envelope::system(), deed).await.unwrap().done.id;
    for state in said {
        let deed = SettleTransfer {
            book: book.into(),
            id: id.clone(),
            provider: "wallet".into(),
            said: *state,
            reference: String::new(),
            code: String::new(),
        };
        journal.write(Envelope::system(), deed).await.unwrap();
    }
    id
}

pub fn line(taka: i64, reference: &str, id: &str) -> String {
    format!("wallet,2026-11-23,in,{taka},BDT,{reference},{id}\r\n")
}

/// Sends a file in, as a browser does.
pub async fn sent(kit: &Kit, who: &str, provider: &str, bytes: &[u8]) -> Got {
    let token = kit.house.form_key().token(&format!("session-of-{who}"));
    let mut body = Vec::new();
    for (name, value) in [("csrf", token.as_str()), ("provider", provider)] {
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    body.extend(b"--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"s.csv\"\r\n\r\n");
    body.extend_from_slice(bytes);
    body.extend(b"\r\n--b--\r\n");
    let request = ask("POST", "/counter/statements", who)
        .header("content-type", "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin");
    kit.send(request.body(Body::from(body)).unwrap()).await
}

pub async fn read_in(kit: &Kit, lines: &str) -> String {
    sent(kit, "admin", "wallet", format!("{HEADING}{lines}").as_bytes()).await.place().to_owned()
}

/// The addresses of items on a page, in their order.
pub fn items(got: &Got) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for rest in got.body.split("href=\"/counter/unmatched/").skip(1) {
        all.push(format!("/counter/unmatched/{}", rest.split('"').next().unwrap()));
    }
    all
}

#[test]
fn a_statement_is_matched_line_by_line_and_what_stands_out_is_named_with_its_owner() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let done = [TransferState::Done];
        let named = transfer(journal, HERS, 100, &done).await;
        let (a, b) = (transfer(journal, HERS, 300, &done).await, transfer(journal, HIS, 450, &done).await);
        let parts = transfer(journal, HIS, 1_000, &done).await;
        let differs = transfer(journal, HERS, 77, &done).await;
        let failed = transfer(journal, HERS, 88, &[TransferState::Failed]).await;
        let unknown = transfer(journal, HIS, 99, &[TransferState::Unknown]).await;
        let missing = transfer(journal, HIS, 5_555, &done).await;
        let text = [
            line(100, "W-1", &named),
            line(750, "W-2", ""),
            line(600, "W-3", &parts),
            line(400, "W-4", &parts.replace('-', "")),
            line(70, "W-5", &differs),
            line(88, "W-6", &failed),
            line(99, "W-7", &unknown),
            line(12_345, "W-8", ""),
            "wallet,2026-11-23,in,x,BDT,W-9,\r\n".to_owned(),
        ];
        let place = read_in(&kit, &text.concat()).await;
        let page = kit.get("admin", &place).await;
        for told in [
            "7 / 8",
            "The amounts differ",
            "Not done with us, done with them",
            "Done by their books, not known to us",
            "They have it, we do not",
            "We have it, they do not",
            "The amount cannot be understood",
            "The programme&#39;s finance",
            "The partner",
            "The centre",
        ] {
            let plain = told.replace("&#39;", "'");
            assert!(page.body.contains(told) || page.body.contains(&plain), "{told}: {}", page.body);
        }
        assert_eq!(items(&page).len(), 5, "{}", page.body);
        assert!(!page.body.contains(&a) && !page.body.contains(&b), "the two that one line sums up are well");
        let list = kit.get("auditor", "/counter/unmatched").await;
        assert_eq!(items(&list).len(), 5, "{}", list.body);
        assert!(list.body.contains("৳12,345") && list.body.contains("৳5,555"), "{}", list.body);
        let csv = kit.get("auditor", "/counter/unmatched?format=csv").await;
        assert!(csv.header("content-type").starts_with("text/csv") && csv.body.contains(&missing), "{}", csv.body);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn the_same_file_twice_is_the_first_answer_and_lines_read_before_are_not_counted_again() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let id = transfer(&trial.journal, HERS, 100, &[TransferState::Done]).await;
        let first = line(100, "W-1", &id);
        let place = read_in(&kit, &first).await;
        let entries = trial.journal.entries("nation", 0, 1_000).await.unwrap().len();
        assert_eq!(read_in(&kit, &first).await, place);
        assert_eq!(trial.journal.entries("nation", 0, 1_000).await.unwrap().len(), entries, "nothing was entered");
        let other = sent(&kit, "admin", "utility", format!("{HEADING}{first}").as_bytes()).await;
        assert!(other.status == 422 && other.body.contains("another partner"), "{}", other.body);
        let whole = read_in(&kit, &[first, line(40, "W-2", "")].concat()).await;
        let page = kit.get("admin", &whole).await;
        assert!(page.body.contains("0 / 1") && page.body.contains("Read before"), "{}", page.body);
        assert_eq!(items(&page).len(), 1, "only what is new stands out");
        trial.verify().await;
    });
}

#[test]
fn what_comes_a_day_late_is_matched_by_the_next_statement() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let here = transfer(journal, HERS, 100, &[TransferState::Done]).await;
        let late = transfer(journal, HERS, 200, &[TransferState::Done]).await;
        read_in(&kit, &[line(100, "W-1", &here), line(900, "W-0", "")].concat()).await;
        let open = items(&kit.get("admin", "/counter/unmatched").await);
        assert_eq!(open.len(), 2);
        trial.pass(86_400_000);
        transfer(journal, HIS, 900, &[TransferState::Done]).await;
        read_in(&kit, &line(200, "W-2", &late).replace("11-23", "11-24")).await;
        let page = kit.get("admin", "/counter/unmatched").await;
        assert!(items(&page).is_empty(), "the line waited for its transfer, the transfer for its line: {}", page.body);
        for item in open {
            let over = kit.get("admin", &item).await;
            assert!(over.body.contains("Matched by a later statement"), "{}", over.body);
        }
        trial.verify().await;
    });
}

#[test]
fn what_nobody_knew_is_entered_as_done_once_and_its_money_stands() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let id = transfer(journal, HERS, 100, &[TransferState::Unknown]).await;
        read_in(&kit, &line(100, "W-1", &id)).await;
        let item = items(&kit.get("admin", "/counter/unmatched").await).pop().unwrap();
        let page = kit.get("admin", &item).await;
        assert!(page.body.contains("Enter as done") && page.body.contains("Not known"), "{}", page.body);
        assert!(!kit.get("auditor", &item).await.body.contains("Enter as done"), "who reads settles nothing");
        assert_eq!(kit.post("auditor", &format!("{item}/settle"), &[]).await.status, 403);
        assert_eq!(kit.post("admin", &format!("{item}/settle"), &[]).await.place(), item);
        let again = kit.post("admin", &format!("{item}/settle"), &[]).await;
        assert_eq!(again.status, 422, "it is over: {}", again.body);
        let state = kit.get("rahima", &format!("/counter/transfers/{HERS}/{id}")).await;
        assert!(state.body.contains("Done. The money has arrived.") && state.body.contains("W-1"), "{}", state.body);
        assert!(kit.get("admin", &item).await.body.contains("Entered as done"));
        trial.verify().await;
    });
}

#[test]
fn an_item_is_handed_over_and_resolved_with_a_reason_and_is_not_found_again() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let journal = &trial.journal;
        let here = transfer(journal, HERS, 100, &[TransferState::Done]).await;
        transfer(journal, HERS, 200, &[TransferState::Done]).await;
        read_in(&kit, &line(100, "W-1", &here)).await;
        let item = items(&kit.get("admin", "/counter/unmatched").await).pop().unwrap();
        for _ in 0..2 {
            assert_eq!(kit.post("admin", &format!("{item}/assign"), &[("owner", "centre")]).await.place(), item);
        }
        assert!(items(&kit.get("admin", "/counter/unmatched?owner=provider").await).is_empty());
        assert_eq!(items(&kit.get("admin", "/counter/unmatched?owner=centre&age=0").await).len(), 1);
        let path = format!("{item}/resolve");
        let bad = kit.post("admin", &path, &[("form_id", "f1"), ("reason", "other"), ("note", "")]).await;
        assert!(bad.status == 422 && bad.body.contains("href=\"#note\""), "{}", bad.body);
        for own in ["settled", "matched_later", ""] {
            let bad = kit.post("admin", &path, &[("form_id", "f2"), ("reason", own)]).await;
            assert!(bad.status == 422 && bad.body.contains("Choose a reason"), "{own}: {}", bad.body);
        }
        let good = [("form_id", "f3"), ("reason", "other"), ("note", "they sent a letter")];
        for _ in 0..2 {
            assert_eq!(kit.post("admin", &path, &good).await.place(), item, "pressed twice");
        }
        let page = kit.get("admin", &item).await;
        assert!(page.body.contains("Another reason") && page.body.contains("they sent a letter"), "{}", page.body);
        assert_eq!(kit.post("admin", &format!("{item}/assign"), &[("owner", "finance")]).await.status, 409);
        read_in(&kit, &line(7, "W-3", "")).await;
        let open = kit.get("admin", "/counter/unmatched").await;
        assert!(items(&open).len() == 1 && open.body.contains("৳7"), "only the new line: {}", open.body);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn old_items_grow_old_and_are_counted_so() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        read_in(&kit, &line(7, "W-1", "")).await;
        for (days, group) in [(0, 0), (2, 1), (5, 2), (9, 3)] {
            trial.set_time(base::calendar::Moment::new(trial::MORNING.get() + days * 86_400_000));
            for age in 0..4 {
                let list = kit.get("admin", &format!("/counter/unmatched?age={age}")).await;
                assert_eq!(items(&list).len(), usize::from(age == group), "{days} days, group {age}");
            }
        }
        let page = kit.get("admin", "/counter/statements").await;
        assert!(page.body.contains("More than 7 days <span class=\"num\">1</span>"), "{}", page.body);
    });
}

#[test]
fn a_statement_is_fetched_from_its_provider_too() {
    both(&register(), |trial| async move {
        let (kit, paper) = kit_of(&trial).await;
        let id = transfer(&trial.journal, HERS, 100, &[TransferState::Done]).await;
        let fetch = [("provider", "wallet"), ("day", "2026-11-23")];
        let none = kit.post("admin", "/counter/statements/fetch", &fetch).await;
        assert!(none.status == 422 && none.body.contains("gave no statement"), "{}", none.body);
        *paper.0.lock().unwrap() = Some(format!("{HEADING}{}", line(100, "W-1", &id)));
        let got = kit.post("admin", "/counter/statements/fetch", &fetch).await;
        let page = kit.get("admin", got.place()).await;
        assert!(page.body.contains("Every line is matched"), "{}", page.body);
        let bad = kit.post("admin", "/counter/statements/fetch", &[("provider", "wallet"), ("day", "x")]).await;
        assert_eq!(bad.status, 422);
        trial.verify().await;
    });
}

#[test]
fn a_file_that_is_none_is_refused_in_words_and_nothing_is_entered() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let entries = trial.journal.entries("nation", 0, 1_000).await.unwrap().len();
        let bomb = "<!DOCTYPE a [<!ENTITY b \"b\">]><Document>&b;</Document>";
        for (bytes, told) in [
            ("", "No file was chosen"),
            ("hello", "no statement of a known kind"),
            (bomb, "not sound"),
            (&format!("{HEADING}bank,2026-11-23,in,5,BDT,,\r\n"), "another partner"),
            (&format!("{HEADING}wallet,2026-11-23,in,5,USD,,\r\n"), "No line of it can be read"),
        ] {
            let got = sent(&kit, "admin", "wallet", bytes.as_bytes()).await;
            assert!(got.status == 422 && got.body.contains(told), "{bytes}: {} {}", got.status, got.body);
            assert!(got.body.contains("href=\"#file\""), "beside its field");
        }
        let large = sent(&kit, "admin", "wallet", &vec![b'a'; 5 * 1024 * 1024 + 1]).await;
        assert_eq!(large.status, 413);
        assert_eq!(trial.journal.entries("nation", 0, 1_000).await.unwrap().len(), entries);
    });
}

#[test]
fn statements_are_the_programmes_and_nobody_elses() {
    both(&register(), |trial| async move {
        let (kit, _) = kit_of(&trial).await;
        let place = read_in(&kit, &line(7, "W-1", "")).await;
        for path in ["/counter/statements", &place, "/counter/unmatched"] {
            assert_eq!(kit.get("rahima", path).await.status, 403, "{path}");
            assert_eq!(kit.get("auditor", path).await.status, 200, "{path}");
            assert_eq!(kit.get("district-auditor", path).await.status, 404, "{path}: of the whole country only");
        }
        assert_eq!(sent(&kit, "auditor", "wallet", b"x").await.status, 403);
        assert_eq!(kit.get("admin", "/counter/statements/none").await.status, 404);
        assert_eq!(kit.get("admin", "/counter/unmatched/none").await.status, 404);
    });
}
