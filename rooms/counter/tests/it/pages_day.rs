//! The pages and papers of a day, as the people of a centre and its supervisors meet them.

use crate::pages_kit::{HERS, HIS, Kit, copy_costs, register};
use trial::both;

/// The name of a day as the kit's clock has it.
fn today(kit: &Kit) -> String {
    kit.house.now().day().to_string()
}

async fn posted(kit: &Kit, who: &str, page: &str, to: &str, fields: &[(&str, &str)]) -> crate::pages_kit::Got {
    let form_id = kit.get(who, page).await.value("form_id");
    let mut all = vec![("form_id", form_id.as_str())];
    all.extend_from_slice(fields);
    kit.post(who, to, &all).await
}

async fn opened(kit: &Kit, who: &str, fields: &[(&str, &str)]) -> crate::pages_kit::Got {
    posted(kit, who, "/counter/day/open", "/counter/day/open", fields).await
}

#[test]
fn an_evening_by_hand_counts_blind_compares_gives_a_reason_and_prints() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        copy_costs(&trial.journal, "/", 2).await;
        let first = kit.get("rahima", "/today").await;
        assert!(first.body.contains("Count the drawer") && first.body.contains("/counter/day/open"));
        assert!(kit.get("rahima", "/counter").await.body.contains("The drawer was not counted yet today."));
        assert_eq!(opened(&kit, "rahima", &[("n100", "5"), ("do", "count")]).await.place(), "/counter/day");
        assert!(!kit.get("rahima", "/counter").await.body.contains("The drawer was not counted yet today."));
        kit.sell_copies("rahima", "100").await;
        let cash = [("kind", "paid_out"), ("expense", "paper"), ("amount", "120"), ("memo", "এক রিম")];
        let got = posted(&kit, "rahima", "/counter/day/cash", "/counter/day/cash", &cash).await;
        assert_eq!(got.place(), "/counter/day");
        let day = kit.get("rahima", "/counter/day").await;
        assert!(day.body.contains("এক রিম") && day.body.contains("The day is open"), "{}", day.body);

        // Counted blind: nothing says Tk 580 before the count is entered.
        let close = "/counter/day/close";
        let blind = kit.get("rahima", close).await;
        assert!(!blind.body.contains("৳580") && blind.body.contains("data-count"));
        let added = posted(&kit, "rahima", close, "/counter/day/count", &[("n500", "১"), ("do", "total")]).await;
        assert_eq!(added.status, 200);
        assert!(added.body.contains("৳500") && !added.body.contains("৳580"), "only added up: {}", added.body);
        let wrong = posted(&kit, "rahima", close, "/counter/day/count", &[("n500", "five"), ("do", "count")]).await;
        assert_eq!(wrong.status, 422);
        assert!(wrong.body.contains("n500-error") && wrong.body.contains("value=\"five\""));
        let counted = posted(&kit, "rahima", close, "/counter/day/count", &[("n500", "1"), ("do", "count")]).await;
        assert_eq!(counted.place(), format!("/counter/day/close?day={}", today(&kit)));
        let compared = kit.get("rahima", counted.place()).await;
        assert!(compared.body.contains("৳580") && compared.body.contains("৳80") && compared.body.contains("Short"));

        let refused = posted(&kit, "rahima", counted.place(), close, &[]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.body.contains("Choose from the list why it differs."));
        let closed = posted(&kit, "rahima", counted.place(), close, &[("reason", "lost")]).await;
        assert_eq!(closed.place(), format!("/counter/day/z?day={}", today(&kit)));
        let z = kit.get("rahima", closed.place()).await;
        for said in ["Report of the day (Z)", "Lost or stolen", "Photocop", "৳580", "এক রিম", "Print two copies"]
        {
            assert!(z.body.contains(said), "{said}: {}", z.body);
        }
        let pdf = kit.get("rahima", &format!("/counter/day/z/a4.pdf?day={}", today(&kit))).await;
        assert_eq!((pdf.header("content-type"), &pdf.bytes[..5]), ("application/pdf", &b"%PDF-"[..]));
        for slip in ["slip58.png", "slip80.png"] {
            let got = kit.get("rahima", &format!("/counter/day/z/{slip}?day={}", today(&kit))).await;
            assert_eq!(&got.bytes[1..4], b"PNG");
        }
        trial.verify().await;
    });
}

#[test]
fn the_x_report_changes_nothing_and_never_says_what_ought_to_be_in_the_drawer() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        copy_costs(&trial.journal, "/", 3).await;
        opened(&kit, "rahima", &[("n100", "4"), ("do", "count")]).await.place();
        kit.sell_copies("rahima", "11").await; // Tk 33: the book says Tk 433
        let before = trial.journal.entries(HERS, 0, 500).await.unwrap().len();
        let x = kit.get("rahima", "/counter/day/x").await;
        assert!(x.body.contains("৳33") && !x.body.contains("৳433"), "{}", x.body);
        let pdf = kit.get("rahima", "/counter/day/x/a4.pdf").await;
        assert_eq!(&pdf.bytes[..5], b"%PDF-");
        assert_eq!(kit.get("rahima", "/counter/day/x/slip58.png").await.status, 200);
        assert_eq!(kit.get("rahima", "/counter/day/x/a5.pdf").await.status, 404);
        assert_eq!(trial.journal.entries(HERS, 0, 500).await.unwrap().len(), before);
        assert_eq!(kit.get("rahima", "/counter/day/z").await.status, 303, "a day that is not closed has no Z");
        assert_eq!(kit.get("rahima", "/counter/day/z/a4.pdf").await.status, 404);
    });
}

