//! Statements as they come: good ones, ones with a bad line, ones that mean harm.

use crate::reconcile::read::{NotAStatement, STATEMENT_BYTES_MAX, STATEMENT_LINES_MAX, Statement, statement};
use base::Paisa;
use proptest::prelude::*;

const ID: &str = "019ab000-0000-7000-8000-000000000007";
const HEADING: &str = "provider,day,direction,amount,currency,reference,transfer\r\n";

fn csv(lines: &str) -> Result<Statement, NotAStatement> {
    statement(format!("{HEADING}{lines}").as_bytes(), "wallet")
}

fn whys(read: &Statement) -> Vec<(i64, &str, &str)> {
    read.bad.iter().map(|bad| (bad.line, bad.part.as_str(), bad.why.as_str())).collect()
}

#[test]
fn a_line_of_csv_is_read_with_its_number_its_way_and_our_id() {
    let read =
        csv(&format!("wallet,2026-11-23,in,\"1,234.56\",BDT,W-1,{ID}\r\nwallet,2026-11-24,out,20,BDT,,\r\n")).unwrap();
    assert_eq!((read.format, read.bad.len(), read.hash.len()), ("csv", 0, 64));
    assert_eq!(
        (read.lines[0].line, read.lines[0].poisha, read.lines[0].transfer.as_str()),
        (2, Paisa::new(123_456), ID)
    );
    assert_eq!((read.lines[1].line, read.lines[1].poisha), (3, Paisa::new(-2_000)));
    let others = csv("wallet,2026-11-23,in,5,BDT,W-2,W3026001-261123-B7K001-1\r\n").unwrap();
    assert_eq!(others.lines[0].transfer, "W3026001-261123-B7K001-1", "as every room calls its transfers");
    let other =
        statement("\u{feff}Amount,Currency,Day,Direction,Provider\n5,BDT,2026-11-23,in,wallet\n".as_bytes(), "wallet");
    assert_eq!(other.unwrap().lines.len(), 1, "in any order, with Excel's mark, without what may be missing");
}

#[test]
fn a_bad_line_is_named_with_its_part_and_reason_and_the_others_stand() {
    let read = csv("wallet,2026-11-23,in,5,BDT,W-1,\r\n\
         other,2026-11-23,in,5,BDT,W-2,\r\n\
         wallet,23 Nov,in,5,BDT,W-3,\r\n\
         wallet,2026-11-23,in,five,BDT,W-4,\r\n\
         wallet,2026-11-23,in,-5,BDT,W-5,\r\n\
         wallet,2026-11-23,sideways,5,BDT,W-6,\r\n\
         wallet,2026-11-23,in,5,USD,W-7,\r\n\
         wallet,2026-11-23,in\r\n\
         wallet,2026-11-23,in,5,BDT,Mr Rahim of Savar,\r\n\
         wallet,2026-11-23,in,5,BDT,W-9,no-id\r\n\
         wallet,2026-11-23,in,6,BDT,W-10,\r\n")
    .unwrap();
    assert_eq!(read.lines.iter().map(|line| line.line).collect::<Vec<_>>(), [2, 12]);
    let expected = [
        (3, "provider", "statement-bad-provider"),
        (4, "day", "statement-bad-day"),
        (5, "amount", "statement-bad-amount"),
        (6, "amount", "statement-bad-amount"),
        (7, "direction", "statement-bad-direction"),
        (8, "currency", "statement-bad-currency"),
        (9, "", "statement-bad-shape"),
        (10, "reference", "statement-bad-reference"),
        (11, "transfer", "statement-bad-reference"),
    ];
    assert_eq!(whys(&read), expected);
}

