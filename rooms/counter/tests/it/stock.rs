//! The catalogue that comes with the program: whole in both languages, its money sane, everything it names there, and
//! found by what people call it.

use base::text::Finder;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A row of `services/catalogue.csv`, as it stands there.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    code: String,
    name_bn: String,
    name_en: String,
    category: String,
    group: String,
    provider_bn: String,
    provider_en: String,
    agency: String,
    unit: String,
    sla_days: u32,
    connectivity: String,
    approver: String,
    official_taka: String,
    shop_taka: String,
    programme_taka: String,
    partner_taka: String,
    per_thousand: bool,
    outsiders_official_only: bool,
    fee_basis: String,
    amount: String,
    by_post: bool,
    course: String,
    form: String,
    documents: String,
    prerequisites: String,
    synonyms: String,
}

fn room() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

fn rows() -> Vec<Row> {
    let mut reader = csv::Reader::from_path(room().join("services/catalogue.csv")).unwrap();
    reader.deserialize().map(|row| row.unwrap()).collect()
}

fn words(lang: &str) -> BTreeSet<String> {
    let text = std::fs::read_to_string(room().join(format!("words/{lang}.ftl"))).unwrap();
    text.lines().filter_map(|line| line.split_once(" = ")).map(|(key, _)| key.to_owned()).collect()
}

fn poisha(taka: &str) -> i64 {
    base::Paisa::parse(taka).unwrap_or_else(|_| panic!("{taka} is no amount")).get()
}

fn list(text: &str) -> Vec<&str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty()).collect()
}

fn is_bangla(text: &str) -> bool {
    text.chars().any(|c| ('\u{980}'..='\u{9ff}').contains(&c))
}

/// Direction, provider, least and greatest taka of an entered amount.
fn amount(row: &Row) -> Option<(&str, &str, i64, i64)> {
    let parts: Vec<&str> = row.amount.split(':').collect();
    (!row.amount.is_empty()).then(|| (parts[0], parts[1], parts[2].parse().unwrap(), parts[3].parse().unwrap()))
}

#[test]
fn there_are_at_least_112_kinds_and_every_one_is_named_in_both_languages_once() {
    let rows = rows();
    assert!(rows.len() >= 112, "{}", rows.len());
    let mut seen = BTreeSet::new();
    for row in &rows {
        let (letter, digits) = row.code.split_at(1);
        assert!("GPC".contains(letter) && digits.len() == 3 && digits.parse::<u32>().is_ok(), "{}", row.code);
        assert!(is_bangla(&row.name_bn) && is_bangla(&row.provider_bn), "{}", row.code);
        assert!(row.name_en.is_ascii() && row.provider_en.is_ascii(), "{}", row.code);
        assert!(!row.name_en.is_empty() && !row.provider_en.is_empty(), "{}", row.code);
        for name in [&row.code, &row.name_bn, &row.name_en] {
            assert!(seen.insert(name.to_lowercase()), "{name} stands twice");
        }
    }
    assert!(rows.is_sorted_by_key(|row| ("GPC".find(&row.code[..1]), row.code.clone())));
}

/// What the founding document names (the programme's report on the centres, "112 kinds of service"), by code.
const NAMED: [(&str, &[&str]); 13] = [
    ("government forms", &["G077"]),
    ("public exam results", &["G061"]),
    ("university admission", &["G064"]),
    ("birth registration", &["G001", "G002", "G003"]),
    ("death registration", &["G007"]),
    ("e-mail and internet use", &["C021", "C022"]),
    ("computer training", &["C027", "C028"]),
    ("bank accounts", &["P008"]),
    ("banking transactions", &["P009", "P010", "P012"]),
    ("remittance pay-out", &["P011"]),
    ("passport fees and applications", &["G042", "G043"]),
    ("registration of workers going abroad", &["G048"]),
    ("land records that come home by post", &["G031"]),
];

