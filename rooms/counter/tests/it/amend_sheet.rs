//! The catalogue goes down as a sheet and comes up changed: every row is judged, the good ones are published together.

use crate::amend_pages::send;
use crate::deeds_desk::{entries, refusal, write};
use crate::pages_kit::{Got, Kit, register};
use counter::{Amendment, Catalogue, KeepAmendment, ServiceChange};
use journal::NATION;
use trial::both;

const SHEET: &str = "/counter/catalogue/sheet";
const CHANGES: &str = "/counter/catalogue/changes";

async fn sent(kit: &Kit, name: &str, bytes: &[u8]) -> Got {
    send(kit, "keeper", SHEET, &[("note", "from a sheet")], Some(("file", name, bytes))).await
}

/// The sheet as it comes down, row by row.
async fn down(kit: &Kit) -> Vec<Vec<String>> {
    let got = kit.get("keeper", &format!("{SHEET}?format=csv")).await;
    assert_eq!(got.header("content-disposition"), "attachment; filename=\"catalogue.csv\"");
    let text = got.body.strip_prefix('\u{feff}').expect("Excel knows UTF-8 by its mark");
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn up(rows: &[Vec<String>]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.write_record(row).unwrap();
    }
    writer.into_inner().unwrap()
}

/// Writes into a cell by the service's code and the column's name.
fn set(rows: &mut [Vec<String>], code: &str, column: &str, text: &str) {
    let at = rows[0].iter().position(|heading| heading == column).unwrap();
    let row = rows.iter_mut().find(|row| row[0] == code).unwrap();
    text.clone_into(&mut row[at]);
}

#[test]
fn the_sheet_that_came_down_changes_nothing_when_it_goes_up_again() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let rows = down(&kit).await;
        assert_eq!(rows.len(), 160, "a row for every service, and the headings");
        assert_eq!(sent(&kit, "catalogue.csv", &up(&rows)).await.place(), CHANGES);
        let preview = kit.get("keeper", CHANGES).await.body;
        assert!(preview.contains("159 unchanged") && preview.contains("0 changed"), "{preview}");
        assert!(preview.contains("nothing to confirm") && !preview.contains("name=\"id\""), "{preview}");
    });
}

#[test]
fn good_rows_are_published_in_one_deed_and_bad_ones_are_named_and_left() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let mut rows = down(&kit).await;
        set(&mut rows, "G003", "sla_days", "৯");
        set(&mut rows, "G004", "synonyms", "=1+1; boyos");
        set(&mut rows, "G005", "name_bn", "");
        set(&mut rows, "G006", "connectivity", "maybe");
        set(&mut rows, "G007", "version", "7");
        let circle = "| survey |\n| | type | name | label::বাংলা (bn) | label::English (en) | calculation |\n\
                      | | calculate | fee | | | ${tax} + 1 |\n| | calculate | tax | | | ${fee} * 2 |";
        set(&mut rows, "G008", "form", circle);
        rows.push(rows.iter().find(|row| row[0] == "G003").unwrap().clone());
        let mut new = rows.iter().find(|row| row[0] == "C011").unwrap().clone();
        new[0] = "g৫০১".to_owned();
        new[1] = String::new();
        rows.push(new);
        assert_eq!(sent(&kit, "changed.csv", &up(&rows)).await.place(), CHANGES);
        let preview = kit.get("keeper", CHANGES).await;
        let seen = &preview.body;
        assert!(seen.contains("1 new") && seen.contains("2 changed") && seen.contains("5 rows left out"), "{seen}");
        for (row, code, words) in [
            ("40", "G005", "Both the Bangla and the English name are needed."),
            ("41", "G006", "Write one of these: offline, queue, online"),
            ("42", "G007", "Somebody changed G007 meanwhile."),
            ("43", "G008", "fee → tax → fee"),
            ("161", "G003", "G003 stands in a row before already."),
        ] {
            let named = format!("<tr><th scope=\"row\">{code}</th><td data-h=\"Row\">{row}</td>");
            let rest = seen.split(&named).nth(1).unwrap_or_else(|| panic!("{named}: {seen}"));
            assert!(rest.split("</tr>").next().unwrap().contains(words), "{code}: {rest}");
        }
        let before = entries(&trial.journal, NATION).await;
        kit.post("keeper", CHANGES, &[("id", &preview.value_of_button("id"))]).await.place();
        assert_eq!(entries(&trial.journal, NATION).await, before + 1);
        let shown = Catalogue::default().now(&trial.journal).await.unwrap();
        let of = |code: &str| shown.offer(code).unwrap();
        assert_eq!((of("G003").version, of("G003").service.sla_days), (2, 9));
        assert_eq!(of("G004").service.synonyms, ["=1+1", "boyos"]);
        assert_eq!((of("G005").version, of("G008").version, of("G501").version), (1, 1, 1));
        let again = down(&kit).await;
        let row = again.iter().find(|row| row[0] == "G004").unwrap();
        assert!(row.iter().any(|cell| cell == "'=1+1; boyos"), "no spreadsheet runs it: {row:?}");
        sent(&kit, "again.csv", &up(&again)).await.place();
        let preview = kit.get("keeper", CHANGES).await.body;
        assert!(preview.contains("0 changed"), "the apostrophe is not taken for a letter: {preview}");
        trial.verify().await;
    });
}

