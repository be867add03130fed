//! Files for the bank and from it, without a store.

use super::*;
use base::calendar::BusinessDay;

fn identity(payout: Destination) -> Identity {
    Identity { person: "জরিনা & Co".to_owned(), mobile: "+8801711000001".to_owned(), nid: None, payout }
}

#[test]
fn a_run_is_written_with_its_count_and_sum_and_every_name_escaped() {
    let payout = |n: i64, poisha: i64| Payout {
        id: format!("P261129-B7K-001-{n}"),
        seller: format!("S00000{n}"),
        poisha: Paisa::new(poisha),
    };
    let payouts = vec![payout(1, 242_505), payout(2, 7)];
    let day = BusinessDay::parse("2026-11-29").unwrap();
    let run = Run { number: "P261129-B7K-001".to_owned(), day, by: "p".to_owned(), payouts: payouts.clone() };
    let bank = Destination::Bank { routing: "010260012".to_owned(), account: "123".to_owned() };
    let wallet = Destination::Wallet { mobile: "+8801711000001".to_owned() };
    let addressed: Vec<Addressed> = payouts.into_iter().zip([identity(bank), identity(wallet)]).collect();
    let xml = pain001(&run, &addressed, (Moment::new(0), &"010261334:999".parse().unwrap())).unwrap();
    for part in [
        "<NbOfTxs>2</NbOfTxs>",
        "<CtrlSum>2425.12</CtrlSum>",
        "<InstdAmt Ccy=\"BDT\">0.07</InstdAmt>",
        "<EndToEndId>P261129-B7K-001-2</EndToEndId>",
        "<Nm>জরিনা &amp; Co</Nm>",
        "<MmbId>010260012</MmbId>",
    ] {
        assert!(xml.contains(part), "{part}: {xml}");
    }
}

#[test]
fn a_notice_says_what_arrived_and_what_came_back_and_anything_else_is_no_notice() {
    let notice = |inner: &str| {
        format!(
            "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn><Ntfctn>{inner}</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>"
        )
    };
    let paid = "<Ntry><CdtDbtInd>DBIT</CdtDbtInd><NtryDtls><TxDtls><Refs><AcctSvcrRef>B1</AcctSvcrRef><EndToEndId>P-1</EndToEndId></Refs><Amt Ccy=\"BDT\">2425.05</Amt><CdtDbtInd>DBIT</CdtDbtInd></TxDtls></NtryDtls></Ntry>";
    let back = "<Ntry><CdtDbtInd>CRDT</CdtDbtInd><NtryDtls><TxDtls><Refs><EndToEndId>P-2</EndToEndId></Refs><RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf></TxDtls></NtryDtls></Ntry>";
    let words = bank_words(notice(&format!("{paid}{back}")).as_bytes()).unwrap();
    assert_eq!(words.len(), 2);
    assert_eq!(words[0].poisha, Some(Paisa::new(242_505)));
    assert!(!words[0].back && words[0].reference == "B1" && words[1].back && words[1].id == "P-2");
    assert_eq!((words[0].reason.as_str(), words[1].reason.as_str()), ("", "AC01"), "why it came back");
    for none in ["", "not xml at all <", "<Document/>", "<!DOCTYPE a [<!ENTITY b \"c\">]><Document/>"] {
        assert!(bank_words(none.as_bytes()).is_none(), "{none}");
    }
}