#[test]
fn a_whole_file_is_refused_when_it_is_empty_anothers_too_large_or_no_statement() {
    let told = |bytes: &[u8]| statement(bytes, "wallet").unwrap_err();
    assert_eq!(told(b""), NotAStatement::Missing);
    assert_eq!(told(b"a,b,c\n1,2,3\n"), NotAStatement::Kind);
    assert_eq!(told(b"\xff\xfe"), NotAStatement::Kind);
    assert_eq!(told(HEADING.as_bytes()), NotAStatement::NoLines);
    assert_eq!(csv("bank,2026-11-23,in,5,BDT,,\r\n").unwrap_err(), NotAStatement::Provider);
    assert_eq!(csv("wallet,2026-11-23,in,5,USD,,\r\n").unwrap_err(), NotAStatement::NoLines);
    assert_eq!(told(&vec![b'a'; STATEMENT_BYTES_MAX + 1]), NotAStatement::TooLarge);
    let many = "wallet,2026-11-23,in,5,BDT,,\r\n".repeat(STATEMENT_LINES_MAX + 1);
    assert_eq!(csv(&many).unwrap_err(), NotAStatement::TooLarge);
}

fn camt(entries: &str) -> String {
    include_str!("../../../tests/camt053.xml").replace("ENTRIES", entries)
}

fn entry(amount: &str, way: &str, status: &str, inside: &str) -> String {
    format!(
        "<Ntry><NtryRef>W-1</NtryRef>{amount}<CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>\
         <BookgDt><Dt>2026-11-23</Dt></BookgDt><BkTxCd><Prtry><Cd>TRANSFER</Cd></Prtry></BkTxCd>{inside}</Ntry>"
    )
}

const TAKA: &str = "<Amt Ccy=\"BDT\">10.50</Amt>";

fn read(entries: &str) -> Result<Statement, NotAStatement> {
    statement(camt(entries).as_bytes(), "wallet")
}

#[test]
fn an_entry_of_camt_is_read_with_its_way_and_our_id_without_hyphens() {
    let id = ID.replace('-', "");
    let details = format!("<NtryDtls><TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs></TxDtls></NtryDtls>");
    let others = read(&entry(TAKA, "CRDT", "BOOK", &details.replace(&id, "W3026001-261123-B7K001-1"))).unwrap();
    let shown = (others.lines[0].transfer.as_str(), others.lines[0].reference.as_str());
    assert_eq!(shown, ("W3026001-261123-B7K001-1", "W-1"), "an id that fits keeps its hyphens");
    let all = [entry(TAKA, "DBIT", "BOOK", &details), entry(TAKA, "CRDT", "BOOK", "")].concat();
    let read = read(&all).unwrap();
    assert_eq!((read.format, read.bad.len(), read.lines.len()), ("camt", 0, 2));
    assert_eq!((read.lines[0].poisha, read.lines[0].transfer.as_str()), (Paisa::new(1_050), ID), "a debit was paid in");
    assert_eq!((read.lines[1].poisha, read.lines[1].reference.as_str()), (Paisa::new(-1_050), "W-1"));
}

#[test]
fn a_batch_that_names_its_amounts_is_a_line_for_each_and_else_one_line() {
    let part = |taka: &str, id: &str| {
        let amount = if taka.is_empty() { String::new() } else { format!("<Amt Ccy=\"BDT\">{taka}</Amt>") };
        format!("<TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs>{amount}<CdtDbtInd>DBIT</CdtDbtInd></TxDtls>")
    };
    let named = format!("<NtryDtls>{}{}</NtryDtls>", part("4.50", "A-1"), part("6.00", "A-2"));
    let read_named = read(&entry(TAKA, "DBIT", "BOOK", &named)).unwrap();
    let shown: Vec<_> = read_named.lines.iter().map(|line| (line.poisha.get(), line.reference.as_str())).collect();
    assert_eq!(shown, [(450, "A-1"), (600, "A-2")]);
    let plain = format!("<NtryDtls>{}{}</NtryDtls>", part("", "A-1"), part("", "A-2"));
    let read_plain = read(&entry(TAKA, "DBIT", "BOOK", &plain)).unwrap();
    assert_eq!(read_plain.lines.iter().map(|line| line.poisha.get()).collect::<Vec<_>>(), [1_050]);
}

