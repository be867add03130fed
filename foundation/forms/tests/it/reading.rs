//! What a form is read as, and how a bad one is refused.

use std::io::Read;
use std::path::Path;

use forms::{Default, Form, Kind};

fn cases(prefix: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
    let mut found: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(prefix))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    found.sort();
    assert!(!found.is_empty());
    found
}

#[test]
fn every_good_case_is_read() {
    for (name, text) in cases("good_") {
        let read = Form::from_markdown(&text);
        assert!(read.is_ok(), "{name}: {:?}", read.err());
    }
}

#[test]
fn every_bad_case_is_refused_with_its_code_sheet_row_and_column() {
    for (name, text) in cases("bad_").into_iter().chain(cases("narrow_")) {
        let expected = text.lines().next().unwrap().trim_start_matches("# ").to_owned();
        let faults = Form::from_markdown(&text).expect_err(&name);
        let told: Vec<String> = faults
            .iter()
            .map(|fault| {
                let code = serde_json::to_value(fault.code).unwrap();
                let column = if fault.column.is_empty() { "-" } else { &fault.column };
                format!("{} {} {} {column}", code.as_str().unwrap(), fault.sheet, fault.row)
            })
            .collect();
        assert!(told.contains(&expected), "{name}: wanted {expected}, got {told:?}");
    }
}

#[test]
fn all_faults_of_a_form_are_told_at_once() {
    let faults = Form::from_markdown(
        "| survey |\n| | type | name | label | relevant |\n| | txet | a | A | |\n| | text | 1b | B | |\n| | text | c | C | ${d} |\n",
    )
    .unwrap_err();
    assert_eq!(faults.iter().map(|fault| fault.row).collect::<Vec<_>>(), [2, 3, 4]);
    assert_eq!(faults[0].to_string(), "sheet 'survey', row 2, column 'type': there is no type 'txet'");
}

#[test]
fn labels_are_kept_in_both_languages_and_gaps_are_listed() {
    let form = crate::form(
        "type | name | label::বাংলা (bn) | label::English (en) | constraint
         text | a | নাম | Name |
         integer | b | বয়স | | . > 0",
    );
    assert_eq!(form.items[0].label.bn.as_deref(), Some("নাম"));
    assert_eq!(form.items[0].label.en.as_deref(), Some("Name"));
    let gaps: Vec<String> = form
        .missing_words()
        .iter()
        .map(|gap| format!("{} {} {} {}", gap.row, gap.column, gap.lang.code(), gap.name))
        .collect();
    assert_eq!(gaps, ["3 label en b", "3 constraint_message bn b", "3 constraint_message en b"]);
}

#[test]
fn a_label_without_a_language_is_in_the_language_of_its_letters() {
    let form = crate::form("type | name | label\n text | a | নাম\n text | b | Name");
    assert_eq!(form.items[0].label.bn.as_deref(), Some("নাম"));
    assert_eq!(form.items[1].label.en.as_deref(), Some("Name"));
}

#[test]
fn a_default_is_fixed_or_worked_out() {
    let form = crate::form("type | name | label | default\n text | a | A | Dhaka\n date | b | B | today()");
    assert!(matches!(&form.items[0].default, Some(Default::Fixed(text)) if text == "Dhaka"));
    assert!(matches!(&form.items[1].default, Some(Default::Dynamic(_))));
}

#[test]
fn the_api_sees_fields_choices_and_rules_as_plain_json() {
    let form = crate::form(
        "type | name | label | required | relevant | constraint
         select_one l | a | A | yes | |
         begin group | g | G | | ${a} = 'x' |
         integer | b | B | | | . > 0
         end group | | | | |
         --
         list_name | name | label | kind
         l | x | ক | z",
    );
    let json = serde_json::to_value(&form).unwrap();
    assert_eq!(json["fields"][0]["type"], "select_one");
    assert_eq!(json["fields"][0]["required"], "true()");
    assert_eq!(json["fields"][1]["relevant"], "${a} = 'x'");
    assert_eq!(json["fields"][2]["in"], "g");
    assert_eq!(json["fields"][2]["constraint"], ". > 0");
    assert_eq!(json["lists"]["l"][0]["label"]["bn"], "ক");
    assert_eq!(json["lists"]["l"][0]["kind"], "z");
}

