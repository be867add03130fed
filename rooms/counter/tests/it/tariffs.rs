//! A tariff is proposed by one person and approved by another, and then stands on the receipts.

use crate::deeds_desk::{BIRTH, day, open_shop, refusal, refused, register, stocked, tariff, today};
use crate::deeds_desk::{line, sale};
use crate::pages_kit::{Got, Kit};
use base::Refusal;
use counter::{ApproveTariff, Catalogue, DeclineTariff, NotProposed, Proposal, ProposeTariff, Tariff, WithdrawTariff};
use journal::{Deed, Envelope, Journal, NATION, Stop};
use trial::both;

async fn as_person<D: Deed>(journal: &Journal, who: &str, deed: D) -> Result<D::Done, Stop<D::Refusal>> {
    let envelope = Envelope::keyless(who);
    journal.write(envelope, deed).await.map(|written| written.done)
}

async fn propose(journal: &Journal, tariff: Tariff) -> Result<String, Stop<NotProposed>> {
    as_person(journal, "keeper", ProposeTariff { service: BIRTH.into(), tariff }).await
}

async fn approve(journal: &Journal, proposal: &str) -> Result<i64, Stop<NotProposed>> {
    as_person(journal, "admin", ApproveTariff { proposal: proposal.into() }).await
}

async fn tariffs(journal: &Journal) -> Vec<Tariff> {
    Catalogue::default().now(journal).await.unwrap().offer(BIRTH).unwrap().tariffs.clone()
}

#[test]
fn an_approved_tariff_ends_the_one_before_and_its_version_stands_on_the_receipt() {
    both(&register(), |trial| async move {
        stocked(&trial.journal).await;
        let tomorrow = today().add_days(1).to_string();
        let proposal = propose(&trial.journal, tariff("/", &tomorrow, [5_000, 3_000, 1_000])).await.unwrap();
        let before = tariffs(&trial.journal).await;
        assert_eq!(before.len(), 1, "a proposal changes nothing");
        assert_eq!(approve(&trial.journal, &proposal).await.unwrap(), 1);
        let after = tariffs(&trial.journal).await;
        assert_eq!(after[0], Tariff { until: Some(today()), ..before[0].clone() });
        assert_eq!(after[1], Tariff { version: 1, ..tariff("/", &tomorrow, [5_000, 3_000, 1_000]) });
        let old = crate::deeds_desk::take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        assert_eq!((old.total().get(), old.lines[0].tariff_version), (8_000, 0));
        crate::deeds_desk::close(&trial.journal, "3026001", today()).await.unwrap();
        trial.pass(86_400_000);
        let new = crate::deeds_desk::take(&trial.journal, sale(vec![line(BIRTH, 1)])).await.receipt;
        assert_eq!((new.total().get(), new.lines[0].tariff_version), (9_000, 1));
        let third = propose(&trial.journal, tariff("/30/", "2027-01-01", [5_000, 1_000, 0])).await.unwrap();
        assert_eq!(approve(&trial.journal, &third).await.unwrap(), 2, "versions count over all places of a service");
        trial.verify().await;
    });
}

#[test]
fn nobody_decides_on_their_own_proposal_and_every_proposal_is_decided_once() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let journal = &trial.journal;
        let at = |from: &str| tariff("/", from, [5_000, 3_000, 1_000]);
        let id = propose(journal, at("2026-12-01")).await.unwrap();
        let own = || as_person(journal, "keeper", ApproveTariff { proposal: id.clone() });
        assert_eq!(refused(own().await), "counter.tariff.own");
        let decline =
            |who: &'static str, reason: String| as_person(journal, who, DeclineTariff { proposal: id.clone(), reason });
        assert_eq!(refused(decline("keeper", "no".into()).await), "counter.tariff.own");
        assert_eq!(refused(decline("admin", " ".into()).await), "counter.tariff.reason");
        assert_eq!(refused(decline("admin", "x".repeat(301)).await), "counter.tariff.reason");
        let withdraw = |who: &'static str| as_person(journal, who, WithdrawTariff { proposal: id.clone() });
        assert_eq!(refused(withdraw("admin").await), "counter.tariff.not_own");
        decline("admin", "too high".into()).await.unwrap();
        assert_eq!(refused(approve(journal, &id).await), "counter.tariff.decided");
        assert_eq!(refused(withdraw("keeper").await), "counter.tariff.decided");
        let second = propose(journal, at("2026-12-01")).await.unwrap();
        as_person(journal, "keeper", WithdrawTariff { proposal: second.clone() }).await.unwrap();
        let gone = refusal(approve(journal, &second).await);
        assert_eq!((gone.code(), gone.status()), ("counter.tariff.decided", 409));
        assert_eq!(refused(approve(journal, "none").await), "counter.tariff.no_proposal");
        assert_eq!(tariffs(journal).await.len(), 1);
        trial.verify().await;
    });
}

