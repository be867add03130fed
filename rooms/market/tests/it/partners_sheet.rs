//! Goods as a sheet: bad rows are named with row, column and reason, good rows stand, and what is taken away comes back.

use crate::kit::{does, producer, quilt, register, save, thing};
use crate::orders_kit::count;
use crate::pages_kit::{Got, Kit};
use crate::partners_kit::shop;
use journal::{Fault, Journal};
use market::{CountStock, Pieces, product_now, stock_now};
use trial::both;
use web::sheet::{Cell, xlsx_file};

const HEAD: &str = "Reference,ধরন,নাম,name_en,about_bn,origin_bn,return_days,sku,variant_bn,দাম,weight_g,size_cm,মজুদ\n";

fn path(seller: &str) -> String {
    format!("/market/sellers/{seller}/sheet")
}

async fn sent(kit: &Kit, seller: &str, form: &str, file: &[u8]) -> Got {
    sent_by("salma", kit, seller, form, file).await
}

async fn sent_by(whom: &str, kit: &Kit, seller: &str, form: &str, file: &[u8]) -> Got {
    let file = Some(("file", ("goods.csv", "text/csv"), file));
    kit.send_form(whom, &path(seller), &[("form_id", form)], file).await
}

/// How many are new, changed, the same and left out, as the page says.
fn counts(got: &Got) -> [String; 4] {
    assert_eq!(got.status, 200, "{}", got.body);
    ["New", "Changed", "The same", "Left out"].map(|word| {
        let rest = got.body.split(&format!("<dt>{word}</dt><dd class=\"num\">")).nth(1).unwrap();
        rest.split('<').next().unwrap().to_owned()
    })
}

async fn lying(journal: &Journal, seller: &str, sku: &str) -> i64 {
    let (seller, sku) = (seller.to_owned(), sku.to_owned());
    journal
        .read::<_, Fault, _>(|tx| Box::pin(async move { Ok(stock_now(tx, &seller, &sku).await?.free()) }))
        .await
        .unwrap()
}

#[test]
fn good_rows_stand_and_each_bad_one_is_named() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let rows = "R1,home.light,টেবিল বাতি,Lamp,পড়ার টেবিলের জন্য এলইডি বাতি,ঢাকা,৭,L-1,লাল,৮০০,900,60x40x10,১২\n\
                    ,,,,,,,L-2,নীল,850.50,900,,3\n\
                    R2,home.light,ঝাড়বাতি,,,,,L-3,,অনেক,900,,\n\
                    R3,Chandeliers,ঝাড়বাতি,,,,,L-4,,900,900,,\n\
                    R4,home.light,বাতি,,,,,L-1,,900,900,,\n\
                    R5,home.light,বাতি,,,,,L-5,,-3,900,,\n\
                    R6,home.light,বাতি,,,,,L-6,,5,,,-4\n\
                    R7,home.light,বাতি,,,,,L-7,,700,900,,\n";
        let got = sent(&kit, &seller, "f1", format!("{HEAD}{rows}").as_bytes()).await;
        assert_eq!(counts(&got), ["3", "0", "0", "4"], "{}", got.body);
        for (row, column, why) in [
            (4, "price", "cannot be read"),
            (5, "category", "Chandeliers"),
            (6, "sku", "L-1 stands twice"),
            (7, "price", "L-5: the price must be more than nothing"),
            (8, "stock", ""),
        ] {
            let line = got.body.split(&format!("<th scope=\"row\" class=\"num\">{row}</th>")).nth(1);
            let line = line.unwrap_or_else(|| panic!("row {row}: {}", got.body)).split("</tr>").next().unwrap();
            assert!(line.contains(&format!(">{column}<")) && line.contains(why), "{row}: {line}");
        }
        assert_eq!((lying(journal, &seller, "L-1").await, lying(journal, &seller, "L-2").await), (12, 3));
        let again = sent(&kit, &seller, "f2", format!("{HEAD}{rows}").as_bytes()).await;
        assert_eq!(counts(&again), ["0", "0", "3", "4"]);
        trial.verify().await;
    });
}

