//! The command line, as people and scripts use it: the real binary on stores of its own.

use crate::server::{Client, Server, copies, token};
use crate::store::{Said, Store, objects, oracles_required, run};
use journal::Fault;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Command;
use trial::Dir;

/// Of each kind: values with whether they are valid, from the sources that `base` names.
const CHECKED: [(&str, &[(&str, bool)]); 6] = [
    ("s10", &[("EE876543216CA", true), ("ee 876 543 216 ca", true), ("EE876543215CA", false), ("EE87654321", false)]),
    ("mobile", &[("01712345678", true), ("+8801712-345678", true), ("০১৭১২৩৪৫৬৭৮", true), ("0171234567", false)]),
    ("nid", &[("1234567890", true), ("19901234567890123", true), ("123456789", false), ("12345678901234567", false)]),
    ("routing", &[("085261727", true), ("085261726", false), ("12345", false)]),
    ("bn-date", &[("2026-11-23", true), ("2026-02-30", false), ("yesterday", false)]),
    ("bn-number", &[("278000000", true), ("-7", true), ("1.5", false)]),
];

/// Bytes that are nobody's value: no text, nothing, far too much, marks that terminals obey.
const GARBAGE: [&[u8]; 6] =
    [b"\xff\xfe\x00\x01", b"", b"\"}{\\", b"\x1b[2J\x07", "😀\u{202e}অ\u{0}".as_bytes(), &[b'9'; 20_000]];

#[test]
fn check_answers_one_object_for_every_line() {
    for (kind, values) in CHECKED {
        let mut input: Vec<u8> = values.iter().flat_map(|(value, _)| [value.as_bytes(), b"\n"].concat()).collect();
        for bytes in GARBAGE {
            input.extend_from_slice(bytes);
            input.push(b'\n');
        }
        let said = run(&["check", kind], &input);
        assert_eq!(said.code, Some(0), "{kind}: {}", said.err);
        let answers = objects(&said.out);
        assert_eq!(answers.len(), values.len() + GARBAGE.len(), "{kind}: {}", said.out);
        for answer in &answers {
            let keys: BTreeSet<&str> = answer.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(keys, BTreeSet::from(["input", "reason", "valid", "value"]), "{kind}: {answer}");
            let valid = answer["valid"].as_bool().unwrap();
            assert_eq!(valid, !answer["value"].is_null(), "{kind}: a value when valid and only then: {answer}");
            assert!(valid || answer["reason"].as_str().is_some_and(|reason| !reason.is_empty()), "{kind}: {answer}");
        }
        for ((value, valid), answer) in values.iter().zip(&answers) {
            assert_eq!(
                (answer["input"].as_str(), answer["valid"].as_bool()),
                (Some(*value), Some(*valid)),
                "{kind}: {answer}"
            );
        }
        for answer in &answers[values.len()..] {
            assert!(!answer["valid"].as_bool().unwrap(), "{kind}: garbage is not valid: {answer}");
        }
    }
}

#[test]
fn check_reads_lines_of_any_ending_and_none_at_all() {
    let said = run(&["check", "bn-number"], b"1\r\n2\n3");
    let values: Vec<Value> = objects(&said.out).iter().map(|answer| answer["value"]["bn"].clone()).collect();
    assert_eq!(values, ["১", "২", "৩"]);
    let nothing = run(&["check", "mobile"], b"");
    assert_eq!((nothing.code, nothing.out.as_str()), (Some(0), ""));
    let unknown = run(&["check", "shoe-size"], b"42\n");
    assert_eq!((unknown.code, unknown.out.as_str()), (Some(1), ""));
    assert!(
        unknown.err.contains("unknown kind shoe-size") && unknown.err.contains("s10, mobile, nid"),
        "{}",
        unknown.err
    );
}

