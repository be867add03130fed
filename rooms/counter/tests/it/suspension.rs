//! A centre is suspended: it sells nothing, its applications go to another counter and come back, and everybody is told.

use crate::deeds_desk::{
    BIRTH, COPY, FORM, PATH, answers, close, count, line, open_shop, refusal, refused, reverse, sale, service, take,
    tariff, today, top_up, write,
};
use crate::pages_kit::{Got, HERS, HIS, Kit, does, register, visitor};
use crate::texts::{Gateway, agreeing, told};
use base::mobile::Mobile;
use base::{Lang, Paisa, Refusal};
use counter::CaseState::{FeePaid, Ready, Sent};
use counter::{
    Approver, CaseState, CustomerGiven, Hand, HandOver, Handed, LineGiven, MoveCase, NotMoved, Proof, PublishService,
    Receipt, Relation, SendHandoverCode, Service, SetTariff, TakeServices, case_number, import_register, moved_text,
    returned_text,
};
use journal::{Envelope, Fault, Journal, Stop};
use network::deeds::{GiveGrant, OpenCentre, RegisterPerson, ReinstateCentre, SeatPerson, SuspendCentre, VacateSeat};
use network::person::Sex;
use network::seat::{SeatKind, Terms};
use std::sync::Arc;
use trial::both;
use web::{Doorkeeper, Knock};

const HER_PATH: &str = "/30/3026/302672/30267250/";
const UPAZILA: &str = "/30/3026/302672/";
const SIGNED: &str = "T005";
const PEOPLE: [(&str, &str); 3] = [("rahima", HERS), ("karim", HIS), ("third", THIRD)];
const THIRD: &str = "3026003";
const ENTREPRENEUR: &[&str] = &["case.handle", "catalogue.view", "receipt.view", "sale.create", "sale.reverse"];
const UNO: &[&str] = &["centre.suspend", "receipt.view", "report.view"];

/// A town whose people the network knows: the ids of Rahima, Karim, one more entrepreneur, and the UNO.
struct Town {
    ids: Vec<String>,
}

impl Town {
    fn of(&self, who: &str) -> String {
        let place = ["rahima", "karim", "third", "uno"].iter().position(|one| *one == who).unwrap();
        self.ids[place].clone()
    }

    /// Who shows a token, as the network has them: Rahima, Karim and the third at their counters.
    fn door(&self) -> Doorkeeper {
        let ids = self.ids.clone();
        Arc::new(move |Knock { token, kind }| {
            let ids = ids.clone();
            Box::pin(async move {
                let seats = [("rahima", HERS, "30267250"), ("karim", HIS, "30267215"), ("third", THIRD, "30267218")];
                let seat = seats.iter().zip(&ids).find(|((name, ..), _)| *name == token);
                Ok(match seat {
                    Some(((name, book, place), id)) => {
                        let path = format!("{UPAZILA}{place}/");
                        let seated = visitor(name, (ENTREPRENEUR, &path), Some((book, &path)), kind);
                        Some(web::Visitor { person: id.clone(), ..seated })
                    }
                    None if token == "uno" => {
                        Some(web::Visitor { person: ids[3].clone(), ..visitor("uno", (UNO, UPAZILA), None, kind) })
                    }
                    None => None,
                })
            })
        })
    }
}

