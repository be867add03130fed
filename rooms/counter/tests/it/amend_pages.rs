//! A catalogue manager changes a service in the browser, sees what changes, and confirms it.

use crate::deeds_desk::entries;
use crate::pages_kit::{Got, Kit, ask, register};
use axum::body::Body;
use counter::Catalogue;
use journal::NATION;
use trial::both;

/// Sends a form with its files, as a browser of this person does: (field, file name, bytes).
pub async fn send(kit: &Kit, who: &str, path: &str, fields: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Got {
    let token = kit.house.form_key().token(&format!("session-of-{who}"));
    let mut body = Vec::new();
    for (name, value) in fields.iter().chain([("csrf", token.as_str())].iter()) {
        body.extend(format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").bytes());
    }
    if let Some((field, name, bytes)) = file {
        let head = format!("--b\r\ncontent-disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n");
        body.extend(head.bytes());
        body.extend_from_slice(bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--b--\r\n");
    let request = ask("POST", path, who)
        .header("content-type", "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin");
    kit.send(request.body(Body::from(body)).unwrap()).await
}

const EDIT: &str = "/counter/catalogue/G003/edit";
const CHANGES: &str = "/counter/catalogue/changes";

/// The fields of a page as a browser would send them back.
fn fields_of(page: &str) -> Vec<(String, String)> {
    let plain = |text: &str| {
        let text = text.replace("&#60;", "<").replace("&#62;", ">").replace("&#34;", "\"").replace("&#39;", "'");
        text.replace("&#38;", "&")
    };
    let main = page.split("<form method=\"post\" action=\"/counter/catalogue/").nth(1).unwrap();
    let main = main.split("</form>").next().unwrap();
    let mut fields = Vec::new();
    for tag in main.split('<').skip(1) {
        let value_of = |name: &str| Some(plain(tag.split(&format!("{name}=\"")).nth(1)?.split('"').next()?));
        let Some(name) = value_of("name").filter(|name| name != "csrf") else { continue };
        if tag.starts_with("textarea") {
            fields.push((name, plain(tag.split('>').nth(1).unwrap().trim_start_matches('\n'))));
        } else if tag.starts_with("select") {
            let options = main.split(&format!("name=\"{name}\"")).nth(1).unwrap().split("</select>").next().unwrap();
            let chosen = options
                .split("<option ")
                .skip(1)
                .find(|one| one.contains(" selected"))
                .unwrap_or_else(|| panic!("nothing chosen: {name}"));
            fields.push((name, plain(chosen.split("value=\"").nth(1).unwrap().split('"').next().unwrap())));
        } else if tag.contains("type=\"checkbox\"") {
            if tag.contains(" checked") {
                fields.push((name, "yes".to_owned()));
            }
        } else if !tag.contains("type=\"file\"") {
            fields.push((name, value_of("value").unwrap_or_default()));
        }
    }
    fields
}

async fn edited(kit: &Kit, who: &str, path: &str, changed: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Got {
    let page = kit.get(who, path).await;
    assert_eq!(page.status, 200, "{}", page.body);
    let mut fields = fields_of(&page.body);
    for (name, value) in changed {
        fields.retain(|(field, _)| field != name);
        fields.push(((*name).to_owned(), (*value).to_owned()));
    }
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    send(kit, who, path, &fields, file).await
}

#[test]
fn a_manager_changes_a_service_sees_what_changes_field_by_field_and_confirms() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let before = entries(&trial.journal, NATION).await;
        assert!(kit.get("keeper", "/counter/catalogue/G003").await.body.contains(EDIT));
        let kept = edited(&kit, "keeper", EDIT, &[("sla_days", "১০"), ("note", "দশ দিন")], None).await;
        assert_eq!(kept.place(), CHANGES);
        let preview = kit.get("keeper", CHANGES).await.body;
        assert!(preview.contains("<td data-h=\"Now\">7</td><td data-h=\"Becomes\">10</td>"), "{preview}");
        assert_eq!(preview.matches("data-h=\"Becomes\"").count(), 1, "only what is otherwise is shown: {preview}");
        assert!(preview.contains("seen at 2 centres") && preview.contains("no open applications"), "{preview}");
        assert_eq!(entries(&trial.journal, NATION).await, before);
        let id = kit.get("keeper", CHANGES).await.value_of_button("id");
        let done = kit.post("keeper", CHANGES, &[("id", &id)]).await;
        assert_eq!(done.place(), "/counter/catalogue/G003");
        let page = kit.get("keeper", "/counter/catalogue/G003").await.body;
        assert!(page.contains("Version 2") && page.contains("দশ দিন"), "{page}");
        assert_eq!(kit.post("keeper", CHANGES, &[("id", &id)]).await.place(), "/counter/catalogue/G003", "once more");
        assert!(kit.get("keeper", CHANGES).await.body.contains("There is no change"), "nothing is left over");
        let same = edited(&kit, "keeper", EDIT, &[("note", "x")], None).await;
        assert_eq!(same.status, 422);
        assert!(same.body.contains("Nothing is otherwise"), "{}", same.body);
        trial.verify().await;
    });
}

#[test]
fn what_is_wrong_stands_beside_its_field_and_what_was_typed_stays() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let wrong = [("name_bn", ""), ("sla_days", "soon"), ("synonyms", "one <b>\ntwo"), ("note", "x")];
        let got = edited(&kit, "keeper", EDIT, &wrong, None).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("id=\"sla_days-error\"") && got.body.contains("value=\"soon\""), "{}", got.body);
        assert!(got.body.contains("one &#60;b&#62;\ntwo"), "{}", got.body);
        let nameless = edited(&kit, "keeper", EDIT, &[("name_bn", " "), ("note", "x")], None).await;
        assert!(nameless.body.contains("id=\"name_bn-error\""), "{}", nameless.body);
        let circle = "| survey |\n| | type | name | label::বাংলা (bn) | label::English (en) | calculation |\n\
                      | | calculate | fee | | | ${tax} + 1 |\n| | calculate | tax | | | ${fee} * 2 |\n";
        let got = edited(&kit, "keeper", EDIT, &[("form", "own"), ("form_text", circle), ("note", "x")], None).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("runs in a circle") && got.body.contains("fee → tax → fee"), "{}", got.body);
        let broken = Some(("form_file", "f.xlsx", &b"PK no workbook"[..]));
        let got = edited(&kit, "keeper", EDIT, &[("note", "x")], broken).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("id=\"form-error\""), "{}", got.body);
        let silent = edited(&kit, "keeper", EDIT, &[("sla_days", "9"), ("note", "")], None).await;
        assert!(silent.body.contains("id=\"note-error\""), "{}", silent.body);
    });
}