#[test]
fn setup_gives_a_code_once_there_is_nobody_and_never_again() {
    let dir = Dir::new();
    let data = dir.path().join("new/place");
    let said = run(&["setup", "--data", data.to_str().unwrap()], b"");
    assert_eq!(said.code, Some(0), "{}", said.err);
    let code = said.out.split("code for the first administrator: ").nth(1).and_then(|rest| rest.lines().next());
    assert!(code.is_some_and(|code| code.len() >= 16), "an unguessable code: {}", said.out);
    assert_eq!(mode(&data), 0o700, "nobody else may look into the data");
    assert_eq!(mode(&data.join("master.key")), 0o600);
    let server = Server::start(&data);
    let page = Client::open(server.address, "").unwrap().get("/setup");
    assert_eq!(page.status, 200, "{}", page.body);
    let set_up = Store::with(1, 0).run(&["setup"]);
    assert!(
        set_up.code == Some(0) && set_up.out.contains("has an administrator already"),
        "{}{}",
        set_up.out,
        set_up.err
    );
}

fn mode(path: &std::path::Path) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().unwrap().permissions().mode() & 0o777
}

#[test]
fn verify_names_what_was_tampered_with_and_ends_with_one() {
    let store = Store::with(1, 1);
    store.verify();
    let centre = &store.seller().centre;
    for (sql, named) in [
        (
            format!("update journal_entry set at_ms = at_ms + 1 where book = '{centre}' and folio = 2"),
            "folio 2: was changed",
        ),
        (
            format!("update journal_entry set by_whom = 'x' where book = '{centre}' and folio = 1"),
            "folio 1: was changed",
        ),
        (format!("delete from journal_entry where book = '{centre}' and folio = 3"), "folio 3 is missing"),
        ("update ledger_posting set poisha = poisha + 100 where line = 1".to_owned(), "view ledger_posting"),
        ("delete from counter_receipt".to_owned(), "view counter_receipt: a row is missing"),
        ("update journal_seal set box = x'00' where seal = (select min(seal) from journal_seal)".to_owned(), "seal"),
        ("update journal_head set folio = folio + 1 where book = 'nation'".to_owned(), "book nation: the head"),
    ] {
        let tampered = Store { dir: Dir::new(), sign_ins: Vec::new() };
        store.copy_to(tampered.path());
        assert!(tampered.tables().execute(&sql, []).unwrap() > 0, "{sql}");
        let said = tampered.run(&["verify"]);
        assert_eq!(said.code, Some(1), "{sql}: {}{}", said.out, said.err);
        let faults = said.out.lines().filter(|line| line.starts_with("FAULT ")).filter(|line| line.contains(named));
        assert!(faults.count() >= 1, "{sql}: not named by {named:?}: {}", said.out);
        assert!(said.out.trim_end().ends_with("NOT CLEAN"), "{}", said.out);
    }
}

#[test]
fn verify_runs_beside_a_live_server_and_rebuild_changes_nothing() {
    let store = Store::with(1, 1);
    let seller = store.seller().clone();
    let server = Server::start(store.path());
    let token = token(server.address, &seller.mobile, &seller.password);
    let mut client = Client::open(server.address, &token).unwrap();
    for key in 0..20 {
        let sold = client.post("/api/v1/receipts", &format!("live-{key}"), &copies(&seller.centre, 1)).unwrap();
        assert_eq!(sold.status, 201, "{}", sold.body);
        if key % 10 == 5 {
            store.verify();
        }
    }
    drop(server);
    let rebuilt = store.run(&["rebuild"]);
    assert!(rebuilt.code == Some(0) && rebuilt.out.starts_with("rebuilt from "), "{}{}", rebuilt.out, rebuilt.err);
    store.verify();
}

/// A register of five rows, one of them bad, for a day in the past.
fn register(day: &str) -> String {
    format!(
        "date,service,mobile,quantity,official_fee,charge\n{day},C010,,3,,\n{day},C010,01399900001,1,,\n\
         {day},NOPE,,1,,\n{day},C010,,2,,\n{day},C010,,2,,\n"
    )
}

