//! A citizen complains without a name, and looks later; the centre answers, the officer ends it; nobody else sees it.

use crate::complaints::complaint;
use crate::pages_kit::{Got, Kit, copy_costs, posting, register, written};
use counter::check_code;
use trial::{Trial, both};

async fn sold(trial: &Trial) -> (Kit, String, String) {
    let kit = Kit::of(trial).await;
    copy_costs(&trial.journal, "/", 5).await;
    let number = kit.sell_copies("rahima", "10").await;
    let code = check_code(trial.journal.keys(), &number);
    (kit, number, code)
}

/// A form, posted by somebody who is not signed in, its token included.
async fn post(kit: &Kit, fields: &[(&str, &str)]) -> Got {
    let token = kit.house.form_key().token("");
    let mut all = fields.to_vec();
    all.push(("csrf", &token));
    let request = posting("", "/complain").header("sec-fetch-site", "same-origin").body(written(&all).into());
    kit.send(request.unwrap()).await
}

/// Complains as a citizen does; answers the address of the state page.
async fn complain(kit: &Kit, number: &str, code: &str, fields: &[(&str, &str)]) -> Got {
    let page = kit.get("", &format!("/complain?n={number}&c={code}&kind=overcharged")).await;
    let form_id = page.value("form_id");
    let mut all = vec![("form_id", form_id.as_str()), ("number", number), ("code", code), ("kind", "overcharged")];
    all.extend_from_slice(fields);
    post(kit, &all).await
}

#[test]
fn three_steps_lead_from_the_receipt_to_a_complaint_that_can_be_looked_up() {
    both(&register(), |trial| async move {
        let (kit, number, code) = sold(&trial).await;
        let check = kit.get("", &format!("/check?n={number}&c={code}")).await;
        assert!(check.body.contains(&format!("/complain?n={number}&amp;c={code}")), "{}", check.body);
        assert!(kit.get("", "/complain").await.body.contains("Step 1 of 3"));
        let second = kit.get("", &format!("/complain?n={number}&c={code}")).await;
        assert!(second.body.contains("Step 2 of 3") && second.body.contains("kind=not_done"), "{}", second.body);
        assert!(!second.body.contains("answered_otherwise"), "nobody chooses what only the house finds");
        let short = complain(&kit, &number, &code, &[("paid", "৫০")]).await;
        assert_eq!(short.status, 422);
        assert!(short.body.contains("href=\"#paid\"") || short.body.contains("id=\"paid-error\""), "{}", short.body);
        let made =
            complain(&kit, &number, &code, &[("paid", "৪৫০"), ("mobile", "01711123456"), ("words", "<b>")]).await;
        let place = made.place().to_owned();
        let state = kit.get("", &place).await;
        assert_eq!(state.status, 200);
        assert!(state.body.contains(&format!("{number}-C1")) && state.body.contains("Your complaint is here"));
        assert!(
            !state.body.contains("1711123456") && !state.body.contains("&lt;b&gt;"),
            "words stand on no public page"
        );
        trial.verify().await;
    });
}

#[test]
fn who_has_no_paper_complains_about_nothing_and_sees_nothing() {
    both(&register(), |trial| async move {
        let (kit, number, code) = sold(&trial).await;
        let wrong = kit.get("", &format!("/complain?n={number}&c=AAAAAA")).await;
        assert_eq!(wrong.status, 404);
        assert!(!wrong.body.contains("Step 2"));
        let fields = [("form_id", "f"), ("number", number.as_str()), ("code", "AAAAAA"), ("kind", "overcharged")];
        assert_eq!(post(&kit, &fields).await.status, 404);
        complain(&kit, &number, &code, &[("paid", "450")]).await.place();
        // The receipt's own code, which the counter knows, opens no complaint.
        assert_eq!(kit.get("", &format!("/complaint?n={number}-C1&c={code}")).await.status, 404);
    });
}