#[test]
fn every_kind_that_the_founding_document_names_is_there() {
    let rows = rows();
    let known: BTreeMap<&str, &Row> = rows.iter().map(|row| (row.code.as_str(), row)).collect();
    for (kind, codes) in NAMED {
        assert!(codes.iter().all(|code| known.contains_key(code)), "{kind}");
    }
    assert!(known["G031"].by_post);
    let by_post: Vec<&str> = rows.iter().filter(|row| row.by_post).map(|row| row.code.as_str()).collect();
    assert_eq!(by_post, ["G031", "G032"]);
    assert_eq!(
        amount(known["P011"]).map(|(direction, provider, ..)| (direction, provider)),
        Some(("out", "remittance"))
    );
}

#[test]
fn the_letter_says_whose_service_it_is_and_only_the_own_trade_owes_nobody() {
    for row in rows() {
        let category = match &row.code[..1] {
            "G" => "government",
            "P" => "private",
            _ => "commercial",
        };
        assert_eq!(row.category, category, "{}", row.code);
        assert_eq!(row.agency == "centre", category == "commercial", "{}", row.code);
        if category == "commercial" {
            let others = [&row.official_taka, &row.programme_taka, &row.partner_taka];
            assert!(others.iter().all(|taka| poisha(taka) == 0) && row.amount.is_empty(), "{}", row.code);
            assert_eq!(row.approver, "none", "{}", row.code);
        }
        assert!(ledger::Account::new(&format!("P:fee:{}", row.agency)).is_some(), "{}", row.agency);
    }
}

#[test]
fn groups_units_and_agencies_are_worded_in_both_languages_and_no_word_of_a_unit_is_idle() {
    let rows = rows();
    for lang in ["bn", "en"] {
        let words = words(lang);
        for row in &rows {
            for key in [format!("group-{}", row.group), format!("unit-{}", row.unit), format!("agency-{}", row.agency)]
            {
                assert!(words.contains(&key), "{}: {key} in {lang}", row.code);
            }
        }
        let used = |key: &str| {
            rows.iter().any(|row| key == format!("unit-{}", row.unit) || key == format!("group-{}", row.group))
        };
        let idle: Vec<_> = words.iter().filter(|key| key.starts_with("unit-") || key.starts_with("group-")).collect();
        assert!(idle.iter().all(|key| used(key)), "{idle:?}");
    }
    let groups: BTreeSet<&str> = rows.iter().map(|row| row.group.as_str()).collect();
    assert!(groups.len() <= 20, "{groups:?}");
}

#[test]
fn every_fee_is_split_and_the_programme_takes_a_fifth_at_most_of_what_is_not_a_known_tariff() {
    for row in rows() {
        let [official, shop, programme, partner] =
            [&row.official_taka, &row.shop_taka, &row.programme_taka, &row.partner_taka].map(|taka| poisha(taka));
        // A certificate of citizenship has been 15 + 5 since before the whole catalogue.
        let known = row.code == "G009";
        assert!(
            [official, shop, programme, partner].iter().all(|paisa| (0..=3_500_000).contains(paisa)),
            "{}",
            row.code
        );
        let charge = shop + programme;
        assert!(known || programme * 5 <= charge, "{}: {programme} of {charge}", row.code);
        if charge > 0 && row.category != "commercial" {
            assert!(programme * 10 >= charge * 7 / 10, "{}: {programme} of {charge}", row.code);
        }
        assert!(partner == 0 || row.category == "private", "{}: a partner pays", row.code);
        assert!(!row.per_thousand || !row.amount.is_empty(), "{}: per thousand of what", row.code);
        assert!(["published", "part-published", "estimate"].contains(&row.fee_basis.as_str()), "{}", row.code);
        assert!(row.sla_days <= 60, "{}", row.code);
    }
}

