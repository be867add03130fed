//! Bangla QR, with the tests of other programs' QR libraries as judges of the check sum and of the objects.

use crate::vectors;
use base::Paisa;
use base::bangla_qr::{BILL_CHARS_MAX, Merchant, crc};
use proptest::prelude::*;

const SHOP: &str = "26:bd.example.bqr:HAAT0001:5999:HAAT:DHAKA";

/// The objects of a payload: (tag, value); none when it cannot be told apart.
fn objects(payload: &str) -> Option<Vec<(u8, String)>> {
    let letters: Vec<char> = payload.chars().collect();
    let mut at = 0;
    let mut objects = Vec::new();
    while at < letters.len() {
        let head: String = letters.get(at..at + 4)?.iter().collect();
        let (tag, length) = (head[..2].parse().ok()?, head[2..].parse::<usize>().ok()?);
        objects.push((tag, letters.get(at + 4..at + 4 + length)?.iter().collect()));
        at += 4 + length;
    }
    Some(objects)
}

#[test]
fn the_check_sum_is_the_one_that_others_wrote() {
    let mut rows = 0;
    for row in vectors("emv_mpm_qr.csv") {
        let payload = &row["payload"];
        let (before, written) = payload.split_at(payload.len() - 4);
        let ours = format!("{:04X}", crc(before.as_bytes()));
        assert_eq!(ours.eq_ignore_ascii_case(written), row["crc"] == "ok", "{payload}");
        if row["tlv_by_characters"] == "ok" {
            assert_eq!(objects(payload).and_then(|all| all.last().map(|(tag, _)| *tag)), Some(63), "{payload}");
        }
        rows += 1;
    }
    assert!(rows > 15);
}

#[test]
fn a_payment_says_whom_how_much_and_for_which_bill() {
    let shop: Merchant = SHOP.parse().unwrap();
    let payload = shop.payload(Paisa::new(115_007), "W3026001261129B7K0011").unwrap();
    let objects = objects(&payload).unwrap();
    let value = |tag: u8| objects.iter().find(|(one, _)| *one == tag).unwrap().1.as_str();
    assert_eq!((value(0), value(1), value(53), value(58)), ("01", "12", "050", "BD"));
    assert_eq!((value(54), value(59), value(60)), ("1150.07", "HAAT", "DHAKA"));
    assert_eq!(value(26), "0014bd.example.bqr0108HAAT0001");
    assert_eq!(value(62), "0121W3026001261129B7K0011");
    assert!(payload.ends_with(value(63)));
    assert!(shop.payload(Paisa::ZERO, "1").is_none() && shop.payload(Paisa::new(1), "").is_none());
    assert!(shop.payload(Paisa::new(1), &"9".repeat(BILL_CHARS_MAX + 1)).is_none());
}

#[test]
fn a_merchant_that_is_none_is_told_why() {
    for (wrong, why) in [
        ("26:a:b", "TAG:SCHEME"),
        (&SHOP.replace("26:", "25:"), "26 to 51"),
        (&SHOP.replace("5999", "59"), "four digits"),
        (&SHOP.replace("HAAT:", "হাট:"), "Latin"),
        (&SHOP.replace("HAAT0001", ""), "1 to 32"),
    ] {
        assert!(wrong.parse::<Merchant>().unwrap_err().contains(why), "{wrong}");
    }
}

/// The check value of CRC-16/CCITT-FALSE in every catalogue of check sums, and the sum of nothing.
#[test]
fn the_check_sum_is_that_of_the_catalogues() {
    assert_eq!(crc(b"123456789"), 0x29B1);
    assert_eq!(crc(b""), 0xFFFF);
}

#[test]
fn a_scheme_stands_under_the_tag_that_it_has() {
    for tag in 26_u8..=51 {
        let shop: Merchant = SHOP.replace("26:", &format!("{tag}:")).parse().unwrap();
        let payload = shop.payload(Paisa::new(100), "W1").unwrap();
        let all = objects(&payload).unwrap();
        let schemes: Vec<u8> = all.iter().map(|(tag, _)| *tag).filter(|tag| (26..=51).contains(tag)).collect();
        assert_eq!(schemes, [tag]);
        assert!(all.is_sorted_by_key(|(tag, _)| *tag), "in the order of their tags");
    }
}

#[test]
fn one_letter_changed_anywhere_is_noticed() {
    let shop: Merchant = SHOP.parse().unwrap();
    let payload = shop.payload(Paisa::new(50_000), "W1").unwrap();
    let (before, written) = payload.split_at(payload.len() - 4);
    for at in 0..before.len() {
        let mut other = before.as_bytes().to_vec();
        other[at] = if other[at] == b'0' { b'1' } else { b'0' };
        if other != before.as_bytes() {
            assert_ne!(format!("{:04X}", crc(&other)), written, "letter {at}");
        }
    }
}

proptest! {
    #[test]
    fn every_amount_is_read_back_as_it_was(poisha in 1_i64..100_000_000_000, bill in "[A-Z0-9]{1,25}") {
        let shop: Merchant = SHOP.parse().unwrap();
        let payload = shop.payload(Paisa::new(poisha), &bill).unwrap();
        let (before, written) = payload.split_at(payload.len() - 4);
        prop_assert_eq!(format!("{:04X}", crc(before.as_bytes())), written);
        let taka = objects(&payload).unwrap().into_iter().find(|(tag, _)| *tag == 54).unwrap().1;
        prop_assert_eq!(Paisa::parse(&taka).unwrap(), Paisa::new(poisha));
    }
}