async fn town(journal: &Journal) -> Town {
    crate::pages_kit::furnish(journal).await;
    open_shop(journal).await;
    let third = OpenCentre { code: Some(THIRD.into()), place: "30267218".into(), name_bn: None, name_en: None };
    does(journal, third).await;
    let day = journal.now().day();
    let registering = |number: u32, sex| RegisterPerson {
        name: format!("মানুষ {number}"),
        mobile: Mobile::parse(&format!("0171000000{number}")).unwrap(),
        nid: None,
        sex,
        lang: Lang::En,
        place: "302672".into(),
        code_hash: None,
    };
    let mut ids = Vec::new();
    for ((_, centre), number) in PEOPLE.iter().zip(1..) {
        let person = does(journal, registering(number, Some(Sex::Woman))).await;
        let terms = Terms { from: day, until: day.add_days(365), stamp: "কচ ১২৩৪৫৬৭".into() };
        let seating = SeatPerson { centre: (*centre).into(), seat: SeatKind::Woman, person: person.clone(), terms };
        does(journal, seating).await;
        ids.push(person);
    }
    let uno = does(journal, registering(9, None)).await;
    let (role, place) = ("upazila_supervisor".to_owned(), "302672".to_owned());
    does(journal, GiveGrant { person: uno.clone(), role, place, from: day, until: None }).await;
    ids.push(uno);
    let signed = Service { sla_days: 3, approver: Approver::Agency, ..service(SIGNED, "Certificate") };
    does(journal, PublishService { service: signed, form: FORM.into(), change: "first".into() }).await;
    let price = tariff("/", "2026-01-01", [3_000, 1_500, 500]);
    does(journal, SetTariff { service: SIGNED.into(), tariff: price }).await;
    Town { ids }
}

fn suspending(to: Option<&str>) -> SuspendCentre {
    let (reason, to) = ("ভুয়া জন্ম সনদের তদন্ত".to_owned(), to.map(ToOwned::to_owned));
    SuspendCentre { centre: HERS.into(), seat: None, reason, to }
}

fn reinstating() -> ReinstateCentre {
    ReinstateCentre { centre: HERS.into(), seat: None }
}

fn hers(lines: Vec<LineGiven>) -> TakeServices {
    TakeServices { path: HER_PATH.into(), ..sale(lines) }
}

/// A receipt of Rahima's with one application.
async fn applied(journal: &Journal, customer: Option<CustomerGiven>) -> (Receipt, String) {
    let asked = LineGiven { answers: answers(&[("applicant", "নমুনা")]), ..line(SIGNED, 1) };
    let receipt = take(journal, TakeServices { customer, ..hers(vec![asked]) }).await.receipt;
    let number = case_number(&receipt.number, 0);
    (receipt, number)
}

fn moving(number: &str, from: CaseState, to: CaseState, at: Option<&str>) -> MoveCase {
    MoveCase {
        book: HERS.into(),
        number: number.into(),
        to,
        reason: String::new(),
        note: String::new(),
        expects: from,
        at: at.map(ToOwned::to_owned),
        hand: Hand::Centre,
    }
}

async fn by(journal: &Journal, who: &str, deed: MoveCase) -> Result<CaseState, Stop<NotMoved>> {
    let by = Envelope::keyless(who);
    journal.write(by, deed).await.map(|written| written.done)
}

#[test]
fn a_suspended_centre_sells_nothing_more_but_its_day_is_counted_and_closed() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        town(journal).await;
        let receipt = take(journal, hers(vec![line(BIRTH, 1)])).await.receipt;
        does(journal, suspending(Some(HIS))).await;
        let told = refusal(write(journal, hers(vec![line(COPY, 1)])).await);
        assert_eq!((told.code(), told.status()), ("network.suspended.centre_moved", 403));
        assert_eq!(told.values(), [("centre", HIS.to_owned())]);
        assert_eq!(refused(reverse(journal, &receipt).await), "network.suspended.centre_moved");
        let row = format!("date,service,mobile,quantity,official_fee,charge\n2026-11-02,{COPY},,6,0,2\n");
        let report = import_register(journal, HERS, HER_PATH, row.as_bytes()).await.unwrap();
        assert_eq!((report.good, report.refused[0].code), (0, "network.suspended.centre_moved"));
        count(journal, HERS, today()).await.unwrap();
        close(journal, HERS, today()).await.unwrap();
        does(journal, reinstating()).await;
        trial.pass(24 * 3_600_000);
        take(journal, hers(vec![line(COPY, 1)])).await;
        trial.verify().await;
    });
}