#[test]
fn a_sheet_may_have_few_columns_be_a_workbook_and_have_prices_which_are_passed_over() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let few = "Code,sla_days,official_taka\r\nG003,8,9999\r\n\r\n";
        sent(&kit, "few.csv", few.as_bytes()).await.place();
        let preview = kit.get("keeper", CHANGES).await.body;
        assert!(preview.contains("1 changed") && preview.contains("0 unchanged"), "{preview}");
        assert!(preview.contains("prices do not change so: official_taka"), "{preview}");
        let workbook = include_bytes!("../workbooks/catalogue.xlsx");
        sent(&kit, "catalogue.xlsx", workbook).await.place();
        let preview = kit.get("keeper", CHANGES).await.body;
        assert!(preview.contains("2 changed") && preview.contains("জন্ম সনদ বড়দের"), "{preview}");
    });
}

#[test]
fn a_file_that_is_no_catalogue_is_refused_with_what_to_do() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let many = format!("code\n{}", "G003\n".repeat(2_001));
        for (bytes, words) in [
            (&b""[..], "Choose a file."),
            (b"name_bn\nx\n", "The first row has no column code"),
            (b"code,price\nG003,1\n", "There is no column called \u{201c}price\u{201d}"),
            (b"code,CODE\nG003,1\n", "The column \u{201c}code\u{201d} stands there twice"),
            (b"code\n\xff\xfe\n", "The file cannot be read"),
            (b"PK\x03\x04 no workbook", "The file cannot be read"),
            (many.as_bytes(), "more than 2000 rows"),
        ] {
            let got = sent(&kit, "f.csv", bytes).await;
            assert_eq!(got.status, 422, "{words}");
            assert!(got.body.contains(words) && got.body.contains("file-error"), "{words}: {}", got.body);
        }
        let silent = send(&kit, "keeper", SHEET, &[("note", "")], Some(("file", "f.csv", b"code\nG003\n"))).await;
        assert!(silent.body.contains("id=\"note-error\""), "{}", silent.body);
        for who in ["rahima", "admin"] {
            assert_eq!(kit.get(who, SHEET).await.status, 403);
        }
    });
}

#[test]
fn two_thousand_services_are_one_amendment() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let copy = Catalogue::default().now(&trial.journal).await.unwrap().offer("C010").unwrap().service.clone();
        let coded = |number: usize| {
            let letter = char::from(b'H' + u8::try_from(number / 1_000).unwrap());
            let service = counter::Service { code: format!("{letter}{:03}", number % 1_000), ..copy.clone() };
            ServiceChange { service, form: String::new(), made_from: 0 }
        };
        let changes: Vec<ServiceChange> = (0..2_000).map(coded).collect();
        let amendment = Amendment { note: "many".into(), changes, file: "many.csv".into(), ..Amendment::default() };
        write(&trial.journal, KeepAmendment { person: "p-keeper".into(), amendment: amendment.clone() }).await.unwrap();
        let preview = kit.get("keeper", CHANGES).await;
        assert!(
            preview.body.contains("2,000 new") && preview.body.contains("1,900 more services"),
            "the rest is counted"
        );
        kit.post("keeper", CHANGES, &[("id", &preview.value_of_button("id"))]).await.place();
        assert_eq!(Catalogue::default().now(&trial.journal).await.unwrap().offers.len(), 2_159);
        let more = Amendment { changes: amendment.changes.iter().cycle().take(2_001).cloned().collect(), ..amendment };
        let many = refusal(write(&trial.journal, KeepAmendment { person: "p-keeper".into(), amendment: more }).await);
        assert_eq!(base::Refusal::code(&many), "counter.amend.many");
        trial.verify().await;
    });
}
