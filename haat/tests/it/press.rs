//! The press: killed under load twenty times, on one store. What was answered is there, once, and every book balances.

use crate::server::{Answer, Client, Server, copies, token};
use crate::store::Store;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Sender, channel};

const ROUNDS: u32 = 20;
const CLIENTS: u32 = 6;
/// Answers after which the server is killed: at least so many, and up to so many more.
const ANSWERS: (u32, u32) = (10, 60);

/// What a key was answered, or nothing when the server was killed before.
pub type Pressed = BTreeMap<String, Option<Answer>>;

/// An unpredictable number below this one.
fn below(limit: u32) -> u32 {
    let mut bytes = [0_u8; 4];
    getrandom::fill(&mut bytes).unwrap();
    u32::from_le_bytes(bytes) % limit
}

/// How many copies a key sells: the same at every try.
fn quantity(key: &str) -> i64 {
    key.bytes().fold(0_i64, |sum, byte| sum * 31 % 97 + i64::from(byte)) % 20 + 1
}

/// Presses until the server is gone.
fn press(
    address: SocketAddr,
    token: &str,
    centre: &str,
    name: &str,
    answered: &AtomicU32,
    enough: &(u32, Sender<()>),
) -> Pressed {
    let mut pressed = Pressed::new();
    let Ok(mut client) = Client::open(address, token) else { return pressed };
    for count in 0.. {
        let key = format!("{name}-{count}");
        let answer = client.post("/api/v1/receipts", &key, &copies(centre, quantity(&key))).ok();
        let gone = answer.is_none();
        if let Some(answer) = &answer {
            assert_eq!(answer.status, 201, "{key}: {}", answer.body);
        }
        pressed.insert(key, answer);
        if gone {
            break;
        }
        if answered.fetch_add(1, Ordering::SeqCst) + 1 == enough.0 {
            enough.1.send(()).unwrap();
        }
    }
    pressed
}

/// One round: load from several clients, killed in the middle of it.
pub fn round(server: Server, number: u32, centre: &str, token: &str) -> Pressed {
    let (address, answered) = (server.address, AtomicU32::new(0));
    let enough = ANSWERS.0 + below(ANSWERS.1);
    let (send, reached) = channel();
    std::thread::scope(|scope| {
        let answered = &answered;
        let pressing: Vec<_> = (0..CLIENTS)
            .map(|client| {
                let (name, send) = (format!("r{number}-c{client}"), send.clone());
                scope.spawn(move || press(address, token, centre, &name, answered, &(enough, send)))
            })
            .collect();
        drop(send);
        reached.recv().expect("enough receipts were answered");
        server.kill();
        pressing.into_iter().flat_map(|client| client.join().unwrap()).collect()
    })
}

/// Sends every key of a round again. An answered one gives the same answer; one in doubt is settled now, once.
pub fn settle(server: &Server, centre: &str, token: &str, pressed: Pressed) -> BTreeMap<String, Answer> {
    let mut client = Client::open(server.address, token).unwrap();
    let mut settled = BTreeMap::new();
    for (key, before) in pressed {
        let again = client.post("/api/v1/receipts", &key, &copies(centre, quantity(&key))).unwrap();
        match before {
            Some(before) => {
                assert_eq!(
                    (again.status, &again.body),
                    (200, &before.body),
                    "{key}: an answered receipt is the same for ever"
                );
            }
            None => assert!(matches!(again.status, 200 | 201), "{key}: {} {}", again.status, again.body),
        }
        settled.insert(key, again);
    }
    let balance = client.get(&format!("/api/v1/books/{centre}/trial-balance")).json();
    assert!(balance["debits"].as_i64().unwrap() > 0, "{balance}");
    assert_eq!(balance["debits"], balance["credits"], "{balance}");
    settled
}

/// How many receipts stand in the centre's book.
pub fn receipts(store: &Store, centre: &str) -> Vec<String> {
    let tables = store.tables();
    let mut all = tables.prepare("select number from counter_receipt where book = ?1 order by number").unwrap();
    all.query_map([centre], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

#[test]
fn no_receipt_is_lost_or_given_twice_however_often_the_server_is_killed() {
    let store = Store::with(1, 0);
    let seller = store.seller().clone();
    let centre = seller.centre.as_str();
    let before = receipts(&store, centre);
    let mut server = Server::start(store.path());
    let token = token(server.address, &seller.mobile, &seller.password);
    let mut all: BTreeMap<String, Answer> = BTreeMap::new();
    let (mut doubtful, mut saved) = (0, 0);
    for number in 0..ROUNDS {
        let pressed = round(server, number, centre, &token);
        doubtful += pressed.values().filter(|answer| answer.is_none()).count();
        server = Server::start(store.path());
        let in_doubt: Vec<String> =
            pressed.iter().filter(|(_, answer)| answer.is_none()).map(|(key, _)| key.clone()).collect();
        let settled = settle(&server, centre, &token, pressed);
        saved += in_doubt.iter().filter(|key| settled[*key].status == 200).count();
        all.extend(settled);
    }
    server.kill();
    let mut given: Vec<String> =
        all.values().map(|answer| answer.json()["number"].as_str().unwrap().to_owned()).collect();
    given.extend(before);
    given.sort_unstable();
    let count = given.len();
    given.dedup();
    assert_eq!(given.len(), count, "two keys never have one number");
    assert_eq!(receipts(&store, centre), given, "left: what the store holds; right: what was answered");
    store.verify();
    println!(
        "{ROUNDS} kills, {} receipts, {doubtful} in doubt when it was killed, {saved} of these were entered",
        all.len()
    );
}