#[test]
fn a_suspended_seat_stops_who_sits_in_it_and_nobody_else() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let town = town(journal).await;
        let seat = SuspendCentre { seat: Some(SeatKind::Woman), ..suspending(Some(HIS)) };
        does(journal, seat).await;
        let envelope = Envelope::keyless(&town.of("rahima"));
        let sold = journal.write(envelope, hers(vec![line(COPY, 1)])).await.map(|written| written.done);
        assert_eq!(refused(sold), "network.suspended.seat_moved");
        let at_his = TakeServices { book: HIS.into(), path: PATH.into(), ..sale(vec![line(COPY, 1)]) };
        take(journal, at_his).await;
        trial.verify().await;
    });
}

#[test]
fn the_applications_of_a_suspended_centre_go_on_at_the_other_in_its_own_book_and_come_back() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let town = town(journal).await;
        let (rahima, karim, third) = (town.of("rahima"), town.of("karim"), town.of("third"));
        let customer = Some(CustomerGiven { mobile: Some("01712345678".into()), ..CustomerGiven::default() });
        let (_, number) = applied(journal, customer).await;
        let (_, other) = applied(journal, None).await;
        let step = |at: Option<&str>| moving(&number, FeePaid, Sent, at);
        assert_eq!(refused(by(journal, &karim, step(Some(HIS))).await), "network.suspended.elsewhere");
        does(journal, suspending(Some(HIS))).await;
        assert_eq!(refused(by(journal, &rahima, step(None)).await), "network.suspended.centre_moved");
        assert_eq!(refused(by(journal, &third, step(Some(THIRD))).await), "network.suspended.elsewhere");
        by(journal, &karim, step(Some(HIS))).await.unwrap();
        by(journal, &karim, moving(&number, Sent, Ready, Some(HIS))).await.unwrap();
        let at = Some(HIS.to_owned());
        let send = SendHandoverCode { book: HERS.into(), number: number.clone(), at: at.clone() };
        let code = write(journal, send).await.unwrap().code;
        let (relation, collector) = (Relation::Applicant, String::new());
        let (book, proof) = (HERS.to_owned(), Proof::Code(code));
        let over = HandOver { book, number: number.clone(), proof, relation, collector, at };
        assert_eq!(write(journal, over).await.unwrap(), Handed::Over);
        let last = journal.entries(HERS, 0, 1_000).await.unwrap().pop().unwrap();
        assert_eq!(last.head.deed, "counter.hand_over", "it stands in the book that took the money");
        assert!(String::from_utf8_lossy(&last.events).contains("\"at\":\"3026002\""));
        does(journal, reinstating()).await;
        let told = by(journal, &karim, moving(&other, FeePaid, Sent, Some(HIS))).await;
        assert_eq!(refused(told), "network.suspended.elsewhere", "what is not done went home");
        by(journal, &rahima, moving(&other, FeePaid, Sent, None)).await.unwrap();
        trial.verify().await;
    });
}

/// Asks for a move on its page and sends what the page has.
async fn moves(kit: &Kit, who: &str, way: &str) -> Got {
    let page = kit.get(who, way).await;
    let (expects, seen) = (page.value("expects"), page.value("seen"));
    kit.post(who, way, &[("expects", expects.as_str()), ("seen", seen.as_str())]).await
}