#[test]
fn a_new_service_with_a_form_from_a_workbook_is_offered_when_it_has_a_price() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let workbook = std::fs::read("../../foundation/forms/tests/workbooks/both_languages.xlsx").unwrap();
        let new = [
            ("code", "g৫০০"),
            ("name_bn", "নতুন সেবা"),
            ("name_en", "A new one"),
            ("provider_bn", "দপ্তর"),
            ("provider_en", "Office"),
            ("agency", "land"),
            ("group", "land"),
            ("unit", "case"),
            ("documents", "এনআইডি | NID"),
            ("note", "first"),
        ];
        let file = Some(("form_file", "form.xlsx", workbook.as_slice()));
        let kept = edited(&kit, "keeper", "/counter/catalogue/new", &new, file).await;
        assert_eq!(kept.place(), CHANGES);
        let preview = kit.get("keeper", CHANGES).await;
        assert!(preview.body.contains("No price yet"), "{}", preview.body);
        let done = kit.post("keeper", CHANGES, &[("id", &preview.value_of_button("id"))]).await;
        assert_eq!(done.place(), "/counter/catalogue/G500");
        let shown = Catalogue::default().now(&trial.journal).await.unwrap();
        assert!(shown.offer("G500").unwrap().has_form);
        let list = kit.get("keeper", "/counter/catalogue").await.body;
        assert!(list.contains("G500 · A new one") && list.contains("No price yet"), "{list}");
        assert!(!kit.get("rahima", "/counter/catalogue").await.body.contains("G500"), "not for the counter yet");
        let again = edited(&kit, "keeper", "/counter/catalogue/new", &new, None).await;
        assert_eq!(again.status, 422);
        assert!(again.body.contains("id=\"code-error\""), "{}", again.body);
        trial.verify().await;
    });
}

#[test]
fn only_whoever_keeps_the_catalogue_of_the_country_comes_to_these_pages() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        for path in [EDIT, CHANGES, "/counter/catalogue/new"] {
            for who in ["rahima", "admin", "uno"] {
                assert_eq!(kit.get(who, path).await.status, 403, "{who} {path}");
                assert_eq!(kit.post(who, path, &[]).await.status, 403, "{who} {path}");
            }
            assert_eq!(kit.get("keeper", path).await.status, 200, "{path}");
        }
        assert_eq!(kit.get("keeper", "/counter/catalogue/X999/edit").await.status, 404);
        let dropped = kit.post("keeper", "/counter/catalogue/changes/drop", &[]).await;
        assert_eq!(dropped.place(), "/counter/catalogue");
    });
}
