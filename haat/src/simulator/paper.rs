//! Statements of a day, as CSV and as camt.053.001.08. What was taken back has two lines.

use super::book::Did;
use base::BusinessDay;
use ledger::Direction;

/// Characters of an end-to-end id, at most.
const END_TO_END_CHARS: usize = 35;

/// One booking: (transfer, reference, paid in by the customer, poisha, what was done).
type Booking<'a> = (&'a str, String, bool, i64, &'a Did);

/// What was done, and what was taken back of it.
fn bookings(did: &[(String, Did)]) -> Vec<Booking<'_>> {
    let mut all = Vec::new();
    for (id, did) in did {
        let paid_in = did.direction == Direction::In;
        all.push((id.as_str(), did.reference.clone(), paid_in, did.amount_poisha, did));
        if did.state == "reversed" {
            all.push((id.as_str(), format!("{}-R", did.reference), !paid_in, did.amount_poisha, did));
        }
    }
    all
}

/// True for what leaves our account with the provider: cash that a customer paid in over the counter, and what goes to a
/// customer's wallet.
fn is_debit(paid_in: bool, did: &Did) -> bool {
    paid_in != did.by_wallet
}

fn taka(poisha: i64) -> String {
    format!("{}.{:02}", poisha.div_euclid(100), poisha.rem_euclid(100))
}

/// As CSV: a heading, then a line for each booking.
pub(super) fn csv(provider: &str, did: &[(String, Did)]) -> String {
    let mut lines = vec!["provider,day,direction,amount,currency,reference,transfer".to_owned()];
    for (id, reference, paid_in, poisha, did) in bookings(did) {
        let direction = if paid_in { "in" } else { "out" };
        let taka = taka(poisha);
        lines.push(format!("{provider},{},{direction},{taka},BDT,{reference},{id}", did.day));
    }
    lines.push(String::new());
    lines.join("\r\n")
}

/// As camt.053.001.08. Of an id of ours that is too long for an end-to-end id the hyphens are left out.
pub(super) fn camt(provider: &str, day: BusinessDay, did: &[(String, Did)]) -> String {
    let bookings = bookings(did);
    let signed =
        |paid_in: bool, poisha: i64, did: &Did| if is_debit(paid_in, did) { poisha.saturating_neg() } else { poisha };
    let balance: i64 = bookings.iter().map(|(_, _, paid_in, poisha, did)| signed(*paid_in, *poisha, did)).sum();
    let mut parts = vec![format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt>\n\
         <GrpHdr><MsgId>SIM-{day}</MsgId><CreDtTm>{day}T23:59:59+06:00</CreDtTm></GrpHdr>\n\
         <Stmt><Id>SIM-{day}-{provider}</Id><CreDtTm>{day}T23:59:59+06:00</CreDtTm>\n\
         <Acct><Id><Othr><Id>HAAT</Id></Othr></Id><Ccy>BDT</Ccy>\
         <Svcr><FinInstnId><Othr><Id>{provider}</Id></Othr></FinInstnId></Svcr></Acct>\n\
         <Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy=\"BDT\">{}</Amt>\
         <CdtDbtInd>{}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n",
        taka(balance.abs()),
        if balance < 0 { "DBIT" } else { "CRDT" },
    )];
    for (id, reference, paid_in, poisha, did) in bookings {
        let id = if id.len() > END_TO_END_CHARS { id.replace('-', "") } else { id.to_owned() };
        let way = if is_debit(paid_in, did) { "DBIT" } else { "CRDT" };
        parts.push(format!(
            "<Ntry><NtryRef>{reference}</NtryRef><Amt Ccy=\"BDT\">{}</Amt><CdtDbtInd>{way}</CdtDbtInd>\
             <Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>{day}</Dt></BookgDt>\
             <BkTxCd><Prtry><Cd>TRANSFER</Cd></Prtry></BkTxCd>\
             <NtryDtls><TxDtls><Refs><EndToEndId>{id}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n",
            taka(poisha)
        ));
    }
    parts.push("</Stmt></BkToCstmrStmt></Document>\n".to_owned());
    parts.concat()
}
