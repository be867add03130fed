//! Passwords and one-time codes.

use crate::town::mobile;
use network::NotChosen;
use network::secrets::{check_password, hash_password, is_password, one_time_code, plain_code};

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
    for good in ["নদীর ধারে হাট বসে", "correct horse battery", "ঢেঁকিতে ধান ভানে", &"x1".repeat(64), "01710000002"] {
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
