//! What must not be read anywhere: names and numbers of people in the books, secrets in the log.

use crate::server::{Client, Server};
use crate::sources::read;
use crate::store::Store;
use serde_json::{Value, json};

/// How many digits in a row are somebody's number: NID (10, 13, 17), mobile (11, with the country's code 13).
const PERSONAL_DIGITS: [usize; 4] = [10, 11, 13, 17];
/// Numbers that a test posts and no log may hold.
const NID: &str = "1989273645";
const MOBILE: &str = "01812345670";
const NAME: &str = "সালেহা অচিনপুরী";

/// The invented names of the demo: what stands between quotes in its sources in Bangla with a space in it, and every
/// given name with every family name.
fn names() -> Vec<String> {
    let quoted = |path: &str, list: &str| -> Vec<String> {
        let text = read(path);
        let list = text.split(&format!("const {list}: ")).nth(1).unwrap().split("];").next().unwrap().to_owned();
        list.split('"').skip(1).step_by(2).map(str::to_owned).collect()
    };
    let nation = "haat/src/demo/nation.rs";
    let mut names = quoted("haat/src/demo/month.rs", "CUSTOMERS");
    for (given, family) in [("WOMEN", "SURNAMES_OF_WOMEN"), ("MEN", "SURNAMES_OF_MEN")] {
        for first in quoted(nation, given) {
            names.extend(quoted(nation, family).iter().map(|last| format!("{first} {last}")));
        }
    }
    assert!(names.len() > 50, "the names are found");
    names
}

/// Runs of digits, Latin or Bangla, of a length that only a person's number has.
fn numbers(text: &str) -> Vec<String> {
    let latin = base::number::to_latin_digits(text);
    let runs = latin.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| PERSONAL_DIGITS.contains(&run.len())).map(str::to_owned).collect()
}

/// Every text inside a JSON value. Numbers are no texts: moments have 13 digits.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|one| texts(one, found)),
        Value::Object(map) => map.iter().for_each(|(key, one)| {
            found.push(key.clone());
            texts(one, found);
        }),
        _ => {}
    }
}

/// What stands in clear in a cell: a text, or the texts of JSON.
fn in_clear(cell: &str) -> Vec<String> {
    let mut found = Vec::new();
    match serde_json::from_str::<Value>(cell) {
        Ok(value) if !value.is_number() => texts(&value, &mut found),
        _ => found.push(cell.to_owned()),
    }
    found
}

/// Every cell of every table that holds text, or bytes that are text, with its place. Ids and hashes are long
/// hexadecimal words; a run of digits inside one is no number of a person.
fn cells(store: &rusqlite::Connection) -> Vec<(String, String)> {
    let mut tables = store.prepare("select name from sqlite_master where type = 'table'").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut cells = Vec::new();
    for table in tables.iter().filter(|table| !table.ends_with("_migrations")) {
        let mut all = store.prepare(&format!("select * from {table}")).unwrap();
        let columns: Vec<String> = all.column_names().iter().map(|name| (*name).to_owned()).collect();
        let mut rows = all.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for (place, column) in columns.iter().enumerate() {
                let text = match row.get_ref(place).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    rusqlite::types::ValueRef::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
                    _ => continue,
                };
                cells.push((format!("{table}.{column}"), text));
            }
        }
    }
    cells
}

/// A word of hexadecimal digits with a letter in it, as long as an id or a hash.
fn is_id(word: &str) -> bool {
    word.len() >= 16 && word.chars().all(|c| c.is_ascii_hexdigit() || c == '-')
}