#[test]
fn a_paper_register_is_entered_once_and_its_bad_rows_are_named() {
    let store = Store::with(1, 1);
    let centre = store.seller().centre.clone();
    let day = trial::run(async { store.journal().await.now().day().add_days(-3).to_string() });
    let fees = fees_of_copy(&store);
    let text = register(&day).replace(",,\n", &format!(",{fees}\n"));
    let file = store.path().join("register.csv");
    std::fs::write(&file, &text).unwrap();
    let import = || store.run(&["import", "register", file.to_str().unwrap(), "--centre", &centre]);
    let first = import();
    assert_eq!(first.code, Some(1), "a refused row is told by the exit code too: {}", first.err);
    let named =
        first.out.lines().find(|line| line.starts_with("line 4: refused ")).unwrap_or_else(|| panic!("{}", first.out));
    assert!(named.contains("NOPE"), "{named}");
    assert!(first.out.contains("4 rows entered, 0 known already, 1 refused"), "{}", first.out);
    let count = entries(&store, &centre);
    let second = import();
    assert!(second.out.contains("0 rows entered, 4 known already, 1 refused"), "{}", second.out);
    assert_eq!(entries(&store, &centre), count, "the same file again changes nothing");
    store.verify();
}

/// Official fee and charge of a photocopy, in taka, as a register has them.
fn fees_of_copy(store: &Store) -> String {
    let server = Server::start(store.path());
    let seller = store.seller();
    let token = token(server.address, &seller.mobile, &seller.password);
    let offer = Client::open(server.address, &token).unwrap().get("/api/v1/services/C010").json();
    let taka = |name: &str| {
        let poisha = offer[name].as_i64().unwrap();
        format!("{}.{:02}", poisha / 100, poisha % 100)
    };
    format!("{},{}", taka("official_fee"), taka("service_charge"))
}

fn entries(store: &Store, book: &str) -> i64 {
    store.tables().query_row("select count(*) from journal_entry where book = ?1", [book], |row| row.get(0)).unwrap()
}

