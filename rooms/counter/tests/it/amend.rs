//! The catalogue is amended: drafts, versions, who was quicker, and what comes with the program.

use crate::deeds_desk::{
    BIRTH, COPY, FORM, FORMED, entries, line, open_shop, publish, refusal, refused, register, sale, service, stocked,
    take, write,
};
use base::Both;
use base::Refusal;
use counter::{
    Amendment, Catalogue, DropAmendment, KeepAmendment, NotAmended, Offer, PublishAmendment, Service, ServiceChange,
    stock_catalogue,
};
use journal::{Envelope, Fault, Journal, NATION, Stop};
use trial::both;

db::statements! {
    DRAFT_OF = "select body from counter_amendment where book = $1 and person = $2";
}

const KEEPER: &str = "keeper";

fn change(service: Service, form: &str, made_from: i64) -> ServiceChange {
    ServiceChange { service, form: form.into(), made_from }
}

fn amendment(changes: Vec<ServiceChange>) -> Amendment {
    Amendment { note: "papers".into(), changes, ..Amendment::default() }
}

fn with_papers(code: &str, papers: &[&str]) -> Service {
    let documents = papers.iter().map(|paper| Both { bn: format!("{paper} ক"), en: (*paper).into() }).collect();
    Service { documents, ..service(code, code) }
}

async fn keep(journal: &Journal, who: &str, changes: Vec<ServiceChange>) -> Result<(), Stop<NotAmended>> {
    write(journal, KeepAmendment { person: who.into(), amendment: amendment(changes) }).await
}

/// The id of what a person is about to change.
async fn id_of(journal: &Journal, who: &str) -> Option<String> {
    let who = who.to_owned();
    let read = journal.read::<_, Fault, _>(move |tx| {
        Box::pin(async move {
            let row = tx.optional(&DRAFT_OF, &[NATION.into(), who.into()]).await?;
            row.map(|row| row.get::<String>("body")).transpose()
        })
    });
    let body: serde_json::Value = serde_json::from_str(&read.await.unwrap()?).unwrap();
    Some(body["id"].as_str().unwrap().to_owned())
}

async fn confirm(journal: &Journal, who: &str) -> Result<Vec<String>, Stop<NotAmended>> {
    let id = id_of(journal, who).await.unwrap_or_default();
    write(journal, PublishAmendment { person: who.into(), id }).await
}

async fn offer(journal: &Journal, code: &str) -> Offer {
    Catalogue::default().now(journal).await.unwrap().offer(code).unwrap().clone()
}

#[test]
fn what_is_kept_changes_nothing_until_it_is_confirmed_and_then_all_of_it_in_one_entry() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let (journal, before) = (&trial.journal, entries(&trial.journal, NATION).await);
        let new = with_papers("T100", &["NID"]);
        let changes = vec![
            change(with_papers(BIRTH, &["NID", "Photo"]), "", 1),
            change(service(COPY, COPY), "", 1), // as it is
            change(new, FORM, 0),
        ];
        keep(journal, KEEPER, changes).await.unwrap();
        assert_eq!(entries(journal, NATION).await, before, "a draft is in no book");
        assert_eq!(offer(journal, BIRTH).await.version, 1);
        assert_eq!(confirm(journal, KEEPER).await.unwrap(), [BIRTH, "T100"]);
        assert_eq!(entries(journal, NATION).await, before + 1);
        let (birth, copy, new) =
            (offer(journal, BIRTH).await, offer(journal, COPY).await, offer(journal, "T100").await);
        assert_eq!((birth.version, birth.service.documents.len(), birth.edited), (2, 2, true));
        assert_eq!((copy.version, copy.edited), (1, false), "what is as it was has no new version");
        assert_eq!((new.version, new.has_form, new.tariffs.len()), (1, true, 0), "a new service has no price yet");
        assert!(!birth.tariffs.is_empty(), "its tariffs stay");
        assert_eq!(id_of(journal, KEEPER).await, None);
        trial.verify().await;
    });
}

