//! Texts as files: whole or not at all, once for a key, and readable by their owner alone.

use base::mobile::Mobile;
use haat::outbox::Outbox;
use serde_json::Value;
use std::path::Path;
use std::sync::Arc;
use trial::Dir;

fn to() -> Mobile {
    Mobile::parse("01711123456").unwrap()
}

/// The files of the outbox, without its directory of what was sent.
fn files(data: &Path) -> Vec<String> {
    let all = std::fs::read_dir(data.join("outbox")).unwrap().map(|file| file.unwrap());
    let mut names: Vec<String> =
        all.filter(|file| file.path().is_file()).map(|file| file.file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_text_is_one_file_that_only_its_owner_reads() {
    let dir = Dir::new();
    let outbox = Outbox::of(dir.path()).unwrap();
    let key = "receipt:3026001-261123-B7K-014";
    outbox.put(&to(), "রশিদ", key).unwrap();
    outbox.put(&to(), "অন্য কিছু", key).unwrap();
    assert_eq!(files(dir.path()), ["receipt+3026001-261123-B7K-014.json"], "once, and no draft is left");
    let path = dir.path().join("outbox").join("receipt+3026001-261123-B7K-014.json");
    let read: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(read, serde_json::json!({ "key": key, "to": "+8801711123456", "text": "রশিদ" }));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&path), mode(&dir.path().join("outbox"))), (0o600, 0o700));
    }
}

#[test]
fn what_was_sent_is_not_sent_again() {
    let dir = Dir::new();
    let outbox = Outbox::of(dir.path()).unwrap();
    outbox.put(&to(), "x", "ready:1.1").unwrap();
    let place = dir.path().join("outbox");
    std::fs::rename(place.join("ready+1.1.json"), place.join("sent/ready+1.1.json")).unwrap();
    outbox.put(&to(), "x", "ready:1.1").unwrap();
    assert!(files(dir.path()).is_empty());
}

#[test]
fn a_draft_that_a_kill_left_behind_stops_nothing() {
    let dir = Dir::new();
    let outbox = Outbox::of(dir.path()).unwrap();
    std::fs::write(dir.path().join("outbox/.ready+1.1.json.0000000000000000"), "{\"key").unwrap();
    outbox.put(&to(), "x", "ready:1.1").unwrap();
    assert!(files(dir.path()).contains(&"ready+1.1.json".to_owned()));
}

#[test]
fn no_key_leads_out_of_the_outbox() {
    let dir = Dir::new();
    let outbox = Outbox::of(dir.path()).unwrap();
    for key in ["", "../../etc/passwd", "a/b", ".hidden", "a b", "কখ", &"x".repeat(121)] {
        let told = outbox.put(&to(), "x", key).unwrap_err();
        assert!(!told.contains("171"), "{told}");
    }
    assert!(files(dir.path()).is_empty());
}

#[test]
fn many_hands_with_one_key_write_one_file() {
    let dir = Dir::new();
    let outbox = Arc::new(Outbox::of(dir.path()).unwrap());
    let hands: Vec<_> = (0..16)
        .map(|hand| {
            let outbox = outbox.clone();
            std::thread::spawn(move || outbox.put(&to(), &format!("text {hand}"), "receipt:1"))
        })
        .collect();
    assert!(hands.into_iter().all(|hand| hand.join().unwrap().is_ok()));
    assert_eq!(files(dir.path()), ["receipt+1.json"]);
    let text = std::fs::read_to_string(dir.path().join("outbox/receipt+1.json")).unwrap();
    assert!(serde_json::from_str::<Value>(&text).is_ok(), "{text}");
}

#[test]
fn an_outbox_that_is_gone_is_told_and_tells_no_number() {
    let dir = Dir::new();
    let outbox = Outbox::of(dir.path()).unwrap();
    std::fs::remove_dir_all(dir.path().join("outbox")).unwrap();
    let told = outbox.put(&to(), "x", "receipt:1").unwrap_err();
    assert!(told.starts_with("outbox: ") && !told.contains("171"), "{told}");
}