#[test]
fn a_file_or_centre_that_is_not_there_is_said_in_a_clear_sentence() {
    let store = Store::with(1, 0);
    let file = store.path().join("register.csv");
    std::fs::write(&file, "date,service,mobile,quantity,official_fee,charge\n").unwrap();
    let clear = |said: &Said, words: &str| {
        assert_eq!(said.code, Some(1), "{}", said.out);
        assert!(said.err.starts_with("haat: ") && said.err.contains(words), "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "one sentence, no trace: {}", said.err);
    };
    clear(&store.run(&["import", "register", file.to_str().unwrap(), "--centre", "9999999"]), "no centre 9999999");
    clear(&store.run(&["import", "register", "/nowhere/at-all.csv", "--centre", "3026001"]), "/nowhere/at-all.csv");
    clear(&store.run(&["verify", "--database", "mysql://x"]), "sqlite:PATH or postgres://");
    std::fs::write(&file, "who,what\n1,2\n").unwrap();
    let centre = store.seller().centre.clone();
    let strange = store.run(&["import", "register", file.to_str().unwrap(), "--centre", &centre]);
    assert_eq!(strange.code, Some(1), "{}", strange.out);
    store.verify();
}

#[test]
fn hledger_adds_the_exported_book_up_to_the_same_sums() {
    let store = Store::with(2, 2);
    let hledger = Command::new("hledger").arg("--version").output();
    if hledger.is_err() {
        assert!(!oracles_required(), "hledger is missing");
        println!("passed over: hledger is not installed");
        return;
    }
    let centre = store.seller().centre.clone();
    let said = store.run(&["export", "ledger", "--book", &centre]);
    assert_eq!(said.code, Some(0), "{}", said.err);
    let file = store.path().join("book.journal");
    std::fs::write(&file, &said.out).unwrap();
    let hledger = |arguments: &[&str]| {
        let output = Command::new("hledger").arg("-f").arg(&file).args(arguments).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    hledger(&["check"]);
    let sums = hledger(&["balance", "--flat", "--no-elide", "--empty", "--no-total", "-O", "csv"]);
    let mut csv = csv::Reader::from_reader(sums.as_bytes());
    let told: Vec<(String, i64)> =
        csv.records().map(|row| row.unwrap()).map(|row| (row[0].to_owned(), poisha(&row[1]))).collect();
    let tables = store.tables();
    let mut all = tables.prepare("select account, poisha from ledger_balance where book = ?1 and poisha <> 0").unwrap();
    let ours: Vec<(String, i64)> =
        all.query_map([&centre], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    assert!(!ours.is_empty());
    for (account, sum) in &ours {
        assert!(told.iter().any(|(name, other)| name == account && other == sum), "{account} {sum}: {told:?}");
    }
    assert_eq!(told.iter().filter(|(_, sum)| *sum != 0).count(), ours.len(), "{told:?}");
    let nobody = store.run(&["export", "ledger", "--book", "9999999"]);
    assert_eq!(
        (nobody.code, nobody.out.is_empty()),
        (Some(1), true),
        "a book that is not there: {}{}",
        nobody.out,
        nobody.err
    );
}

/// The poisha of an amount as hledger prints it: `৳1240.50`, `-3.00 BDT`.
fn poisha(amount: &str) -> i64 {
    let digits: String = amount.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    let (taka, part) = digits.split_once('.').unwrap_or((&digits, "00"));
    let sign = if digits.starts_with('-') { -1 } else { 1 };
    taka.parse::<i64>().unwrap() * 100 + sign * format!("{part:0<2}").parse::<i64>().unwrap()
}

#[test]
fn the_demos_sign_ins_are_private_and_a_second_demo_goes_on_with_the_same_data() {
    let store = Store::with(2, 1);
    let file = store.path().join("sign-ins.csv");
    assert_eq!(mode(&file), 0o600);
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().next(), Some("role,place,centre,mobile,password,totp_secret"));
    let passwords: BTreeSet<&str> = store.sign_ins.iter().map(|one| one.password.as_str()).collect();
    assert_eq!(passwords.len(), store.sign_ins.len(), "no password is made twice");
    assert!(passwords.iter().all(|password| password.len() >= 16));
    for one in &store.sign_ins {
        assert_eq!(
            one.totp_secret.is_empty(),
            one.role == "entrepreneur",
            "officers have a second factor: {}",
            one.role
        );
    }
    let count =
        || store.tables().query_row("select count(*) from journal_entry", [], |row| row.get::<_, i64>(0)).unwrap();
    let before = count();
    let place = haat::Place::new(store.path(), None).unwrap();
    let again = trial::run(haat::demo::make(&place, haat::demo::Size { centres: 9, days: 9 })).unwrap();
    assert_eq!(again, store.sign_ins);
    assert_eq!((count(), std::fs::read_to_string(&file).unwrap()), (before, text));
    let other = Store::with(1, 0);
    assert!(!passwords.contains(other.seller().password.as_str()), "each demo makes its own");
    std::fs::remove_file(&file).unwrap();
    let broken_off = trial::run(haat::demo::make(&place, haat::demo::Size { centres: 1, days: 0 }));
    assert!(broken_off.is_err_and(|error| error.to_string().contains("Give another --data")));
}

#[test]
fn a_demo_has_a_suspended_centre_and_goods_that_come_from_where_their_seller_is() {
    let store = Store::with(9, 1);
    let stopped = trial::run(async {
        let journal = store.journal().await;
        journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::stopped_under(tx, "/", 9).await })).await
    });
    let stopped = stopped.unwrap();
    assert_eq!(stopped.len(), 1);
    assert!(!stopped[0].suspensions.is_empty() && stopped[0].served_at.is_some() && !stopped[0].stuck);
    assert_ne!(stopped[0].centre.code, store.seller().centre, "who signs in first can sell");
    let sql = "select s.body, p.body from market_product p join market_seller s on p.book = s.number";
    let tables = store.tables();
    let mut goods = tables.prepare(sql).unwrap();
    let goods: Vec<(String, String)> =
        goods.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let mut district = tables.prepare("select name_bn from network_place where code = ?1").unwrap();
    assert!(!goods.is_empty());
    for (seller, product) in goods {
        let (seller, product): (Value, Value) =
            (serde_json::from_str(&seller).unwrap(), serde_json::from_str(&product).unwrap());
        let code = network::centre::district_of(seller["path"].as_str().unwrap()).unwrap();
        let name: String = district.query_row([code], |row| row.get(0)).unwrap();
        let origin = product["origin"]["bn"].as_str().unwrap();
        assert!(origin.starts_with(&format!("{name} জেলার ")), "{origin} at a seller of {name}");
    }
    store.verify();
}