#[test]
fn what_is_taken_away_comes_back_unchanged_and_what_was_changed_in_it_is_changed() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let mut product = quilt();
        product.name.en = "=cmd()".to_owned();
        let number = does(journal, save(&seller, product)).await;
        count(journal, &seller, "QUILT-RED", 4).await;
        let file = kit.get("salma", &format!("{}?format=csv", path(&seller))).await;
        assert!(file.header("content-disposition").contains("goods-S"), "{}", file.header("content-disposition"));
        assert!(file.body.contains(&format!("#{number}")) && file.body.contains("'=cmd()"), "{}", file.body);
        assert_eq!(counts(&sent(&kit, &seller, "f1", &file.bytes).await), ["0", "0", "1", "0"]);
        let dearer = file.body.replace("2500.00", "2700.00").replace("60x40x10,4,", "60x40x10,9,");
        assert_eq!(counts(&sent(&kit, &seller, "f2", dearer.as_bytes()).await), ["0", "1", "0", "0"]);
        let (of, which) = (seller.clone(), number.clone());
        let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { product_now(tx, &of, &which).await }));
        let now = read.await.unwrap().unwrap().product;
        assert_eq!((now.variants[0].price.get(), now.name.en.as_str()), (270_000, "=cmd()"));
        assert_eq!(lying(journal, &seller, "QUILT-RED").await, 9);
        trial.verify().await;
    });
}

#[test]
fn a_file_that_is_no_sheet_is_refused_whole() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        for (file, words) in [
            (&b""[..], "Choose a CSV"),
            (b"PK\x03\x04 no workbook", "Choose a CSV"),
            (b"\xff\xfe", "Choose a CSV"),
            ("reference,category,name_bn,sku\n".as_bytes(), "column \u{201c}price\u{201d} is missing"),
            ("reference,category,name_bn,sku,price,দাম\n".as_bytes(), "stands twice"),
            (HEAD.as_bytes(), "Choose a CSV"),
        ] {
            let got = sent(&kit, &seller, "f", file).await;
            assert_eq!(got.status, 422, "{file:?}");
            assert!(got.body.contains(words), "{words}: {}", got.body);
        }
        let long = format!("{HEAD}{}", "R,home.light,x,,,,,A,,1,1,,\n".repeat(5_001));
        assert!(sent(&kit, &seller, "f", long.as_bytes()).await.body.contains("5000 rows"), "too long");
        for who in ["rahima", "karim", "nobody"] {
            assert_ne!(kit.get(who, &path(&seller)).await.status, 200, "{who}");
        }
        let kinds = format!("/market/sellers/{seller}/kinds");
        let lamps = [("form_id", "k"), ("do", "match"), ("name", "Lampen"), ("category", "home.light")];
        kit.post("salma", &kinds, &lamps).await.place();
        assert!(kit.get("salma", &kinds).await.body.contains("Lampen"));
        let none = [("form_id", "k2"), ("do", "match"), ("name", "Dinge"), ("category", "")];
        assert_eq!(kit.post("salma", &kinds, &none).await.status, 422);
        let row = "R1,lampen,বাতি,,,,,L-1,,5,1,,\n";
        assert_eq!(counts(&sent(&kit, &seller, "g", format!("{HEAD}{row}").as_bytes()).await)[0], "1");
        kit.post("salma", &kinds, &[("form_id", "k3"), ("do", "give_up"), ("name", "Lampen")]).await.place();
        assert_eq!(kit.post("rahima", &kinds, &lamps).await.status, 404);
        trial.verify().await;
    });
}

/// CRC-32, as every entry of a ZIP file carries it.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { (crc >> 1) ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// A ZIP file of these entries, stored as they are.
fn zip(entries: &[(&str, &str)]) -> Vec<u8> {
    let (mut file, mut index) = (Vec::new(), Vec::new());
    for (name, text) in entries {
        let (at, length) = (file.len() as u32, text.len() as u32);
        let mut about = vec![20, 0, 0, 8, 0, 0, 0, 0, 0, 0];
        about.extend(crc32(text.as_bytes()).to_le_bytes());
        about.extend([length.to_le_bytes(), length.to_le_bytes()].concat());
        about.extend((name.len() as u16).to_le_bytes());
        about.extend([0, 0]);
        file.extend([&b"PK\x03\x04"[..], &about[..], name.as_bytes(), text.as_bytes()].concat());
        index.extend(
            [&b"PK\x01\x02\x14\x00"[..], &about[..], &[0; 10][..], &at.to_le_bytes()[..], name.as_bytes()].concat(),
        );
    }
    let (at, count) = ((file.len() as u32).to_le_bytes(), (entries.len() as u16).to_le_bytes());
    let length = (index.len() as u32).to_le_bytes();
    [&file[..], &index[..], b"PK\x05\x06\0\0\0\0", &count[..], &count[..], &length[..], &at[..], &[0, 0][..]].concat()
}