#[test]
fn what_facts_tell_of_fees_is_what_the_catalogue_asks() {
    let rows = rows();
    // Official fee and service charge by a union's published table and the registrar's fees (facts.md 3.3).
    let published = [
        ("G001", 0, 50),
        ("G002", 25, 50),
        ("G003", 50, 50),
        ("G004", 100, 50),
        ("G005", 50, 50),
        ("G009", 30, 20),
        ("G011", 300, 30),
        ("G012", 300, 30),
        ("G017", 100, 20),
        ("G018", 50, 30),
        ("G026", 50, 30),
    ];
    for (code, official, charge) in published {
        let row = rows.iter().find(|row| row.code == code).unwrap();
        let asked = (poisha(&row.official_taka), poisha(&row.shop_taka) + poisha(&row.programme_taka));
        assert_eq!(asked, (official * 100, charge * 100), "{code}");
        assert_eq!(row.fee_basis, "published", "{code}");
    }
    // "Those who apply from outside pay only the revenue fee": said of the parishad's certificates.
    for row in &rows {
        let certificate = row.group == "local_certificate" && row.unit == "certificate";
        assert_eq!(row.outsiders_official_only, certificate, "{}", row.code);
        if certificate {
            assert!(row.prerequisites.contains("Holding-tax receipt"), "{}", row.code);
        }
    }
    let remittance = rows.iter().find(|row| row.code == "P011").unwrap();
    assert_eq!((remittance.partner_taka.as_str(), remittance.per_thousand), ("53", false));
}

#[test]
fn an_entered_amount_has_a_way_a_provider_and_bounds() {
    let providers = ["bank_agent", "wallet", "utility", "telecom", "remittance", "gov_pay", "insurance"];
    let mut used = BTreeSet::new();
    for row in rows() {
        let Some((direction, provider, min, max)) = amount(&row) else { continue };
        assert_eq!(row.amount.split(':').count(), 4, "{}", row.code);
        assert!(["in", "out"].contains(&direction) && providers.contains(&provider), "{}", row.code);
        assert!(0 < min && min < max && max <= 1_000_000, "{}", row.code);
        // A holding tax may be taken without the line: the parishad is next door.
        assert!(row.connectivity == "online" || row.sla_days > 0 || row.code == "G029", "{}", row.code);
        used.insert(provider.to_owned());
    }
    assert_eq!(used.len(), providers.len(), "{used:?}");
}

#[test]
fn every_form_that_is_named_is_there_and_every_form_that_is_there_is_named() {
    let named: BTreeSet<String> = rows().into_iter().map(|row| row.form).filter(|form| !form.is_empty()).collect();
    let folder = room().join("services/forms");
    let in_folder = |folder: &Path, end: &str| -> BTreeSet<String> {
        let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.extension().is_some_and(|one| one == end) && !path.ends_with("README.md"));
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    assert_eq!(in_folder(&folder, "md"), named);
    assert_eq!(in_folder(&folder.join("samples"), "json"), named);
    let data = std::fs::read_to_string(room().join("src/stock_forms.rs")).unwrap();
    for form in &named {
        for part in [
            format!("(\"{form}\", include_str!(\"../services/forms/{form}.md\"))"),
            format!("(\"{form}\", include_str!(\"../services/forms/samples/{form}.json\"))"),
        ] {
            assert!(data.contains(&part), "{part}");
        }
    }
}

#[test]
fn the_approver_the_line_and_the_lists_are_as_the_reader_expects() {
    for row in rows() {
        assert!(["none", "ward_member", "chairman", "agency"].contains(&row.approver.as_str()), "{}", row.code);
        assert!(["offline", "queue", "online"].contains(&row.connectivity.as_str()), "{}", row.code);
        for both in list(&row.documents).into_iter().chain(list(&row.prerequisites)) {
            let (bn, en) = both.split_once('|').unwrap_or_else(|| panic!("{}: {both}", row.code));
            assert!(is_bangla(bn) && en.is_ascii() && !en.trim().is_empty(), "{}: {both}", row.code);
        }
        // Whoever sells for a bank or an insurer has learnt it (facts.md 9).
        let course = match (row.agency.as_str(), row.unit.as_str()) {
            ("bank", _) => "agent_banking",
            ("insurer", "policy") => "insurance",
            _ => "",
        };
        assert_eq!(row.course, course, "{}", row.code);
        if row.prerequisites.contains("Ward member's recommendation") && row.agency == "local" {
            assert!(["chairman", "ward_member", "agency"].contains(&row.approver.as_str()), "{}", row.code);
        }
    }
}