#[test]
fn routes_are_printed_as_they_are_reviewed() {
    let said = run(&["routes"], b"");
    assert_eq!((said.code, said.out), (Some(0), crate::sources::read("routes.txt")));
}

#[test]
fn a_demo_has_an_order_that_a_wallet_paid_and_a_seller_that_was_settled() {
    let store = Store::with(4, 2);
    let tables = store.tables();
    let words = |sql: &str| -> Vec<String> {
        let mut query = tables.prepare(sql).unwrap();
        query.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    assert_eq!(words("select state from market_wallet order by state"), ["done", "failed"]);
    assert_eq!(words("select state from market_order where payment = 'wallet'"), ["closed"]);
    assert_eq!(words("select state from market_run"), ["closed"]);
    assert_eq!(words("select state from market_payout"), ["paid"]);
    let paid: i64 = tables.query_row("select sum(poisha) from market_payout", [], |row| row.get(0)).unwrap();
    let bank = "select sum(poisha) from ledger_balance where account = 'P:bank' and book like 'S%'";
    let bank: i64 = tables.query_row(bank, [], |row| row.get(0)).unwrap();
    assert!(paid > 0 && bank == -paid, "{paid} left the bank: {bank}");
    let suspense = "select coalesce(sum(poisha), 0) from ledger_balance where account = 'P:suspense'";
    assert_eq!(tables.query_row(suspense, [], |row| row.get::<_, i64>(0)).unwrap(), 0, "nothing is on its way");
    store.verify();
}

#[test]
fn an_account_and_a_merchant_that_are_none_are_told_before_the_house_opens() {
    let store = Store::with(1, 0);
    let merchant = "wallet=26:bd.example.bqr:HAAT0001:5999:HAAT:DHAKA";
    for (option, value, why) in [
        ("--payout-account", "010261334", "ROUTING:ACCOUNT"),
        ("--payout-account", "010261335:1", ""),
        ("--payout-account", "010261334:", "1 to 34 letters and digits"),
        ("--bangla-qr", "wallet", "PROVIDER=TAG"),
        ("--bangla-qr", &merchant.replace("26:", "62:"), "26 to 51"),
        ("--bangla-qr", &merchant.replace("5999", "x"), "four digits"),
    ] {
        let said = store.run(&["serve", "--listen", "127.0.0.1:0", option, value]);
        assert_eq!(said.code, Some(1), "{option} {value}: {}", said.err);
        assert!(said.err.contains(why) && !said.err.contains("haat is open"), "{option} {value}: {}", said.err);
    }
}

#[test]
fn a_restored_store_begins_a_new_session() {
    let store = Store::with(1, 0);
    let session =
        || store.tables().query_row("select value from journal_store", [], |row| row.get::<_, String>(0)).unwrap();
    let before = session();
    let said = store.run(&["restored"]);
    assert_eq!((said.code, said.out), (Some(0), format!("session {}\n", session())), "{}", said.err);
    assert_ne!(session(), before);
    let seller = store.seller().clone();
    let server = Server::start(store.path());
    let token = token(server.address, &seller.mobile, &seller.password);
    let sold = Client::open(server.address, &token)
        .unwrap()
        .post("/api/v1/receipts", "after", &copies(&seller.centre, 1))
        .unwrap();
    assert_eq!(
        (sold.status, sold.json()["seq"].as_i64()),
        (201, Some(1)),
        "the new session counts from 1: {}",
        sold.body
    );
    drop(server);
    store.verify();
}