/// A workbook with one sheet: text in each cell, numbers as numbers.
fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let cell = |(row, (column, text)): (usize, (usize, &&str))| {
        let at = format!("{}{}", char::from(b'A' + column as u8), row + 1);
        if text.parse::<f64>().is_ok() {
            format!("<c r=\"{at}\"><v>{text}</v></c>")
        } else {
            format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>")
        }
    };
    let line = |(row, cells): (usize, &&[&str])| {
        let cells: String = cells.iter().enumerate().map(|one| cell((row, one))).collect();
        format!("<row r=\"{}\">{cells}</row>", row + 1)
    };
    let rows: String = rows.iter().enumerate().map(line).collect();
    let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let relation = |kind: &str, target: &str| {
        format!(
            "<Relationships {package}><Relationship Id=\"rId1\" Type=\"{office}/{kind}\" Target=\"{target}\"/></Relationships>"
        )
    };
    let book = format!(
        "<workbook {main} xmlns:r=\"{office}\"><sheets><sheet name=\"Goods\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    zip(&[
        ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", &format!("<worksheet {main}><sheetData>{rows}</sheetData></worksheet>")),
    ])
}

#[test]
fn a_workbook_is_read_as_its_csv_would_be() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let head: &[&str] = &["SKU", "reference", "ধরন", "নাম", "দাম", "ওজন", "stock"];
        let file = workbook(&[
            head,
            &["W-1", "X1", "home.light", "বাতি", "850.5", "900", "6"],
            &["W-2", "X2", "home.light", "বাতি", "dear", "900", "6"],
            &["W-1", "X3", "home.light", "বাতি", "850", "900", "6"],
        ]);
        let got = sent(&kit, &seller, "w", &file).await;
        assert_eq!(counts(&got), ["1", "0", "0", "2"], "{}", got.body);
        assert!(got.body.contains("class=\"num\">3</th>") && got.body.contains("class=\"num\">4</th>"), "{}", got.body);
        assert_eq!(lying(journal, &seller, "W-1").await, 6);
        let mut broken = file.clone();
        broken.truncate(file.len() / 2);
        assert_eq!(sent(&kit, &seller, "w2", &broken).await.status, 422);
        trial.verify().await;
    });
}

/// So many more pieces lie there, or fewer.
async fn change(journal: &Journal, seller: &str, sku: &str, pieces: i64) {
    let (seller, sku, place) = (seller.to_owned(), sku.to_owned(), String::new());
    does(journal, CountStock { seller, sku, place, pieces: Pieces::Change(pieces) }).await;
}

#[test]
fn a_file_that_was_mended_is_taken_under_the_same_form() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let row = |n: i64, price: &str| format!("R{n},home.light,বাতি,,,,,L-{n},,{price},900,,{n}\n");
        let first = format!("{HEAD}{}{}", row(1, "800"), row(2, "dear"));
        assert_eq!(counts(&sent(&kit, &seller, "f", first.as_bytes()).await), ["1", "0", "0", "1"]);
        // The mended row stands before the other one now, and a new one between them.
        let mended = format!("{HEAD}{}{}{}", row(2, "900"), row(3, "700"), row(1, "800"));
        let got = sent(&kit, &seller, "f", mended.as_bytes()).await;
        assert_eq!(counts(&got), ["3", "0", "0", "0"], "what stood is told as at first: {}", got.body);
        assert_eq!(lying(journal, &seller, "L-2").await, 2);
        change(journal, &seller, "L-1", -1).await;
        sent(&kit, &seller, "f", mended.as_bytes()).await;
        assert_eq!(lying(journal, &seller, "L-1").await, 0, "pressed twice, it is counted once");
        trial.verify().await;
    });
}

