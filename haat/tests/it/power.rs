//! The power cut: only what the disk was told to flush is left. What was answered is among it; a disk that does not flush is
//! not answered for.

use crate::press::{receipts, round, settle};
use crate::server::{Answer, Client, Server, copies, token};
use crate::store::Store;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use trial::Dir;

const CUTS: u32 = 6;

/// What stands between the server and its disk.
struct Disk {
    dir: Dir,
}

impl Disk {
    fn new() -> Disk {
        let dir = Dir::new();
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/power.c");
        let built = Command::new("cc")
            .args(["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-pthread", "-o"])
            .arg(dir.path().join("power.so"))
            .arg(source)
            .status();
        assert!(built.unwrap().success(), "Rust links with cc, so it is here");
        Disk { dir }
    }

    fn refusal(&self) -> PathBuf {
        self.dir.path().join("refuses")
    }

    /// The server on this disk.
    fn serve(&self, data: &Path) -> Server {
        let (program, refuses) = (self.dir.path().join("power.so"), self.refusal());
        let texts = [program.as_path(), self.dir.path(), &refuses].map(|path| path.to_str().unwrap().to_owned());
        let [program, kept, refuses] = &texts;
        Server::start_with(
            data,
            &[
                ("LD_PRELOAD", program),
                ("HAAT_POWER_KEPT", kept),
                ("HAAT_POWER_REFUSES", refuses),
                ("RUST_LOG", "warn"),
            ],
        )
    }

    /// Everything the disk has got so far is what stands there now.
    fn begin(&self, data: &Path) {
        for name in ["haat.db", "haat.db-wal"] {
            drop(std::fs::copy(data.join(name), self.dir.path().join(name))); // there may be no log
        }
    }

    /// The store is what was flushed.
    fn cut(&self, data: &Path) {
        for name in ["haat.db", "haat.db-wal", "haat.db-shm"] {
            drop(std::fs::remove_file(data.join(name)));
            drop(std::fs::copy(self.dir.path().join(name), data.join(name)));
        }
    }
}

#[test]
fn no_answered_receipt_is_lost_however_often_the_power_fails() {
    let (store, disk) = (Store::with(1, 0), Disk::new());
    let seller = store.seller().clone();
    let centre = seller.centre.as_str();
    let before = receipts(&store, centre).len();
    disk.begin(store.path());
    let mut server = disk.serve(store.path());
    let token = token(server.address, &seller.mobile, &seller.password);
    let mut all: BTreeMap<String, Answer> = BTreeMap::new();
    for number in 0..CUTS {
        let pressed = round(server, number, centre, &token);
        disk.cut(store.path());
        server = disk.serve(store.path());
        all.extend(settle(&server, centre, &token, pressed));
    }
    server.kill();
    assert_eq!(receipts(&store, centre).len(), before + all.len(), "left: in the store; right: answered");
    store.verify();
}

#[test]
fn a_disk_that_does_not_flush_is_not_answered_for_until_the_program_is_started_anew() {
    let (store, disk) = (Store::with(1, 0), Disk::new());
    let seller = store.seller().clone();
    let server = disk.serve(store.path());
    let pass = token(server.address, &seller.mobile, &seller.password);
    let mut client = Client::open(server.address, &pass).unwrap();
    let mut sell = |key: &str| client.post("/api/v1/receipts", key, &copies(&seller.centre, 1)).unwrap();
    let sound = sell("sound");
    assert_eq!(sound.status, 201, "{}", sound.body);
    std::fs::write(disk.refusal(), "").unwrap();
    let refused = sell("refused");
    assert_eq!((refused.status, refused.code().as_str()), (503, "web.away"), "{}", refused.body);
    std::fs::remove_file(disk.refusal()).unwrap();
    assert_eq!(sell("later").status, 503, "the kernel forgets what it could not write: the next flush proves nothing");
    let number = sound.json()["number"].as_str().unwrap().to_owned();
    assert_eq!(client.get(&format!("/api/v1/receipts/{number}")).status, 200, "reading goes on");
    assert!(server.log().contains("did not take what was written"), "the log names the cause");
    let server = Server::start(store.path());
    let mut client = Client::open(server.address, &pass).unwrap();
    for key in ["sound", "refused", "later"] {
        let again = client.post("/api/v1/receipts", key, &copies(&seller.centre, 1)).unwrap();
        assert!(matches!(again.status, 200 | 201), "{key}: {} {}", again.status, again.body);
    }
    server.kill();
    store.verify();
}