#[test]
fn a_tariff_that_overlaps_another_is_refused_when_proposed_and_again_when_approved() {
    both(&register(), |trial| async move {
        open_shop(&trial.journal).await;
        let journal = &trial.journal;
        let of = |from: &str, until: Option<&str>| Tariff {
            until: until.map(day),
            ..tariff("/30/", from, [5_000, 3_000, 1_000])
        };
        let (one, two) = (of("2026-12-01", Some("2026-12-31")), of("2026-12-20", None));
        let one = propose(journal, one).await.unwrap();
        let two = propose(journal, two).await.unwrap();
        approve(journal, &one).await.unwrap();
        let overlap = refusal(approve(journal, &two).await);
        assert_eq!(overlap.code(), "counter.tariff.overlap");
        let told: Vec<String> = overlap.values().into_iter().map(|(_, value)| value).collect();
        assert_eq!(told, ["2026-12-01", "2026-12-31", "/30/"], "the other is named with its days and place");
        for (bad, code) in [
            (of("2026-12-31", None), "counter.tariff.overlap"),
            (of("2026-11-24", Some("2026-12-01")), "counter.tariff.overlap"),
            (of("2026-11-22", None), "counter.tariff.past"),
            (of("2026-12-02", Some("2026-12-01")), "counter.tariff.dates"),
            (Tariff { path: "30".into(), ..of("2027-01-01", None) }, "counter.tariff.path"),
            (Tariff { partner: base::Paisa::new(-1), ..of("2027-01-01", None) }, "counter.tariff.amount"),
        ] {
            assert_eq!(refused(propose(journal, bad).await), code);
        }
        let unknown = ProposeTariff { service: "X999".into(), tariff: of("2027-01-01", None) };
        assert_eq!(refused(as_person(journal, "keeper", unknown).await), "counter.tariff.unknown");
        propose(journal, of("2027-01-01", None)).await.unwrap();
        trial.pass(40 * 86_400_000);
        let late = propose(journal, of("2027-01-03", None)).await.unwrap();
        trial.pass(2 * 86_400_000);
        assert_eq!(refused(approve(journal, &late).await), "counter.tariff.past", "it waited for too long");
        trial.verify().await;
    });
}

fn proposed_id(page: &Got) -> String {
    let rest = page.body.split("/counter/tariffs/").nth(1).unwrap_or_else(|| panic!("no proposal: {}", page.body));
    rest.split('/').next().unwrap().to_owned()
}

#[test]
fn a_price_changes_through_the_pages_of_two_people() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let form = "/counter/catalogue/G003/tariff";
        let found = kit.get("keeper", &format!("{form}?place=Savar")).await;
        assert!(found.body.contains("tariff?place=302672"), "{}", found.body);
        let asked = kit.get("keeper", &format!("{form}?place=30")).await;
        let form_id = asked.value("form_id");
        assert_eq!(asked.value("official"), "50");
        let fields = |from: &'static str, shop: &'static str| {
            [
                ("form_id", form_id.clone()),
                ("place", "30".into()),
                ("from", from.into()),
                ("official", "50".into()),
                ("shop", shop.to_owned()),
                ("outsiders", "yes".into()),
            ]
        };
        let post = |fields: [(&'static str, String); 6]| {
            let kit = &kit;
            async move {
                let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                kit.post("keeper", form, &fields).await
            }
        };
        let wrong = post(fields("soon", "many")).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("id=\"from-error\"") && wrong.body.contains("id=\"shop-error\""), "{}", wrong.body);
        let gone_by = post(fields("2026-01-01", "৪০")).await;
        assert!(gone_by.status == 422 && gone_by.body.contains("never begins in the past"), "{}", gone_by.body);
        assert_eq!(post(fields("2026-11-23", "৪০")).await.place(), "/counter/tariffs");
        assert_eq!(
            post(fields("2026-11-23", "৪০")).await.place(),
            "/counter/tariffs",
            "a second press proposes nothing more"
        );
        let own = kit.get("keeper", "/counter/tariffs").await;
        assert!(own.body.contains("/withdraw") && !own.body.contains("/approve"), "{}", own.body);
        let id = proposed_id(&own);
        let list = kit.get("admin", "/counter/tariffs").await;
        assert!(list.body.contains(&format!("/counter/tariffs/{id}/approve")) && !list.body.contains("/withdraw"));
        assert_eq!(kit.post("rahima", &format!("/counter/tariffs/{id}/approve"), &[]).await.status, 403);
        assert_eq!(kit.post("admin", &format!("/counter/tariffs/{id}/decline"), &[("reason", "")]).await.status, 422);
        assert_eq!(kit.post("admin", &format!("/counter/tariffs/{id}/approve"), &[]).await.place(), "/counter/tariffs");
        assert_eq!(kit.post("admin", "/counter/tariffs/none/approve", &[]).await.status, 404);
        let service = kit.get("rahima", "/counter/catalogue/G003").await;
        assert!(service.body.contains("Tariff v1") && service.body.contains("৳90"), "{}", service.body);
        trial.verify().await;
    });
}

#[test]
fn the_version_of_the_tariff_stands_on_the_receipt_that_a_person_sees() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let deed = ProposeTariff { service: "C010".into(), tariff: tariff("/", &today().to_string(), [0, 300, 0]) };
        let id = as_person(&trial.journal, "keeper", deed).await.unwrap();
        approve(&trial.journal, &id).await.unwrap();
        let number = kit.sell_copies("rahima", "1").await;
        let shown = kit.get("rahima", &format!("/counter/receipts/{number}")).await;
        assert!(shown.body.contains("Tariff v1") && shown.body.contains("৳3"), "{}", shown.body);
        trial.verify().await;
    });
}

#[test]
fn a_proposal_is_read_back_as_it_was_written() {
    let text = format!(
        "{{\"proposal\":\"p\",\"service\":\"{BIRTH}\",\"tariff\":{{\"path\":\"/\",\"from\":\"2027-01-01\",\"official\":1,\
         \"shop\":2,\"programme\":3}},\"by\":\"a\",\"at\":5,\"state\":\"waiting\",\"decided_by\":\"\",\"reason\":\"\"}}"
    );
    let read: Proposal = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    assert_eq!(NATION, "nation");
}
