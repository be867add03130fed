//! Files for the bank and from it, without a store.

use super::*;
use base::calendar::BusinessDay;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What ISO's own schema says of a file, a fault a line, where Python with pyiso20022 is at hand.
fn schema_faults(xml: &str) -> Option<String> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let named = std::env::var_os("HAAT_VENV").map(PathBuf::from);
    let places = named.into_iter().chain([here.join("../../.venv")]).map(|venv| venv.join("bin/python"));
    let has = |python: &PathBuf| {
        let asked = Command::new(python).args(["-c", "import pyiso20022, xsdata"]).output();
        asked.is_ok_and(|output| output.status.success())
    };
    let Some(python) = places.into_iter().find(has) else {
        let must = std::env::var("HAAT_ORACLES").is_ok_and(|value| value == "required");
        assert!(
            !must,
            "HAAT_ORACLES=required, but Python with pyiso20022 is not in $HAAT_VENV or .venv (scripts/need)"
        );
        return None;
    };
    let script = here.join("tests/oracle/iso20022_oracle.py");
    let mut asked = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    asked.stdin.take().unwrap().write_all(xml.as_bytes()).unwrap();
    let output = asked.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(String::from_utf8(output.stdout).unwrap())
}

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
    // The judge is ISO's schema; that it judges is seen by a file which it refuses.
    if let Some(faults) = schema_faults(&xml) {
        assert_eq!(faults, "");
        let wrong = xml.replace("<NbOfTxs>2</NbOfTxs>", "<NbOfTxs>two</NbOfTxs>");
        assert!(schema_faults(&wrong).is_some_and(|faults| faults.contains("NbOfTxs")));
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
