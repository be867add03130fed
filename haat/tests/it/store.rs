//! Stores with a small demo in them, and the real binary run on them.

use haat::Place;
use haat::demo::{SignIn, Size, make};
use journal::Journal;
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use trial::Dir;

/// A data directory with a demo in it, on the embedded engine.
pub struct Store {
    pub dir: Dir,
    pub sign_ins: Vec<SignIn>,
}

/// What a command answered.
pub struct Said {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Store {
    /// So many centres with so many days of entries before today.
    pub fn with(centres: u32, days: u32) -> Store {
        let dir = Dir::new();
        let place = Place::new(dir.path(), None).unwrap();
        let sign_ins = trial::run(make(&place, Size { centres, days })).unwrap();
        Store { dir, sign_ins }
    }

    pub fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The first entrepreneur.
    pub fn seller(&self) -> &SignIn {
        self.sign_ins.iter().find(|one| one.role == "entrepreneur").expect("somebody sits at a counter")
    }

    /// The store opened as the binary opens it.
    pub async fn journal(&self) -> Journal {
        Place::new(self.path(), None).unwrap().open().await.unwrap()
    }

    /// The database file itself, for tampering and for reading what others read.
    pub fn tables(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.path().join("haat.db")).unwrap()
    }

    /// Copies database and key, as a backup does: everything that is committed, in one file.
    pub fn copy_to(&self, dir: &Path) {
        self.tables().execute("vacuum into ?1", [dir.join("haat.db").to_str().unwrap()]).unwrap();
        std::fs::copy(self.path().join("master.key"), dir.join("master.key")).unwrap();
    }

    /// Runs `haat COMMAND… --data DIR`.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let data = self.path().to_str().unwrap();
        run(&[arguments, &["--data", data]].concat(), b"")
    }

    /// Verifies with the real binary and wants it clean.
    pub fn verify(&self) {
        let said = self.run(&["verify"]);
        assert_eq!(said.code, Some(0), "{}{}", said.out, said.err);
        assert!(said.out.trim_end().ends_with(": clean"), "{}", said.out);
    }
}

/// True when a judge that is missing is a failure and not a test passed over.
pub fn oracles_required() -> bool {
    std::env::var("HAAT_ORACLES").is_ok_and(|wanted| wanted == "required")
}

/// Runs the binary with these arguments and this standard input.
pub fn run(arguments: &[&str], input: &[u8]) -> Said {
    let mut child = Command::new(env!("CARGO_BIN_EXE_haat"))
        .args(arguments)
        .env_remove("HAAT_DATA")
        .env_remove("HAAT_DATABASE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut to = child.stdin.take().unwrap();
    let input = input.to_vec();
    let giving = std::thread::spawn(move || drop(to.write_all(&input))); // a child that ends early reads no more
    let output = child.wait_with_output().unwrap();
    giving.join().unwrap();
    Said {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

/// The objects of an output with one JSON object a line.
pub fn objects(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))).collect()
}
