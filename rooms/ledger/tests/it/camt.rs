//! Papers of banks and providers (camt.053, camt.054), as they come and as a robot would send them.

use ledger::{CamtDetail, CamtKind, NotCamt, camt};
use proptest::prelude::*;

const NOTICE: &str = "urn:iso:std:iso:20022:tech:xsd:camt.054.001.08";
const STATEMENT: &str = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08";

fn notice(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><Document xmlns=\"{NOTICE}\"><BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>1</MsgId></GrpHdr>\
         <Ntfctn><Id>1</Id><Acct><Svcr><FinInstnId><Othr><Id>bank</Id></Othr></FinInstnId></Svcr></Acct>{entries}\
         </Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
    )
}

fn transaction(id: &str, more: &str) -> String {
    format!("<TxDtls><Refs><AcctSvcrRef>B-{id}</AcctSvcrRef><EndToEndId>{id}</EndToEndId></Refs>{more}</TxDtls>")
}

fn entry(taka: &str, way: &str, details: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"BDT\">{taka}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>2026-11-29</Dt></BookgDt><NtryRef>N-1</NtryRef><NtryDtls>{details}</NtryDtls></Ntry>"
    )
}

#[test]
fn a_notice_is_read_entry_by_entry_with_what_each_transaction_says() {
    let back = transaction(
        "P-2",
        "<Amt Ccy=\"BDT\">0.07</Amt><CdtDbtInd>CRDT</CdtDbtInd><RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>",
    );
    let text = notice(&[entry("2425.05", "DBIT", &transaction("P-1", "")), entry("7.00", "CRDT", &back)].concat());
    let read = camt(&text, CamtKind::Notice).unwrap();
    assert_eq!(read.servicers, ["bank"]);
    assert_eq!(read.entries.len(), 2);
    let first = &read.entries[0];
    assert_eq!((first.amount.text.as_str(), first.amount.currency.as_str()), ("2425.05", "BDT"));
    assert_eq!((first.way.as_str(), first.status.as_str(), first.day.as_str()), ("DBIT", "BOOK", "2026-11-29"));
    assert_eq!(first.reference, "N-1");
    let bare = CamtDetail { id: "P-1".to_owned(), reference: "B-P-1".to_owned(), ..CamtDetail::default() };
    assert_eq!(first.details, [bare], "what it does not say, its entry says");
    let second = &read.entries[1].details[0];
    assert!(second.returned && second.way == "CRDT" && second.amount.text == "0.07");
}

#[test]
fn what_belongs_to_one_entry_is_never_told_of_another() {
    let several = [transaction("P-1", ""), transaction("P-2", "<RtrInf/>"), transaction("P-3", "")].concat();
    let read = camt(&notice(&[entry("9", "DBIT", &several), entry("1", "DBIT", "")].concat()), CamtKind::Notice);
    let entries = read.unwrap().entries;
    let returned: Vec<bool> = entries[0].details.iter().map(|one| one.returned).collect();
    assert_eq!(returned, [false, true, false]);
    assert!(entries[1].details.is_empty());
}

#[test]
fn a_statement_is_no_notice_a_newer_version_is_neither_and_nothing_is_none() {
    let text = notice(&entry("1.00", "DBIT", ""));
    assert_eq!(camt(&text, CamtKind::Statement), Err(NotCamt::Kind));
    assert_eq!(camt(&text.replace("001.08", "001.14"), CamtKind::Notice), Err(NotCamt::Kind));
    assert_eq!(
        camt(&text.replace("<Document", "<Envelope").replace("/Document", "/Envelope"), CamtKind::Notice),
        Err(NotCamt::Kind)
    );
    for none in ["", "  ", "not xml", "<Document xmlns=\"urn:other\"/>"] {
        assert!(camt(none, CamtKind::Notice).is_err(), "{none:?}");
    }
    let statement = format!("<Document xmlns=\"{STATEMENT}\"><BkToCstmrStmt/></Document>");
    assert!(camt(&statement, CamtKind::Statement).unwrap().entries.is_empty(), "a day without entries is a day");
}

#[test]
fn xml_that_wants_to_be_clever_is_no_paper() {
    let good = notice(&entry("1.00", "DBIT", &transaction("P-1", "")));
    let bomb = good.replace("<Document", "<!DOCTYPE a [<!ENTITY b \"boom\">]><Document");
    let deep = good.replace("<NtryDtls>", &format!("<NtryDtls>{}", "<X>".repeat(40)));
    let cut = &good[..good.len() / 2];
    let own = good.replace("P-1", "&own;");
    for (what, text) in
        [("a document type", bomb.as_str()), ("nesting", &deep), ("half of it", cut), ("an entity", &own)]
    {
        assert_eq!(camt(text, CamtKind::Notice), Err(NotCamt::Xml), "{what}");
    }
    let known = camt(&good.replace("P-1", "P&amp;1 &#2453;"), CamtKind::Notice).unwrap();
    assert_eq!(known.entries[0].details[0].id, "P&1 ক", "the five of XML and numbers are letters");
    let long = camt(&good.replace("P-1", &"9".repeat(9_000)), CamtKind::Notice).unwrap();
    assert_eq!(long.entries[0].details[0].id.len(), 500, "cut, and read on");
}

#[test]
fn a_paper_without_end_is_refused() {
    let many = notice(&entry("1", "DBIT", "").repeat(20_001));
    assert_eq!(camt(&many, CamtKind::Notice), Err(NotCamt::TooMany));
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(text in "[<>/&;=\"A-Za-z0-9 \\-!\\[\\]]{0,200}") {
        let _ = camt(&text, CamtKind::Notice);
        let _ = camt(&notice(&text), CamtKind::Notice);
    }

    #[test]
    fn what_is_written_is_read(ids in proptest::collection::vec("[A-Z0-9-]{1,35}", 0..20), taka in 1_u32..9_999_999) {
        let details: String = ids.iter().map(|id| transaction(id, "")).collect();
        let read = camt(&notice(&entry(&format!("{taka}.05"), "DBIT", &details)), CamtKind::Notice).unwrap();
        let found: Vec<&str> = read.entries[0].details.iter().map(|one| one.id.as_str()).collect();
        prop_assert_eq!(found, ids);
        prop_assert_eq!(read.entries[0].amount.text.clone(), format!("{taka}.05"));
    }
}