#[test]
fn an_xlsx_form_is_read_as_its_markdown_is() {
    let bytes = include_bytes!("../workbooks/two_sheets.xlsx");
    let form = Form::from_xlsx(bytes).unwrap();
    assert_eq!(form.items.len(), 3);
    assert_eq!(form.items[0].label.bn.as_deref(), Some("লিঙ্গ"));
    assert_eq!(form.items[0].kind, Kind::SelectOne);
    // Row 3 of the sheet is blank and still counts.
    assert_eq!(form.items[1].row, 4);
    // Names written as numbers in the sheet are whole numbers.
    assert_eq!(form.lists["sex"].iter().map(|choice| choice.name.as_str()).collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(form.id, "sample");
}

#[test]
fn the_markdown_of_an_xlsx_form_is_the_same_form() {
    let bytes = include_bytes!("../workbooks/both_languages.xlsx");
    let text = forms::markdown_of_xlsx(bytes).unwrap();
    let (sheet, tables) = (Form::from_xlsx(bytes).unwrap(), Form::from_markdown(&text).unwrap());
    let same = |form: &Form| serde_json::to_value(form).unwrap().to_string().replace("\\n", " ");
    assert_eq!(same(&tables), same(&sheet), "{text}");
    assert!(text.contains(r#"regex(., "^(a\|b).*")"#), "a bar inside a cell stays one: {text}");
    assert_eq!(tables.missing_words(), []);
    let faults = forms::markdown_of_xlsx(include_bytes!("../workbooks/bad_row.xlsx")).unwrap_err();
    assert_eq!((faults[0].row, faults[0].column.as_str()), (5, "type"));
}

#[test]
fn a_circle_names_the_fields_that_it_runs_through_in_both_languages() {
    let case = |name: &str| {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name);
        Form::from_markdown(&std::fs::read_to_string(path).unwrap()).unwrap_err()
    };
    let three = case("bad_circular_over_three.md");
    assert_eq!(
        three.iter().map(|fault| fault.about.as_str()).collect::<Vec<_>>(),
        ["a → b → c → a", "b → c → a → b", "c → a → b → c",]
    );
    let itself = case("bad_circular_itself.md");
    assert_eq!(itself[0].about.matches('→').count(), 1, "{itself:?}");
    let (bangla, english) = (three[0].told(base::Lang::Bn), three[0].told(base::Lang::En));
    assert!(bangla.starts_with("শিট survey, সারি ২, কলাম calculation: ") && bangla.contains("a → b → c → a"), "{bangla}");
    assert!(english.starts_with("sheet survey, row 2, column calculation: "), "{english}");
}

#[test]
fn a_fault_in_an_xlsx_names_the_row_that_the_sheet_shows() {
    let faults = Form::from_xlsx(include_bytes!("../workbooks/bad_row.xlsx")).unwrap_err();
    assert_eq!((faults[0].sheet.as_str(), faults[0].row, faults[0].column.as_str()), ("survey", 5, "type"));
}

#[test]
fn files_that_are_no_forms_are_refused_calmly() {
    for bytes in [
        &b""[..],
        b"PK\x05\x06",
        b"not a zip at all",
        &[0_u8; 4096],
        b"PK\x03\x04PK\x05\x06\0\0\0\0\x01\0\x01\0\xff\xff\xff\xff\xff\xff\xff\xff\0\0",
    ] {
        assert_eq!(Form::from_xlsx(bytes).unwrap_err().len(), 1);
    }
    let large = vec![0_u8; forms::XLSX_BYTES_MAX + 1];
    assert_eq!(Form::from_xlsx(&large).unwrap_err()[0].detail, "more than 1048576 bytes");
}

#[test]
fn a_cell_in_the_last_corner_of_the_grid_is_refused_before_the_grid_is_made() {
    let faults = Form::from_xlsx(include_bytes!("../workbooks/far_corner.xlsx")).unwrap_err();
    assert_eq!(faults[0].row, 1_048_576);
}

#[test]
fn a_sheet_larger_than_the_limits_is_refused() {
    let row = "| | text | a | A |\n".repeat(forms::ROWS_MAX as usize);
    let faults = Form::from_markdown(&format!("| survey |\n| | type | name | label |\n{row}")).unwrap_err();
    assert_eq!(serde_json::to_value(faults[0].code).unwrap(), "forms.sheet.too_large");
    let long = "x".repeat(forms::CELL_CHARS_MAX + 1);
    assert!(Form::from_markdown(&format!("| survey |\n| | type | name | label |\n| | text | a | {long} |\n")).is_err());
}

#[test]
fn a_file_that_makes_the_reader_panic_is_only_refused() {
    let faults = Form::from_xlsx(include_bytes!("../workbooks/backward_dimension.xlsx")).unwrap_err();
    assert_eq!(faults[0].detail, "the file is damaged");
}

/// The workbook of the tests, with so many blanks behind the part that is read first; it may say that this has a hundred bytes.
fn padded_workbook(blanks: usize, lies: bool) -> Vec<u8> {
    const PART: &str = "xl/workbook.xml";
    let whole = include_bytes!("../workbooks/two_sheets.xlsx");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&whole[..])).unwrap();
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut text = String::new();
    archive.by_name(PART).unwrap().read_to_string(&mut text).unwrap();
    text.extend(std::iter::repeat_n(' ', blanks));
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place).unwrap();
        if part.name().unwrap() == PART {
            writer.start_file(PART, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut writer, text.as_bytes()).unwrap();
        } else {
            writer.raw_copy_file(part).unwrap();
        }
    }
    let mut file = writer.finish().unwrap().into_inner();
    let size = u32::try_from(text.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..file.len() - 4).filter(|at| lies && file[*at..*at + 4] == size).collect();
    assert_eq!(places.is_empty(), !lies, "the directory and the part itself say its size");
    for at in places {
        file[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    }
    file
}

#[test]
fn a_workbook_is_refused_when_it_unpacks_to_too_much_or_lies_about_it() {
    let read = |file: &[u8]| forms::rows_of_xlsx(file, 1 << 20, 100);
    let too_much = usize::try_from(forms::XLSX_INFLATED_BYTES_MAX).unwrap() + 1;
    assert_eq!(read(&padded_workbook(1 << 20, false)), read(include_bytes!("../workbooks/two_sheets.xlsx")));
    let bomb = padded_workbook(too_much, false);
    assert!(bomb.len() < 100_000, "{} bytes", bomb.len());
    assert_eq!(read(&bomb), Err(forms::NotRows::TooLarge));
    for blanks in [1 << 20, too_much] {
        let lie = padded_workbook(blanks, true);
        assert_eq!(read(&lie), Err(forms::NotRows::Unreadable), "{blanks}");
        assert!(Form::from_xlsx(&lie).is_err());
    }
}