#[test]
fn synonyms_are_in_both_scripts_and_never_the_name_itself() {
    let rows = rows();
    let mut all = BTreeSet::new();
    for row in &rows {
        let synonyms = list(&row.synonyms);
        let lower: BTreeSet<String> = synonyms.iter().map(|one| one.to_lowercase()).collect();
        assert!(synonyms.len() >= 4 && lower.len() == synonyms.len(), "{}: {synonyms:?}", row.code);
        assert!(!lower.contains(&row.name_bn) && !lower.contains(&row.name_en.to_lowercase()), "{}", row.code);
        assert!(synonyms.iter().any(|one| is_bangla(one)), "{}", row.code);
        assert!(synonyms.iter().any(|one| one.is_ascii()), "{}", row.code);
        assert!(synonyms.iter().all(|one| is_bangla(one) || one.is_ascii()), "{}: {synonyms:?}", row.code);
        all.extend(lower);
    }
    assert!(all.len() >= 800, "{}", all.len());
}

/// What people type, and what they mean. Spellings are not those of the catalogue.
const TYPED: [(&str, &str); 40] = [
    ("jonmo nibondhon", "G001"),
    ("জন্ম নিবন্ধন", "G001"),
    ("birth registration", "G001"),
    ("জন্ম", "G001"),
    ("jonmo nibondon songsodhon", "G005"),
    ("mrittu sonod", "G007"),
    ("nagorikotto", "G009"),
    ("চারিত্রিক", "G010"),
    ("warisan", "G011"),
    ("ওয়ারিশ", "G011"),
    ("bhumihin", "G017"),
    ("ট্রেড লাইসেন্স নবায়ন", "G028"),
    ("gram adalat", "G030"),
    ("porcha", "G031"),
    ("পর্চা", "G031"),
    ("namjari", "G033"),
    ("khajna", "G036"),
    ("nid correction", "G040"),
    ("passport", "G042"),
    ("passport fee", "G043"),
    ("pulis clearance", "G044"),
    ("hojj nibondhon", "G047"),
    ("bidesh jawar nibondhon", "G048"),
    ("boyosko bhata", "G052"),
    ("bidhoba vata", "G053"),
    ("ssc result", "G061"),
    ("varsity admission", "G064"),
    ("e tin", "G072"),
    ("sorkari form", "G077"),
    ("palli bidyut bil", "P001"),
    ("bank account khola", "P008"),
    ("taka joma", "P009"),
    ("remitance", "P011"),
    ("bkash cash out", "P018"),
    ("flexilod", "P023"),
    ("train ticket", "P026"),
    ("fotocopy", "C010"),
    ("passport size chobi", "C016"),
    ("email", "C022"),
    ("computer shikha", "C027"),
];

#[test]
fn what_people_type_finds_what_they_mean_among_all_services() {
    let rows = rows();
    let things = rows.iter().enumerate().map(|(place, row)| {
        let mut names = vec![row.code.clone(), row.name_bn.clone(), row.name_en.clone()];
        names.extend(list(&row.synonyms).into_iter().map(str::to_owned));
        (place, 1, names)
    });
    let finder = Finder::new(things.collect());
    let mut first = 0;
    for (query, meant) in TYPED {
        let found: Vec<&str> = finder.find(query, 3).into_iter().map(|place| rows[place].code.as_str()).collect();
        assert!(found.contains(&meant), "{query}: {found:?}, not {meant}");
        first += usize::from(found[0] == meant);
    }
    assert!(first * 10 >= TYPED.len() * 9, "{first} of {} came first", TYPED.len());
}
