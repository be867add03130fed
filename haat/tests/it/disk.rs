//! The full disk: a receipt that cannot be written is refused, nothing half done stays, and work goes on when there is room.

use crate::server::{Answer, Client, Server, copies, token};
use crate::store::{Store, oracles_required};
use std::path::Path;
use std::process::Command;
use trial::Dir;

/// What the small disk has beyond the demo's own files, in KiB.
const ROOM_KIB: u64 = 3 * 1024;
/// Receipts after which the disk must be full: far more than fit.
const RECEIPTS_MAX: u32 = 200_000;
/// Sold at once, so that few receipts fill the disk: as many lines as a receipt may have.
const LINES: usize = 20;

/// A file system of this size; unmounted when dropped.
struct SmallDisk(Dir);

impl SmallDisk {
    fn of(kib: u64) -> Option<SmallDisk> {
        let dir = Dir::new();
        mount(&["-t", "tmpfs", "-o", &format!("size={kib}k"), "haat-trial"], dir.path()).then_some(SmallDisk(dir))
    }

    fn grow(&self, kib: u64) {
        assert!(mount(&["-o", &format!("remount,size={kib}k")], self.0.path()));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("--lazy").arg(self.0.path()).status()); // what is left over harms nobody
    }
}

fn mount(options: &[&str], place: &Path) -> bool {
    Command::new("mount").args(options).arg(place).output().is_ok_and(|output| output.status.success())
}

/// True for the user who may mount.
fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

#[test]
fn a_full_disk_refuses_receipts_whole_and_goes_on_when_there_is_room() {
    let store = Store::with(1, 0);
    let copy = Dir::new();
    store.copy_to(copy.path());
    let kib = copy.path().join("haat.db").metadata().unwrap().len() / 1024 + ROOM_KIB;
    let Some(disk) = SmallDisk::of(kib) else {
        assert!(!(is_root() && oracles_required()), "no disk could be mounted");
        println!("passed over: only root may mount the small disk");
        return;
    };
    for name in ["haat.db", "master.key"] {
        std::fs::copy(copy.path().join(name), disk.0.path().join(name)).unwrap();
    }
    let seller = store.seller().clone();
    let server = Server::start(disk.0.path());
    let token = token(server.address, &seller.mobile, &seller.password);
    let mut client = Client::open(server.address, &token).unwrap();
    let (given, refused) = until_full(&mut client, &seller.centre);
    assert_eq!((refused.status, refused.code().as_str()), (503, "web.away"), "{}", refused.body);
    assert!(refused.head.contains("retry-after: "), "{}", refused.head);
    assert!(!refused.body.contains("haat.db"), "the cause stays in the log: {}", refused.body);
    reading_goes_on(&mut client, &seller.centre, &given);
    disk.grow(kib * 4);
    let key = format!("full-{}", given.len());
    let after = sell(&mut client, &seller.centre, &key);
    assert_eq!(after.status, 201, "the refused sale is made when there is room: {}", after.body);
    let again = sell(&mut client, &seller.centre, &key);
    assert_eq!((again.status, again.body), (200, after.body));
    server.kill();
    let after = Store { dir: Dir::new(), sign_ins: Vec::new() };
    for name in ["haat.db", "haat.db-wal", "master.key"] {
        std::fs::copy(disk.0.path().join(name), after.path().join(name)).unwrap();
    }
    drop(disk);
    after.verify();
    let kept = "select count(*) from counter_receipt where number in (select value from json_each(?1))";
    let numbers = serde_json::to_string(&given).unwrap();
    let kept: i64 = after.tables().query_row(kept, [numbers], |row| row.get(0)).unwrap();
    assert_eq!(usize::try_from(kept), Ok(given.len()), "every answered receipt is there");
    println!("{} receipts until the disk was full", given.len());
}

fn sell(client: &mut Client, centre: &str, key: &str) -> Answer {
    let mut sale = copies(centre, 1);
    let line = sale["lines"][0].clone();
    sale["lines"] = std::iter::repeat_n(line, LINES).collect();
    client.post("/api/v1/receipts", key, &sale).unwrap()
}

/// Sells until it is refused: the numbers given, and the refusal.
fn until_full(client: &mut Client, centre: &str) -> (Vec<String>, Answer) {
    let mut given = Vec::new();
    for count in 0..RECEIPTS_MAX {
        let answer = sell(client, centre, &format!("full-{count}"));
        if answer.status != 201 {
            return (given, answer);
        }
        given.push(answer.json()["number"].as_str().unwrap().to_owned());
    }
    panic!("the disk never was full");
}

/// On a full disk people still read, and what was refused left nothing.
fn reading_goes_on(client: &mut Client, centre: &str, given: &[String]) {
    let last = given.last().unwrap();
    assert_eq!(client.get(&format!("/api/v1/receipts/{last}")).status, 200);
    let balance = client.get(&format!("/api/v1/books/{centre}/trial-balance"));
    assert_eq!(balance.status, 200, "{}", balance.body);
    assert_eq!(balance.json()["debits"], balance.json()["credits"]);
    let refused = sell(client, centre, "one more");
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(client.get(&format!("/api/v1/books/{centre}/trial-balance")).body, balance.body, "nothing half done");
}
