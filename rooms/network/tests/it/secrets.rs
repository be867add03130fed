//! Passwords and one-time codes.

use crate::town::mobile;
use network::NotChosen;
use network::deeds::Ticket;
use network::person::Person;
use network::secrets::{check_password, hash_password, is_password, normal, one_time_code, plain_code};
use proptest::prelude::*;

#[test]
fn a_password_is_long_enough_and_none_that_everybody_tries_first() {
    let own = mobile(1);
    for (password, fault) in [
        ("", NotChosen::TooShort),
        ("1234567", NotChosen::TooShort),
        ("১২৩৪৫৬৭", NotChosen::TooShort),
        ("password", NotChosen::Known),
        ("PassWord123", NotChosen::Known),
        ("bangladesh71", NotChosen::Known),
        ("aaaaaaaaaaaa", NotChosen::Known),
        ("01710000001", NotChosen::IsMobile),
        ("+৮৮০১৭১০০০০০০১", NotChosen::IsMobile),
    ] {
        assert_eq!(check_password(password, &own), Err(fault), "{password}");
    }
    assert_eq!(check_password(&"x1".repeat(65), &own), Err(NotChosen::TooLong));
    for good in ["নদীর ধারে হাট বসে", "correct horse battery", "ঢেঁকিতে ধান ভানে", &"x1".repeat(64), "01710000002"]
    {
        assert_eq!(check_password(good, &own), Ok(()), "{good}");
    }
}

#[test]
fn a_hash_knows_its_password_in_either_way_of_typing_it_and_no_other() {
    trial::run(async {
        // ড় as one code point and as two; the same letters for NFKC.
        let hash = hash_password("বা\u{09DC}ির কাছে নদী").await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(is_password("বা\u{09A1}\u{09BC}ির কাছে নদী", Some(hash.clone())).await.unwrap());
        assert!(!is_password("বাড়ির কাছে নদি", Some(hash.clone())).await.unwrap());
        assert!(!is_password("BaRir", Some(hash)).await.unwrap());
        assert!(!is_password("anything", None).await.unwrap());
        assert!(is_password("anything", Some("no hash".to_owned())).await.is_err());
    });
}

#[test]
fn a_one_time_code_can_be_read_over_the_telephone() {
    let keys = trial::keys();
    let code = one_time_code(&keys, "form 1");
    assert_eq!(code, one_time_code(&keys, "form 1"), "the same press shows the same code");
    assert_ne!(code, one_time_code(&keys, "form 2"));
    assert_eq!((code.len(), code.matches('-').count()), (19, 3));
    assert!(!code.contains(['I', 'L', 'O', 'U']));
    assert_eq!(plain_code(&code), code);
    let sloppy = format!(" {} ", code.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l"));
    assert_eq!(plain_code(&sloppy), code);
    assert_eq!(plain_code(&base::number::to_bangla_digits(&code)), code);
}

proptest! {
    #[test]
    fn whatever_is_typed_as_a_code_has_one_plain_form(typed in "\\PC{0,60}") {
        let plain = plain_code(&typed);
        prop_assert_eq!(plain_code(&plain), plain.clone());
        prop_assert!(plain.chars().all(|c| c == '-' || c.is_ascii_digit() || c.is_ascii_uppercase()));
    }

    #[test]
    fn no_short_password_is_taken_in_any_script(password in "\\PC{0,7}") {
        // NFKC may make one sign several (ﷺ becomes a sentence), so it is the normal form that is counted.
        let long = normal(&password).chars().count() >= 8;
        prop_assert!(long || check_password(&password, &mobile(1)) == Err(NotChosen::TooShort));
    }

    #[test]
    fn no_text_that_is_not_ours_reads_as_a_ticket_that_holds(text in "\\PC{0,80}", cut in 0_usize..200) {
        let person = nobody();
        let keys = trial::keys();
        let mut ours = Ticket::issue(&keys, &person, "nonce", trial::MORNING);
        let holds = |text: &str| {
            Ticket::read(text).is_some_and(|(ticket, signature)| ticket.holds(&keys, &person, signature, trial::MORNING))
        };
        prop_assert!(holds(&ours));
        prop_assert!(!holds(&text));
        ours.truncate(ours.len() - 1 - cut % ours.len().min(64));
        prop_assert!(!holds(&ours));
    }
}

fn nobody() -> Person {
    Person {
        id: "0192f7a0-0000-7000-8000-000000000001".to_owned(),
        seal: String::new(),
        mobile_index: String::new(),
        sex: None,
        lang: base::Lang::Bn,
        place: String::new(),
        path: String::new(),
        registered_on: trial::MORNING.day(),
        suspended_on: None,
        suspended_seal: None,
        password_seal: None,
        authenticator_seal: None,
    }
}