#[test]
fn the_other_counter_sees_the_queue_and_everybody_is_told_where_to_go() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let town = town(journal).await;
        let kit = Kit::kept_by(journal.clone(), town.door(), |things| things);
        let (receipt, number) = applied(journal, None).await;
        let (here, queue) = (format!("/counter/cases/{number}"), format!("/counter/cases?centre={HERS}"));
        assert_eq!(kit.get("karim", &queue).await.status, 404);
        does(journal, suspending(Some(HIS))).await;
        // The counter itself.
        let counter = kit.get("rahima", "/counter").await;
        assert!(counter.body.contains("This centre is suspended"), "{}", counter.body);
        let own = kit.get("rahima", &here).await;
        assert!(own.body.contains("This centre is suspended") && !own.body.contains("/move/sent"), "{}", own.body);
        // The one that serves it meanwhile.
        assert!(kit.get("karim", "/today").await.body.contains(&queue));
        assert!(kit.get("karim", "/counter/cases").await.body.contains(&queue));
        let list = kit.get("karim", &queue).await;
        assert!(list.body.contains(&number) && list.body.contains("served at your counter"), "{}", list.body);
        let page = kit.get("karim", &here).await;
        assert!(page.body.contains("/move/sent") && !page.body.contains("/counter/receipts/"), "{}", page.body);
        assert_eq!(moves(&kit, "karim", &format!("{here}/move/sent")).await.place(), here);
        assert!(kit.get("karim", &here).await.body.contains("at centre 3026002"));
        for who in ["third", "stranger"] {
            assert_ne!(kit.get(who, &here).await.status, 200, "{who}");
        }
        // Those who applied, and those who come anew.
        let check = kit.get("stranger", &format!("/check?n={}&c={}", receipt.number, receipt.check)).await;
        assert!(check.body.contains("go to Aminbazar Union Digital Centre (Aminbazar, Savar)"), "{}", check.body);
        let board = kit.get("stranger", &format!("/prices/{HERS}")).await;
        assert!(board.body.contains("Go to Aminbazar Union Digital Centre"), "{}", board.body);
        assert!(!kit.get("stranger", &format!("/prices/{HIS}")).await.body.contains("closed for now"));
        does(journal, reinstating()).await;
        assert_eq!(kit.get("karim", &here).await.status, 404);
        let check = kit.get("stranger", &format!("/check?n={}&c={}", receipt.number, receipt.check)).await;
        assert!(!check.body.contains("closed for now"), "{}", check.body);
        trial.verify().await;
    });
}

#[test]
fn an_officer_suspends_with_what_is_open_in_sight_and_reinstates() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let town = town(journal).await;
        let kit = Kit::kept_by(journal.clone(), town.door(), |things| things);
        applied(journal, None).await;
        let (centre, list) = (format!("/supervise/centres/{HERS}"), "/supervise/302672/suspended");
        let way = format!("{centre}/suspend");
        assert!(kit.get("uno", list).await.body.contains("No centre is suspended here."));
        assert!(kit.get("uno", &centre).await.body.contains(&way));
        let page = kit.get("uno", &way).await;
        for seen in ["Applications under way", "Day not closed", "23 November 2026", HIS, THIRD] {
            assert!(page.body.contains(seen), "{seen}: {}", page.body);
        }
        let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { ledger::float_standing(tx, HERS).await }));
        let free = read.await.unwrap().free;
        assert!(free > Paisa::ZERO && page.body.contains(&format!(">{}<", free.show(Lang::En))), "{}", page.body);
        let form_id = page.value("form_id");
        let all = [("form_id", form_id.as_str()), ("what", "centre"), ("reason", "তদন্ত"), ("to", HIS)];
        let without = |field: &str| all.into_iter().filter(|(name, _)| *name != field).collect::<Vec<_>>();
        for (field, mark) in [("reason", "reason-error"), ("to", "to-error")] {
            let got = kit.post("uno", &way, &without(field)).await;
            assert!(got.status == 422 && got.body.contains(mark), "{}", got.body);
        }
        assert_eq!(kit.post("karim", &way, &all).await.status, 403);
        assert_eq!(kit.post("uno", &way, &all).await.place(), centre);
        assert_eq!(kit.post("uno", &way, &all).await.place(), centre, "pressed twice, it is done once");
        let shown = kit.get("uno", &centre).await;
        assert!(shown.body.contains("তদন্ত") && shown.body.contains("Nobody serves"), "{}", shown.body);
        assert!(kit.get("uno", list).await.body.contains("Aminbazar Union Digital Centre"));
        assert!(kit.get("uno", &format!("{list}?format=csv")).await.body.contains(HIS));
        assert!(kit.get("uno", "/supervise/302672").await.body.contains("Suspended centres"));
        let to = format!("{centre}/queue");
        assert_eq!(kit.post("uno", &to, &[("form_id", "q1"), ("to", THIRD)]).await.place(), centre);
        assert!(kit.get("third", "/counter/cases").await.body.contains(&format!("/counter/cases?centre={HERS}")));
        let back = format!("{centre}/reinstate");
        assert_eq!(kit.post("uno", &back, &[("form_id", "r1"), ("what", "centre")]).await.place(), centre);
        assert!(kit.get("uno", list).await.body.contains("No centre is suspended here."));
        assert_eq!(kit.post("uno", &back, &[("form_id", "r2"), ("what", "centre")]).await.status, 422);
        trial.verify().await;
    });
}