#[test]
fn what_was_sold_since_a_file_was_taken_away_stays_sold() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        does(journal, save(&seller, quilt())).await;
        count(journal, &seller, "QUILT-RED", 10).await;
        count(journal, &seller, "QUILT-BLUE", 4).await;
        let file = kit.get("salma", &format!("{}?format=csv", path(&seller))).await.body;
        assert!(file.contains("stock,stock_before,taken_at\r\n") && file.contains("60x40x10,10,10,"), "{file}");
        for sku in ["QUILT-RED", "QUILT-BLUE"] {
            change(journal, &seller, sku, -3).await;
        }
        // Five red ones came; of the blue ones nothing is said.
        let changed = file.replace("60x40x10,10,10", "60x40x10,15,10");
        assert_eq!(counts(&sent(&kit, &seller, "f1", changed.as_bytes()).await), ["0", "1", "0", "0"]);
        // Sent once more, with another form as a browser has it then, nothing more came; and no other number is believed.
        sent(&kit, &seller, "f1-again", changed.as_bytes()).await;
        let other = file.replace("60x40x10,10,10", "60x40x10,17,10");
        let got = sent(&kit, &seller, "f1-other", other.as_bytes()).await;
        assert!(got.body.contains("was added already"), "{}", got.body);
        let undated = changed.replace(",taken_at", ",").replace("60x40x10,15,10", "60x40x10,16,10");
        let got = sent(&kit, &seller, "f1-undated", undated.as_bytes()).await;
        assert!(got.body.contains(">taken_at<"), "{}", got.body);
        assert_eq!(lying(journal, &seller, "QUILT-RED").await, 12, "ten, less three, and five");
        assert_eq!(lying(journal, &seller, "QUILT-BLUE").await, 1, "as it was left");
        // More went than is there: the row is named and nothing is changed.
        let gone = file.replace("60x40x10,4,4", "60x40x10,0,4");
        let got = sent(&kit, &seller, "f2", gone.as_bytes()).await;
        assert!(got.body.contains(">stock<"), "{}", got.body);
        assert_eq!(counts(&got), ["0", "0", "1", "0"]);
        assert_eq!(lying(journal, &seller, "QUILT-BLUE").await, 1);
        // Without the column it is a count.
        let bare: String =
            file.replace("stock,stock_before,taken_at", "stock,,").replace("60x40x10,4,4", "60x40x10,8,");
        assert_eq!(counts(&sent(&kit, &seller, "f3", bare.as_bytes()).await), ["0", "1", "0", "0"]);
        assert_eq!(lying(journal, &seller, "QUILT-BLUE").await, 8);
        trial.verify().await;
    });
}

#[test]
fn what_came_is_added_once_when_both_entrepreneurs_of_a_centre_send_the_file() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = does(journal, producer("01711000031")).await;
        does(journal, save(&seller, quilt())).await;
        count(journal, &seller, "QUILT-RED", 10).await;
        let file = kit.get("rahima", &format!("{}?format=csv", path(&seller))).await.body;
        let changed = file.replace("60x40x10,10,10", "60x40x10,15,10");
        assert_ne!(file, changed);
        for who in ["rahima", "rashed", "rahima"] {
            let got = sent_by(who, &kit, &seller, &format!("form-of-{who}"), changed.as_bytes()).await;
            assert_eq!(got.status, 200, "{who}: {}", got.body);
            assert!(!got.body.contains("was added already"), "{who}: {}", got.body);
        }
        assert_eq!(lying(journal, &seller, "QUILT-RED").await, 15, "five came, whoever says so");
        let other = file.replace("60x40x10,10,10", "60x40x10,16,10");
        let got = sent_by("rashed", &kit, &seller, "other", other.as_bytes()).await;
        assert!(got.body.contains("was added already"), "{}", got.body);
        assert_eq!(lying(journal, &seller, "QUILT-RED").await, 15);
        trial.verify().await;
    });
}

#[test]
fn what_is_said_of_a_file_is_what_became_of_it() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let rows = "R1,home.light,বাতি,,,,,L-1,,800,900,,5\n\
                    R2,home.light,বাতি,,,,,L-2,লাল,800,900,,1\n\
                    ,,,,,,,L-3,নীল,dear,900,,1\n\
                    ,,,,,,,L-4,সাদা,800,900,,1\n";
        let got = sent(&kit, &seller, "f1", format!("{HEAD}{rows}").as_bytes()).await;
        assert_eq!(counts(&got), ["1", "0", "0", "1"], "products, not rows");
        assert!(got.body.contains("whose stock was not: 3"), "all rows of the product are left out: {}", got.body);
        for row in [3, 5] {
            let line = got.body.split(&format!("<th scope=\"row\" class=\"num\">{row}</th>")).nth(1);
            assert!(line.unwrap_or_else(|| panic!("{row}: {}", got.body)).contains("Left out with row 4"), "{row}");
        }
        let stock = "R1,home.light,বাতি,,,,,L-1,,800,900,,6\n";
        let got = sent(&kit, &seller, "f2", format!("{HEAD}{stock}").as_bytes()).await;
        assert_eq!(counts(&got), ["0", "1", "0", "0"], "its stock is another");
        let got = sent(&kit, &seller, "f3", format!("{HEAD}{stock}").as_bytes()).await;
        assert_eq!(counts(&got), ["0", "0", "1", "0"]);
        assert!(!got.body.contains("whose stock was not"), "{}", got.body);
        trial.verify().await;
    });
}