#[test]
fn a_robot_is_sent_away_after_a_few() {
    both(&register(), |trial| async move {
        let (kit, number, code) = sold(&trial).await;
        let mut told = Vec::new();
        for count in 0..10_000_u32 {
            let form = format!("f{count}");
            let fields = [
                ("form_id", form.as_str()),
                ("number", number.as_str()),
                ("code", code.as_str()),
                ("kind", "overcharged"),
                ("paid", "450"),
            ];
            told.push(post(&kit, &fields).await.status.as_u16());
            if told.ends_with(&[429, 429, 429]) {
                break;
            }
        }
        assert_eq!(told, [303, 303, 422, 422, 422, 422, 429, 429, 429]);
    });
}

#[test]
fn the_centre_answers_and_the_officer_ends_it() {
    both(&register(), |trial| async move {
        let (kit, number, code) = sold(&trial).await;
        let fields = [("paid", "450"), ("words", "চারশো বেশি নিয়েছে"), ("mobile", "01711123456")];
        let place = complain(&kit, &number, &code, &fields).await.place().to_owned();
        let one = format!("{number}-C1");
        let page = format!("/complaints/{one}");

        let hers = kit.get("rahima", &page).await;
        assert!(hers.body.contains("চারশো বেশি") && hers.body.contains("/answered"), "{}", hers.body);
        assert!(!hers.body.contains("1711123456"), "the centre does not call whoever complains");
        assert!(!hers.body.contains("/settled") && !hers.body.contains("/rejected"));
        assert!(kit.get("rahima", "/counter/complaints").await.body.contains(&one));
        for to in ["settled", "rejected", "looked_into"] {
            let got = kit.post("rahima", &format!("{page}/{to}"), &[("expects", "made"), ("note", "x")]).await;
            assert_eq!(got.status, 422, "{to}");
        }
        // Another centre's entrepreneur, an officer elsewhere, and who only sees receipts.
        for who in ["karim", "elsewhere", "far", "far-chairman"] {
            assert_eq!(kit.get(who, &page).await.status, 404, "{who}");
            assert_eq!(
                kit.post(who, &format!("{page}/looked_into"), &[("expects", "made")]).await.status,
                404,
                "{who}"
            );
        }
        assert_eq!(kit.post("uno", &format!("{page}/looked_into"), &[("expects", "made")]).await.status, 403);

        let queue = kit.get("supervisor", "/supervise/302672/complaints").await;
        assert!(queue.body.contains(&one), "{}", queue.body);
        let answer = [("expects", "made"), ("note", "কাগজের দাম নিয়েছি")];
        assert_eq!(kit.post("rahima", &format!("{page}/answered"), &answer).await.place(), page);
        let seen = kit.get("supervisor", &page).await;
        assert!(seen.body.contains("কাগজের দাম") && seen.body.contains("+8801711123456"), "{}", seen.body);
        let ask = kit.get("supervisor", &format!("{page}/settled")).await;
        assert!(ask.body.contains("money_returned"));
        let unsaid = kit.post("supervisor", &format!("{page}/settled"), &[("expects", "answered")]).await;
        assert_eq!(unsaid.status, 422);
        let end = [("expects", "answered"), ("reason", "money_returned"), ("note", "")];
        assert_eq!(kit.post("supervisor", &format!("{page}/settled"), &end).await.place(), page);
        assert!(kit.get("", &place).await.body.contains("settled"));
        assert!(!kit.get("supervisor", "/supervise/302672/complaints").await.body.contains(&one));
        assert!(kit.get("supervisor", "/supervise/302672/complaints?state=ended").await.body.contains(&one));
        let csv = kit.get("supervisor", "/supervise/302672/complaints?state=ended&format=csv").await;
        assert!(csv.body.contains(&format!("{one},3026001,")) && csv.body.contains(",50.00,450.00,"), "{}", csv.body);
        assert!(!complaint(&trial.journal, &one).await.state.is_pending());
        trial.verify().await;
    });
}

#[test]
fn what_is_overdue_is_told_to_the_officer_and_to_the_citizen() {
    both(&register(), |trial| async move {
        let (kit, number, code) = sold(&trial).await;
        let place = complain(&kit, &number, &code, &[("paid", "450")]).await.place().to_owned();
        trial.pass(counter::COMPLAINT_DUE_MS + 1);
        assert!(kit.get("", &place).await.body.contains("Call 333"));
        assert!(kit.get("supervisor", "/supervise/302672/complaints").await.body.contains("Overdue"));
    });
}