#[test]
fn applications_whose_second_counter_loses_its_people_are_said_to_stand_still_and_sent_on() {
    both(&register(), |trial| async move {
        let journal = &trial.journal;
        let town = town(journal).await;
        let kit = Kit::kept_by(journal.clone(), town.door(), |things| things);
        applied(journal, None).await;
        does(journal, suspending(Some(HIS))).await;
        let (first, second) = (format!("/supervise/centres/{HERS}"), format!("/supervise/centres/{HIS}"));
        let list = "/supervise/302672/suspended";
        for way in [first.as_str(), &second, list] {
            let page = kit.get("uno", way).await.body;
            assert!(!page.contains("nobody serves there either") && !page.contains("do not move on"), "{page}");
        }
        let note = "গোনা হয়েছে".to_owned();
        does(journal, VacateSeat { centre: HIS.into(), seat: SeatKind::Woman, contract: None, note }).await;
        for way in [first.as_str(), list] {
            let page = kit.get("uno", way).await.body;
            assert!(page.contains("nobody serves there either"), "{way}: {page}");
        }
        let page = kit.get("uno", &second).await.body;
        for said in ["Nobody serves", "do not move on", &format!("href=\"{first}\""), &format!("value=\"{THIRD}\"")] {
            assert!(page.contains(said), "{said}: {page}");
        }
        let to = [("form_id", "q1"), ("to", THIRD)];
        assert_eq!(kit.post("uno", &format!("{second}/queue"), &to).await.place(), second);
        assert!(kit.get("third", "/counter/cases").await.body.contains(&format!("/counter/cases?centre={HERS}")));
        for way in [first.as_str(), &second, list] {
            let page = kit.get("uno", way).await.body;
            assert!(!page.contains("nobody serves there either") && !page.contains("do not move on"), "{page}");
        }
        trial.verify().await;
    });
}

#[test]
fn who_agreed_to_texts_is_told_where_the_application_went_and_that_it_came_back() {
    both(&register(), |trial| async move {
        let (journal, gateway) = (&trial.journal, Gateway::default());
        town(journal).await;
        top_up(journal, HERS, 1_000_000).await;
        let (_, number) = applied(journal, agreeing("01711123456")).await;
        let (_, silent) = applied(journal, None).await;
        told(journal, &gateway).await; // begins with what comes next
        does(journal, suspending(Some(HIS))).await;
        told(journal, &gateway).await;
        told(journal, &gateway).await;
        does(journal, reinstating()).await;
        told(journal, &gateway).await;
        let sent: Vec<String> = gateway.sent().into_values().map(|(_, text)| text).collect();
        assert!(sent.contains(&moved_text(&number, "আমিনবাজার")), "{sent:?}");
        assert!(sent.contains(&returned_text(&number)), "{sent:?}");
        assert!(!sent.iter().any(|text| text.contains(&silent)));
        assert!(sent.iter().all(|text| counter::letters(text) <= counter::SMS_LETTERS_MAX));
        assert!(counter::letters(&moved_text(&number, &"ক".repeat(60))) <= counter::SMS_LETTERS_MAX);
    });
}