#[test]
fn of_two_managers_the_second_is_told_who_was_quicker_and_nothing_of_theirs_is_published() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let journal = &trial.journal;
        keep(journal, "first", vec![change(with_papers(BIRTH, &["A"]), "", 1)]).await.unwrap();
        let both = vec![change(with_papers(COPY, &["B"]), "", 1), change(with_papers(BIRTH, &["B"]), "", 1)];
        keep(journal, "second", both.clone()).await.unwrap();
        confirm(journal, "first").await.unwrap();
        let late = refusal(confirm(journal, "second").await);
        assert_eq!((late.code(), late.status()), ("counter.amend.stale", 409));
        assert_eq!(late.values(), [("service", BIRTH.to_owned())]);
        assert_eq!(offer(journal, COPY).await.version, 1, "all of it or nothing");
        assert_eq!(refused(keep(journal, "second", both).await), "counter.amend.stale", "told before the preview too");
        let taken = keep(journal, "second", vec![change(service(COPY, "Other"), "", 0)]).await;
        assert_eq!(refused(taken), "counter.amend.taken");
        trial.verify().await;
    });
}

#[test]
fn a_page_of_an_older_draft_confirms_nothing_and_a_second_press_gives_the_first_answer() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let journal = &trial.journal;
        keep(journal, KEEPER, vec![change(with_papers(BIRTH, &["A"]), "", 1)]).await.unwrap();
        let older = id_of(journal, KEEPER).await.unwrap();
        keep(journal, KEEPER, vec![change(with_papers(BIRTH, &["B"]), "", 1)]).await.unwrap();
        let publish = |id: &str| PublishAmendment { person: KEEPER.into(), id: id.to_owned() };
        let gone = refusal(write(journal, publish(&older)).await);
        assert_eq!((gone.code(), gone.status()), ("counter.amend.gone", 409));
        let newer = id_of(journal, KEEPER).await.unwrap();
        let other = refusal(write(journal, PublishAmendment { person: "other".into(), id: newer.clone() }).await);
        assert_eq!(other.code(), "counter.amend.gone", "nobody confirms what another person drafted");
        let press = || async {
            let envelope = Envelope::new(KEEPER, &format!("amend:{newer}"));
            journal.write(envelope, publish(&newer)).await.unwrap().done
        };
        assert_eq!((press().await, press().await), (vec![BIRTH.to_owned()], vec![BIRTH.to_owned()]));
        assert_eq!(offer(journal, BIRTH).await.version, 2);
        keep(journal, KEEPER, vec![change(with_papers(COPY, &["C"]), "", 1)]).await.unwrap();
        write(journal, DropAmendment { person: KEEPER.into() }).await.unwrap();
        assert_eq!(refused(confirm(journal, KEEPER).await), "counter.amend.gone");
    });
}

#[test]
fn every_reason_for_which_the_catalogue_is_not_amended_has_its_code() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let (journal, before) = (&trial.journal, entries(&trial.journal, NATION).await);
        let circle = "| survey |\n| | type | name | label::বাংলা (bn) | label::English (en) | calculation |\n\
                      | | calculate | fee | | | ${tax} + 1 |\n| | calculate | tax | | | ${fee} * 2 |\n";
        let nameless = Service { name: Both { bn: " ".into(), en: "Birth".into() }, ..service(BIRTH, "x") };
        let english = Both { bn: String::new(), en: "NID".into() };
        let paper = Service { documents: vec![english], ..service(BIRTH, "x") };
        for (changed, code) in [
            (vec![change(service(BIRTH, BIRTH), "", 1)], "counter.amend.nothing"),
            (vec![], "counter.amend.nothing"),
            (vec![change(nameless, "", 1)], "counter.publish.name"),
            (vec![change(paper, "", 1)], "counter.publish.papers"),
            (vec![change(service(BIRTH, BIRTH), circle, 1)], "counter.publish.form"),
            (vec![change(service("birth", "x"), "", 0)], "counter.publish.code"),
            (vec![change(Service { sla_days: 401, ..service(BIRTH, "x") }, "", 1)], "counter.publish.days"),
            (vec![change(Service { group: "Group".into(), ..service(BIRTH, "x") }, "", 1)], "counter.publish.group"),
            (vec![change(Service { unit: String::new(), ..service(BIRTH, "x") }, "", 1)], "counter.publish.unit"),
            (
                vec![change(Service { course: Some("a b".into()), ..service(BIRTH, "x") }, "", 1)],
                "counter.publish.course",
            ),
            (
                vec![change(Service { provider: Both::default(), ..service(BIRTH, "x") }, "", 1)],
                "counter.publish.provider",
            ),
            (
                vec![change(Service { synonyms: vec!["x".into(); 61], ..service(BIRTH, "x") }, "", 1)],
                "counter.publish.synonyms",
            ),
            (vec![change(service(BIRTH, "x"), "", 1); 2_001], "counter.amend.many"),
            (vec![change(service(BIRTH, "x"), "", 1); 2], "counter.amend.stale"),
        ] {
            let what = format!("{:?}", changed.first());
            assert_eq!(refused(keep(journal, KEEPER, changed).await), code, "{what}");
        }
        for note in ["", &"ক".repeat(201)] {
            let amendment =
                Amendment { note: note.to_owned(), ..amendment(vec![change(with_papers(BIRTH, &[]), "", 1)]) };
            let answer = write(journal, KeepAmendment { person: KEEPER.into(), amendment }).await;
            assert_eq!(refused(answer), "counter.amend.note");
        }
        let told = refusal(keep(journal, KEEPER, vec![change(service(BIRTH, BIRTH), circle, 1)]).await).values();
        assert!(told[0].1.contains("fee → tax → fee"), "the fields of the circle are named: {told:?}");
        assert_eq!((entries(journal, NATION).await, id_of(journal, KEEPER).await), (before, None));
    });
}

