//! A service that needs a course is given only by who passed it.

use crate::deeds_desk::{line, publish, refusal, register, sale, service, set_tariff, stocked, tariff};
use crate::pages_kit::{self, Kit};
use base::{Lang, Refusal};
use counter::{Given, NotTaken, Service, TakeServices};
use journal::{Envelope, Journal, Stop};
use network::deeds::{LoadPlaces, NoteCoursePassed, RegisterPerson};
use trial::both;

const TAUGHT: &str = "T050";

async fn taught(journal: &Journal) {
    let taught = Service { course: Some("insurance".into()), ..service(TAUGHT, "Policy") };
    publish(journal, taught, "").await;
    set_tariff(journal, TAUGHT, tariff("/", "2026-01-01", [5_000, 2_000, 1_000])).await;
}

async fn take_as(journal: &Journal, who: &str, sale: TakeServices) -> Result<Given, Stop<NotTaken>> {
    let envelope = Envelope::keyless(who);
    journal.write(envelope, sale).await.map(|written| written.done)
}

async fn person(journal: &Journal, mobile: &str) -> String {
    let deed = RegisterPerson {
        name: "সালমা খাতুন".into(),
        mobile: base::mobile::Mobile::parse(mobile).unwrap(),
        nid: None,
        sex: None,
        lang: Lang::Bn,
        place: "bd".into(),
        code_hash: None,
    };
    pages_kit::does(journal, deed).await
}

#[test]
fn only_who_passed_the_course_gives_the_service_and_a_paper_register_asks_nobody() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let journal = &trial.journal;
        taught(journal).await;
        pages_kit::does(journal, LoadPlaces { only: vec!["bd".to_owned()] }).await;
        let (salma, rina) = (person(journal, "01711000001").await, person(journal, "01711000002").await);
        let two = || sale(vec![line("T002", 1), line(TAUGHT, 1)]);
        let no = refusal(take_as(journal, &salma, two()).await);
        assert_eq!((no.code(), no.status()), ("counter.take.course", 422));
        assert_eq!(no.field().as_deref(), Some("lines.1.service"));
        assert_eq!(no.values(), [("service", TAUGHT.to_owned()), ("course", "insurance".to_owned())]);
        let note = NoteCoursePassed { person: salma.clone(), course: "insurance".into(), proof: "IDRA 77".into() };
        pages_kit::does(journal, note).await;
        assert_eq!(take_as(journal, &salma, two()).await.unwrap().receipt.lines.len(), 2);
        let other = refusal(take_as(journal, &rina, two()).await);
        assert_eq!(other.code(), "counter.take.course", "a course is a person's, not the centre's");
        let yesterday = TakeServices { register_day: Some(crate::deeds_desk::today().add_days(-1)), ..two() };
        take_as(journal, &rina, yesterday).await.unwrap();
        trial.verify().await;
    });
}

#[test]
fn at_the_counter_it_is_shown_grey_with_the_reason_and_cannot_be_added() {
    both(&pages_kit::register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let found = kit.get("rahima", "/counter/find?q=P020").await.body;
        assert!(found.contains("value=\"P020\" disabled"), "{found}");
        assert!(found.contains("The course \u{201c}insurance\u{201d} is to be passed first"), "{found}");
        let free = kit.get("rahima", "/counter/find?q=C010").await.body;
        assert!(!free.contains("disabled"), "{free}");
        let added = kit.post("rahima", "/counter/cart", &[("service", "P020"), ("quantity", "1")]).await;
        assert_eq!(added.status, 422);
        assert!(added.body.contains("given only by who passed the course"), "{}", added.body);
        let transfer = kit.post("rahima", "/counter/cart", &[("service", "P009"), ("quantity", "1")]).await;
        assert_eq!(transfer.status, 422, "nor a transfer begun");
        let straight = kit.get("rahima", "/counter/transfers/new/P009").await;
        assert_eq!(straight.status, 422);
        assert!(straight.body.contains("Pass the course"), "{}", straight.body);
    });
}

#[test]
fn a_transfer_that_needs_a_course_is_refused_to_who_has_none() {
    both(&pages_kit::register(), |trial| async move {
        pages_kit::furnish(&trial.journal).await;
        let envelope = Envelope::keyless("p-salma");
        let no = refusal(trial.journal.write(envelope, crate::registers_month::deposit_asked()).await);
        assert_eq!(no.code(), "counter.take.course");
        trial.verify().await;
    });
}