#[test]
fn a_form_pressed_twice_is_done_once_and_a_day_closed_elsewhere_leads_to_its_report() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let form_id = kit.get("rahima", "/counter/day/open").await.value("form_id");
        let fields = [("form_id", form_id.as_str()), ("n50", "2"), ("do", "count")];
        for _ in 0..2 {
            assert_eq!(kit.post("rahima", "/counter/day/open", &fields).await.place(), "/counter/day");
        }
        let again = opened(&kit, "rahima", &[("n50", "2"), ("do", "count")]).await;
        assert_eq!(again.status, 409);
        assert!(again.body.contains("Today&#39;s drawer was counted before."), "{}", again.body);
        let close = "/counter/day/close";
        let counted = posted(&kit, "rahima", close, "/counter/day/count", &[("n50", "2"), ("do", "count")]).await;
        let form_id = kit.get("rahima", counted.place()).await.value("form_id");
        let z = format!("/counter/day/z?day={}", today(&kit));
        for form_id in [form_id.as_str(), form_id.as_str(), "another"] {
            assert_eq!(kit.post("rahima", close, &[("form_id", form_id)]).await.place(), z);
        }
        trial.verify().await;
    });
}

#[test]
fn only_those_of_the_centre_do_and_only_those_above_it_read() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        opened(&kit, "rahima", &[("n20", "1"), ("do", "count")]).await.place();
        let memo = [("kind", "paid_in"), ("amount", "7"), ("memo", "গোপন কথা")];
        posted(&kit, "rahima", "/counter/day/cash", "/counter/day/cash", &memo).await.place();
        let folio = trial.journal.entries(HERS, 0, 500).await.unwrap().last().unwrap().head.folio;
        let slip = |centre: &str| format!("/counter/day/cash/{folio}/slip80.png?centre={centre}");
        assert_eq!(kit.get("rahima", &slip("")).await.status, 200);
        // Karim sits at another counter: he sees nothing of hers, and what he does is his own.
        for path in [format!("/counter/day/x?centre={HERS}"), format!("/counter/day/z?centre={HERS}"), slip(HERS)] {
            assert_eq!(kit.get("karim", &path).await.status, 404, "{path}");
        }
        assert_eq!(kit.get("karim", &slip("")).await.status, 404);
        opened(&kit, "karim", &[("n20", "2"), ("do", "count")]).await.place();
        let his = trial.journal.entries(HIS, 0, 500).await.unwrap().len();
        assert_eq!(trial.journal.entries(HERS, 0, 500).await.unwrap().len(), usize::try_from(folio).unwrap());
        assert!(his > 0);
        // The officer above reads the sums and not the words; the one of another district finds nothing.
        let seen = kit.get("uno", &format!("/counter/day?centre={HERS}")).await;
        assert!(seen.body.contains("৳7") && !seen.body.contains("গোপন"), "{}", seen.body);
        assert_eq!(kit.get("uno", &format!("/counter/day/x?centre={HERS}")).await.status, 200);
        assert_eq!(kit.get("far", &format!("/counter/day/x?centre={HERS}")).await.status, 404);
        for page in ["open", "cash", "shift", "close"] {
            assert_eq!(kit.get("uno", &format!("/counter/day/{page}")).await.status, 403, "{page}");
            assert_eq!(kit.post("uno", &format!("/counter/day/{page}"), &[]).await.status, 403, "{page}");
        }
    });
}

#[test]
fn a_forgotten_close_is_what_the_next_morning_leads_to() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        kit.sell_copies("rahima", "2").await;
        let day = today(&kit);
        trial.pass(86_400_000);
        let href = format!("/counter/day/close?day={day}");
        for page in ["/today", "/counter", "/counter/day"] {
            assert!(kit.get("rahima", page).await.body.contains(&href), "{page}");
        }
        let close = kit.get("rahima", "/counter/day/close").await;
        assert!(close.body.contains("This day was not closed."), "{}", close.body);
        assert_eq!(close.value("day"), day);
    });
}

#[test]
fn a_drawer_passes_on_only_where_somebody_else_sits() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let page = kit.get("rahima", "/counter/day/shift").await;
        assert!(page.body.contains("There is no other entrepreneur"), "{}", page.body);
        let got = kit.post("rahima", "/counter/day/shift", &[("form_id", "f"), ("to", "x"), ("do", "pass")]).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("no entrepreneur of this centre"));
    });
}

#[test]
fn an_amount_that_is_none_and_more_than_there_is_are_told_beside_the_field() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for (amount, kind) in [("much", "paid_in"), ("0", "paid_in"), ("1", "drawn")] {
            let fields = [("kind", kind), ("amount", amount), ("memo", "")];
            let got = posted(&kit, "rahima", "/counter/day/cash", "/counter/day/cash", &fields).await;
            assert_eq!(got.status, 422, "{amount} {kind}");
            assert!(got.body.contains("amount-error"), "{}", got.body);
        }
        let fields = [("kind", "paid_out"), ("amount", "1"), ("memo", "x")];
        let got = posted(&kit, "rahima", "/counter/day/cash", "/counter/day/cash", &fields).await;
        assert!(got.body.contains("kind-error"), "an expense of no kind: {}", got.body);
    });
}