#[test]
fn an_application_keeps_the_version_it_was_taken_under_and_a_retired_service_is_taken_no_more() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let journal = &trial.journal;
        let taken = take(journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        let retired = Service { retired: true, ..service(BIRTH, BIRTH) };
        keep(journal, KEEPER, vec![change(retired, "", 1)]).await.unwrap();
        confirm(journal, KEEPER).await.unwrap();
        assert_eq!(taken.lines[0].version, 1);
        assert_eq!(refused(write(journal, sale(vec![line(BIRTH, 1)])).await), "counter.take.closed");
        keep(journal, KEEPER, vec![change(service(BIRTH, BIRTH), "", 2)]).await.unwrap();
        confirm(journal, KEEPER).await.unwrap();
        assert_eq!(take(journal, sale(vec![line(BIRTH, 1)])).await.receipt.lines[0].version, 3);
        trial.verify().await;
    });
}

#[test]
fn a_new_program_leaves_what_people_changed_and_brings_the_rest() {
    both(&register(), |trial| async move {
        stock_catalogue(&trial.journal, "first").await.unwrap();
        let journal = &trial.journal;
        let stands = offer(journal, "C010").await;
        let renamed = Service { name: Both { bn: "কপি".into(), en: "Copy".into() }, ..stands.service };
        keep(journal, KEEPER, vec![change(renamed, "", stands.version)]).await.unwrap();
        confirm(journal, KEEPER).await.unwrap();
        // As if the program before had brought another photograph, which nobody changed.
        let photo = offer(journal, "C011").await;
        let older = Service { sla_days: 9, ..photo.service.clone() };
        publish(journal, older, "").await;
        let before = entries(journal, NATION).await;
        stock_catalogue(journal, "second").await.unwrap();
        assert_eq!(entries(journal, NATION).await, before + 1, "only the one that nobody changed comes anew");
        assert_eq!(offer(journal, "C010").await.service.name.en, "Copy");
        assert_eq!(offer(journal, "C011").await.service, photo.service);
        trial.verify().await;
        journal.rebuild().await.unwrap();
        assert!(offer(journal, "C010").await.edited, "a rebuild knows it too");
    });
}

#[test]
fn the_form_of_an_open_application_is_that_of_its_version() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let journal = &trial.journal;
        let more = format!("{FORM}\n").replace(
            "| | integer | copies | কপি | Copies | |\n",
            "| | integer | copies | কপি | Copies | |\n| | text | father | পিতা | Father | yes |\n",
        );
        let changed = change(service(FORMED, FORMED), &more, 1);
        keep(journal, KEEPER, vec![changed]).await.unwrap();
        confirm(journal, KEEPER).await.unwrap();
        let answers = crate::deeds_desk::answers(&[("applicant", "নমুনা")]);
        let old = counter::LineGiven { answers, ..line(FORMED, 1) };
        assert_eq!(
            refused(write(journal, sale(vec![old])).await),
            "forms.answer.required",
            "the new version asks more"
        );
        trial.verify().await;
    });
}