#[test]
fn a_file_with_too_many_columns_or_rows_is_refused_by_name_as_csv_and_as_workbook() {
    both(&register(), |trial| async move {
        let kit = Kit::of(&trial).await;
        let seller = shop(&trial.journal).await;
        let headings: Vec<String> = ["reference", "category", "name_bn", "sku", "price"].map(str::to_owned).to_vec();
        let mut wide = headings.clone();
        wide.extend((headings.len()..61).map(|n| format!("extra {n}")));
        let row = |n: usize| -> Vec<Cell> {
            vec![format!("R{n}").into(), "home.light".into(), "বাতি".into(), format!("L-{n}").into(), 800_i64.into()]
        };
        let few = [row(1)];
        let csv = format!("{}\r\nR1,home.light,x,A,1\r\n", wide.join(","));
        let padded = format!("{}{}\r\nR1,home.light,x,A,1\r\n", headings.join(","), ",".repeat(500));
        for (form, file) in [("c", csv.into_bytes()), ("w", xlsx_file(&wide, &few).unwrap())] {
            let got = sent(&kit, &seller, form, &file).await;
            assert_eq!(got.status, 422, "{form}");
            assert!(got.body.contains("more than 60 columns"), "{form}: {}", got.body);
        }
        assert_eq!(counts(&sent(&kit, &seller, "p", padded.as_bytes()).await), ["1", "0", "0", "0"], "blank ones");
        let many: Vec<Vec<Cell>> = (0..5_001).map(row).collect();
        let got = sent(&kit, &seller, "m", &xlsx_file(&headings, &many).unwrap()).await;
        assert_eq!(got.status, 422);
        assert!(got.body.contains("5000 rows"), "{}", got.body);
        trial.verify().await;
    });
}

#[test]
fn a_workbook_that_is_taken_away_comes_back_and_changes_nothing() {
    both(&register(), |trial| async move {
        let (kit, journal) = (Kit::of(&trial).await, &trial.journal);
        let seller = shop(journal).await;
        let mut odd = quilt();
        odd.name.en = "=cmd()".to_owned();
        odd.about.en = "'quoted' & <tagged>, \"said\"".to_owned();
        does(journal, save(&seller, odd)).await;
        let numbered = thing("007", ("বাতি", "Lamp"), "home.light", 850);
        let number = does(journal, save(&seller, numbered)).await;
        count(journal, &seller, "QUILT-RED", 4).await;
        count(journal, &seller, "007", 12).await;
        let folio = journal.entries(&seller, 0, 1_000).await.unwrap().len();
        let file = kit.get("salma", &format!("{}?format=xlsx", path(&seller))).await;
        assert!(file.header("content-type").ends_with("spreadsheetml.sheet"), "{}", file.header("content-type"));
        assert!(file.header("content-disposition").contains(&format!("goods-{seller}.xlsx")));
        let rows = forms::rows_of_xlsx(&file.bytes, 1 << 20, 100).unwrap();
        let csv = kit.get("salma", &format!("{}?format=csv", path(&seller))).await.body;
        let head: Vec<&str> = csv.lines().next().unwrap().trim_start_matches('\u{feff}').trim().split(',').collect();
        assert_eq!(rows[0].1, head, "the same columns");
        let lamp = rows.iter().find(|(_, cells)| cells[0] == format!("#{number}")).unwrap();
        assert!(lamp.1.contains(&"007".to_owned()) && lamp.1.contains(&"850".to_owned()), "{lamp:?}");
        let got = sent(&kit, &seller, "x", &file.bytes).await;
        assert_eq!(counts(&got), ["0", "0", "2", "0"], "{}", got.body);
        assert_eq!(journal.entries(&seller, 0, 1_000).await.unwrap().len(), folio, "nothing is entered");
        trial.verify().await;
    });
}