#[test]
fn no_name_or_number_of_a_person_stands_in_clear_in_the_store() {
    let store = Store::with(4, 2);
    let names = names();
    let mobiles: Vec<&str> = store.sign_ins.iter().map(|one| one.mobile.as_str()).collect();
    let cells = cells(&store.tables());
    assert!(cells.iter().any(|(place, _)| place == "journal_entry.events"), "the events are looked at");
    let sealed = cells.iter().filter(|(place, _)| place == "journal_seal.seal").count();
    assert!(sealed > 10, "the demo has people to hide");
    let mut found = Vec::new();
    for (place, cell) in &cells {
        found.extend(names.iter().filter(|name| cell.contains(name.as_str())).map(|name| format!("{place}: {name}")));
        found.extend(
            mobiles.iter().filter(|mobile| cell.contains(&mobile[1..])).map(|mobile| format!("{place}: {mobile}")),
        );
        for text in in_clear(cell) {
            let words = text.split(|c: char| c.is_whitespace() || matches!(c, '/' | ':' | ','));
            for word in words.filter(|word| !is_id(word)) {
                // Reference data writes places with positions and codes of up to ten digits: they are nobody's.
                let of_places = place.starts_with("network_place");
                found.extend(
                    numbers(word).into_iter().filter(|_| !of_places).map(|number| format!("{place}: {number}")),
                );
            }
        }
    }
    found.sort();
    found.dedup();
    assert!(found.is_empty(), "{} findings: {:#?}", found.len(), &found[..found.len().min(40)]);
}

#[test]
fn the_servers_log_holds_no_password_token_or_number() {
    let store = Store::with(1, 0);
    let (seller, officer) = (store.seller().clone(), store.sign_ins[0].clone());
    let server = Server::start_logging(store.path(), "debug");
    let token = crate::server::token(server.address, &seller.mobile, &seller.password);
    let mut stranger = Client::open(server.address, "").unwrap();
    for (mobile, password) in [(&seller.mobile, "wrong-horse-battery"), (&officer.mobile, officer.password.as_str())] {
        let refused = stranger.post("/api/v1/tokens", "", &json!({ "mobile": mobile, "password": password })).unwrap();
        assert_eq!(refused.status, 401, "{}", refused.body);
    }
    let mut client = Client::open(server.address, &token).unwrap();
    let customer = json!({ "name": NAME, "mobile": MOBILE });
    for (key, service, answers) in [
        ("a", "C010", Value::Null),
        ("b", "G001", json!({ "nid": NID, "nobody_asked": NAME })),
        ("c", "NO-SUCH", json!({ "nid": NID })),
    ] {
        let sale = json!({
            "centre": seller.centre,
            "customer": customer,
            "lines": [{ "service": service, "quantity": 1, "answers": answers }],
        });
        client.post("/api/v1/receipts", key, &sale).unwrap();
    }
    client.get(&format!("/api/v1/services?q={NID}"));
    client.get(&format!("/check?n={MOBILE}&c={NID}"));
    client.get(&format!("/nowhere/{NID}"));
    let wrong = Client::open(server.address, "not-a-token-of-ours").unwrap().get("/api/v1/services");
    assert_eq!(wrong.status, 401);
    let log = server.log();
    assert!(log.contains("haat is open at"), "{log}");
    let secrets = [
        token.as_str(),
        &seller.password,
        "wrong-horse-battery",
        &officer.password,
        &officer.totp_secret,
        "not-a-token-of-ours",
        NID,
        NAME,
        &MOBILE[1..],
        &seller.mobile[1..],
    ];
    let told: Vec<_> = secrets.iter().filter(|secret| log.contains(**secret)).collect();
    assert!(told.is_empty(), "the log tells {told:?}:\n{log}");
}

#[test]
fn keys_passwords_and_hidden_texts_do_not_show_when_printed_for_debugging() {
    assert_eq!(format!("{:?}", trial::keys()), "Keys(hidden)");
    let nid = base::identity::Nid::parse(NID).unwrap();
    let shown = format!("{nid:?}");
    assert!(!shown.contains(NID), "{shown}");
}

#[test]
fn a_run_of_digits_is_judged_by_its_length() {
    assert_eq!(
        numbers("a 1234567890 b ০১৭১২৩৪৫৬৭৮ c 12345678901234567"),
        ["1234567890", "01712345678", "12345678901234567"]
    );
    assert!(numbers("2026-11-23 123456789 123456789012").is_empty());
    assert!(is_id("01935c50-0000-7000-8000-000000000000") && !is_id("1234567890"));
}