#[test]
fn a_bad_entry_is_named_and_the_others_stand() {
    let all = [
        entry(TAKA, "DBIT", "BOOK", ""),
        entry("<Amt Ccy=\"USD\">10.50</Amt>", "DBIT", "BOOK", ""),
        entry("<Amt Ccy=\"BDT\">ten</Amt>", "DBIT", "BOOK", ""),
        entry(TAKA, "SIDEWAYS", "BOOK", ""),
        entry(TAKA, "DBIT", "PDNG", ""),
        entry(TAKA, "DBIT", "BOOK", "").replace("<BookgDt><Dt>2026-11-23</Dt></BookgDt>", ""),
    ];
    let read = read(&all.concat()).unwrap();
    assert_eq!(read.lines.len(), 1);
    let expected = [
        (2, "Amt/@Ccy", "statement-bad-currency"),
        (3, "Amt", "statement-bad-amount"),
        (4, "CdtDbtInd", "statement-bad-direction"),
        (5, "Sts", "statement-bad-not-booked"),
        (6, "BookgDt", "statement-bad-day"),
    ];
    assert_eq!(whys(&read), expected);
}

#[test]
fn another_partners_camt_and_another_version_are_refused_whole() {
    let other = camt(&entry(TAKA, "DBIT", "BOOK", "")).replace("<Id>wallet</Id>", "<Id>bank</Id>");
    assert_eq!(statement(other.as_bytes(), "wallet").unwrap_err(), NotAStatement::Provider);
    let newer = camt(&entry(TAKA, "DBIT", "BOOK", "")).replace("camt.053.001.08", "camt.053.001.14");
    assert_eq!(statement(newer.as_bytes(), "wallet").unwrap_err(), NotAStatement::Kind);
    assert_eq!(statement(b"<html><body>moved</body></html>", "wallet").unwrap_err(), NotAStatement::Kind);
    assert_eq!(read("").unwrap_err(), NotAStatement::NoLines);
}

#[test]
fn xml_that_means_harm_is_refused_at_once() {
    let told = |text: &str| statement(text.as_bytes(), "wallet").unwrap_err();
    let good = camt(&entry(TAKA, "DBIT", "BOOK", ""));
    let body = good.split_once("?>").unwrap().1;
    let bomb = format!("<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>{}", body.replace("W-1", "&c;"));
    assert_eq!(told(&bomb), NotAStatement::Xml);
    let file = format!("<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>{body}");
    assert_eq!(told(&file), NotAStatement::Xml);
    assert_eq!(told(&good.replace("W-1", "&unknown;")), NotAStatement::Xml);
    assert_eq!(read(&"<a>".repeat(10_000)).unwrap_err(), NotAStatement::Xml, "endless nesting");
    assert_eq!(told(&good.replace("</Stmt>", "")), NotAStatement::Xml);
    assert_eq!(told(good.split_once("</Ntry>").unwrap().0), NotAStatement::Xml, "cut off");
    let long = read(&entry(TAKA, "DBIT", "BOOK", &format!("<AddtlNtryInf>{}</AddtlNtryInf>", "x".repeat(100_000))));
    assert_eq!(long.unwrap().lines.len(), 1, "a long text that nobody reads harms nobody");
    let plain = read(&entry(TAKA, "DBIT", "BOOK", "").replace("W-1", "W&#45;1")).unwrap();
    assert_eq!(plain.lines[0].reference, "W-1", "XML's own references are read");
}

proptest! {
    #[test]
    fn whatever_bytes_come_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        drop(statement(&bytes, "wallet"));
    }

    #[test]
    fn whatever_is_cut_out_of_a_good_file_is_read_or_refused(from in 0_usize..900, length in 0_usize..60) {
        let good = camt(&entry(TAKA, "DBIT", "BOOK", ""));
        let kept: String = good.chars().enumerate()
            .filter(|(at, _)| !(from..from + length).contains(at)).map(|(_, one)| one).collect();
        drop(statement(kept.as_bytes(), "wallet"));
    }
}
