//! Transfers over real sockets: the house's `HttpProvider` asks the simulator, whose signed callbacks knock at the served
//! house. Whatever goes wrong, the money moves once or not at all, and both sides say the same in the end.

use crate::kit::{CENTRE, PATH, all_words};
use base::Paisa;
use counter::{Carrier, LOST_AFTER_MS, RequestTransfer, TILL, TransferState, sample_answers, stock_catalogue};
use db::Engine;
use haat::simulator::{FaultKind, FaultRule, Setting as Simulated, Simulator};
use journal::{Envelope, Fault, Journal};
use ledger::{HttpProvider, Providers, TopUpFloat};
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use trial::{Dir, Trial};
use web::{Hosts, House, Setting, Things};

const SECRET: &str = "a secret of two";
/// What is late takes so long here, and nobody waits longer than twice that for an answer.
const LATE: Duration = Duration::from_millis(400);
const PATIENCE: Duration = Duration::from_millis(200);
/// How often the state is looked at before a test gives up: the callbacks come over a real socket.
const LOOKS: u32 = 400;

struct World {
    trial: Trial,
    carrier: Carrier,
    simulator: Option<Simulator>,
    address: SocketAddr,
    house: SocketAddr,
    dir: Dir,
    _close: oneshot::Sender<()>,
}

impl World {
    async fn with(faults: Vec<FaultRule>) -> World {
        let rooms = haat::rooms();
        let trial = Trial::on(Engine::Sqlite, web::register(&rooms)).await;
        let journal = trial.journal.clone();
        stock_catalogue(&journal, "first").await.unwrap();
        let float = TopUpFloat { book: CENTRE.into(), poisha: Paisa::new(1_000_000), proof: "SLIP-1".into() };
        journal.write(Envelope::system(), float).await.unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let house = listener.local_addr().unwrap();
        let partner = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = partner.local_addr().unwrap();
        let clock: journal::Clock = {
            let journal = journal.clone();
            Arc::new(move || journal.now())
        };
        let provider = HttpProvider::new(&format!("http://{address}/wallet"), SECRET, clock.clone()).within(PATIENCE);
        let carrier = Carrier::of(Providers::default().with("wallet", SECRET, Arc::new(provider)));
        let close = serve(&journal, listener, house, carrier.clone());
        let dir = Dir::new();
        let mut world = World { trial, carrier, simulator: None, address, house, dir, _close: close };
        world.simulator = Some(Simulator::open(partner, world.setting(faults)).unwrap());
        world
    }

    fn setting(&self, faults: Vec<FaultRule>) -> Simulated {
        let journal = self.trial.journal.clone();
        Simulated {
            secret: SECRET.into(),
            callback: format!("http://{}", self.house),
            faults,
            late: LATE,
            file: Some(self.dir.path().join("did.json")),
            clock: Arc::new(move || journal.now()),
        }
    }

    fn journal(&self) -> &Journal {
        &self.trial.journal
    }

    /// Kills the simulator: its address refuses connections from now on.
    async fn kill(&mut self) {
        self.simulator = None;
        // The listener is gone when its task is; then the address can be taken, and so it was free.
        for _ in 0..LOOKS {
            if TcpListener::bind(self.address).await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("the simulator is still there");
    }

    /// Opens it again at the same address, with what stands in its file.
    async fn again(&mut self) {
        let listener = TcpListener::bind(self.address).await.unwrap();
        self.simulator = Some(Simulator::open(listener, self.setting(Vec::new())).unwrap());
    }

    async fn requested(&self, service: &str, poisha: i64) -> String {
        let deed = RequestTransfer {
            book: CENTRE.into(),
            path: PATH.into(),
            till: TILL.into(),
            service: service.into(),
            amount: Paisa::new(poisha),
            answers: sample_answers(service, self.journal().now().day()),
            customer: None,
            fee_shown: None,
            tendered: None,
        };
        self.journal().write(Envelope::system(), deed).await.unwrap().done.id
    }

    async fn begun(&self, service: &str, poisha: i64) -> (String, TransferState) {
        let id = self.requested(service, poisha).await;
        let state = self.carrier.begin(self.journal(), CENTRE, &id).await.unwrap();
        (id, state)
    }

    async fn ask(&self, id: &str) -> TransferState {
        self.carrier.ask(self.journal(), CENTRE, id).await.unwrap()
    }

    /// The state as it stands in the house, without asking the provider.
    async fn standing(&self, id: &str) -> (String, String) {
        let (book, id) = (CENTRE.to_owned(), id.to_owned());
        let read = self.journal().read::<_, Fault, _>(|tx| {
            Box::pin(async move {
                let row = tx.one(&STANDING, &[book.into(), id.into()]).await?;
                Ok((row.get::<String>("state")?, row.get::<String>("outcome")?))
            })
        });
        read.await.unwrap()
    }

    /// Waits for a callback to have been heard.
    async fn becomes(&self, id: &str, what: impl Fn(&str, &str) -> bool) {
        for _ in 0..LOOKS {
            let (state, outcome) = self.standing(id).await;
            if what(&state, &outcome) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("still {:?}", self.standing(id).await);
    }

    async fn holds(&self, account: &str) -> i64 {
        let account = account.to_owned();
        let read = self
            .journal()
            .read::<_, Fault, _>(|tx| Box::pin(async move { ledger::balance_now(tx, CENTRE, &account).await }));
        read.await.unwrap().poisha.get()
    }

    /// The last line of every test: the wallet holds what moved, the simulator did what moved, and all adds up.
    async fn moved(&self, poisha: i64, done_there: usize) {
        assert_eq!(self.holds("P:wallet:wallet").await, -poisha);
        assert_eq!(self.holds("E:float").await, -self.holds("P:float").await, "the two floats agree");
        if let Some(simulator) = &self.simulator {
            assert_eq!(simulator.done(), done_there);
        }
        self.trial.verify().await;
    }
}

db::statements! {
    STANDING = "select state, outcome from counter_transfer where book = $1 and id = $2";
}

/// The house over this listener, until the answer is dropped.
fn serve(journal: &Journal, listener: TcpListener, address: SocketAddr, carrier: Carrier) -> oneshot::Sender<()> {
    let house = House::new(Setting {
        journal: journal.clone(),
        words: all_words(),
        doorkeeper: network::doorkeeper(journal.clone()),
        status: Arc::new(|_, _, _| Box::pin(async { None })),
        nav: Vec::new(),
        public_address: format!("http://{address}"),
        secure: false,
        trust_proxy: false,
        hosts: Hosts::of(address, &format!("http://{address}")),
        things: Things::default().with(counter::Catalogue::default()).with(carrier),
    });
    let (close, closed) = oneshot::channel::<()>();
    let router = web::router(house, &haat::rooms());
    tokio::spawn(async move { web::serve(listener, router, async { drop(closed.await) }).await.unwrap() });
    close
}

const CASH_IN: &str = "P017";
const CASH_OUT: &str = "P018";

async fn with(fault: Option<FaultKind>) -> World {
    World::with(fault.map(FaultRule::always).into_iter().collect()).await
}

#[test]
fn with_a_partner_that_works_money_goes_in_and_out_once() {
    trial::run(async {
        let world = with(None).await;
        let (id, state) = world.begun(CASH_IN, 500_000).await;
        assert_eq!(state, TransferState::Done);
        assert_eq!(world.carrier.begin(world.journal(), CENTRE, &id).await.unwrap(), TransferState::Done);
        let (out, state) = world.begun(CASH_OUT, 100_000).await;
        assert_eq!(state, TransferState::Done);
        world.moved(400_000, 2).await;
        let taken = world.carrier.take_back(world.journal(), CENTRE, &out).await.unwrap();
        assert_eq!(taken, TransferState::Reversed);
        world.moved(500_000, 1).await;
    });
}

#[test]
fn an_answer_that_is_lost_or_too_slow_leaves_it_unknown_until_it_is_asked_after() {
    for fault in [FaultKind::Lost, FaultKind::Slow] {
        trial::run(async {
            let world = with(Some(fault)).await;
            let (id, state) = world.begun(CASH_IN, 100_000).await;
            assert_eq!(state, TransferState::Unknown, "{fault:?}");
            assert_eq!(world.ask(&id).await, TransferState::Done, "{fault:?}");
            world.moved(100_000, 1).await;
        });
    }
}

#[test]
fn callbacks_late_and_twice_end_a_transfer_once() {
    for fault in [FaultKind::Late, FaultKind::Twice] {
        trial::run(async {
            let world = with(Some(fault)).await;
            let (id, state) = world.begun(CASH_IN, 100_000).await;
            assert!(state.is_pending(), "{fault:?}: {state:?}");
            world.becomes(&id, |state, _| state == "done").await;
            assert_eq!(world.ask(&id).await, TransferState::Done);
            world.moved(100_000, 1).await;
        });
    }
}

#[test]
fn a_callback_that_comes_before_the_answer_is_the_end_and_the_answer_changes_nothing() {
    trial::run(async {
        let world = with(Some(FaultKind::Early)).await;
        let (id, state) = world.begun(CASH_IN, 100_000).await;
        assert!(matches!(state, TransferState::Done | TransferState::Unknown), "{state:?}");
        world.becomes(&id, |state, _| state == "done").await;
        world.moved(100_000, 1).await;
    });
}

#[test]
fn a_partner_that_says_failed_and_then_done_moves_no_money_and_stands_as_a_finding() {
    trial::run(async {
        let world = with(Some(FaultKind::Contradicts)).await;
        let (id, state) = world.begun(CASH_IN, 100_000).await;
        assert_eq!(state, TransferState::Failed);
        world.becomes(&id, |state, outcome| state == "failed" && outcome.contains("done")).await;
        world.moved(0, 1).await;
    });
}

#[test]
fn what_fails_leaves_nothing_behind() {
    trial::run(async {
        let world = with(Some(FaultKind::Fails)).await;
        let (id, state) = world.begun(CASH_IN, 100_000).await;
        assert_eq!(state, TransferState::Failed);
        assert!(world.standing(&id).await.1.contains("simulated"));
        assert_eq!(world.holds("E:drawer:1").await, 0);
        world.moved(0, 0).await;
    });
}

#[test]
fn a_request_that_never_arrived_is_asked_for_again_when_paid_in_and_fails_when_paid_out() {
    trial::run(async {
        let mut world = with(None).await;
        world.begun(CASH_IN, 500_000).await;
        world.kill().await;
        let listener = TcpListener::bind(world.address).await.unwrap();
        let deaf = world.setting(vec![FaultRule::always(FaultKind::Unheard)]);
        world.simulator = Some(Simulator::open(listener, deaf).unwrap());
        let (paid_in, state) = world.begun(CASH_IN, 100_000).await;
        assert_eq!(state, TransferState::Unknown);
        let (out, state) = world.begun(CASH_OUT, 200_000).await;
        assert_eq!(state, TransferState::Unknown);
        assert_eq!(world.ask(&paid_in).await, TransferState::Unknown, "it may still be on its way");
        world.kill().await;
        world.again().await;
        world.trial.pass(LOST_AFTER_MS);
        assert_eq!(world.ask(&paid_in).await, TransferState::Done);
        assert_eq!(world.ask(&out).await, TransferState::Failed, "its customer has gone");
        world.moved(600_000, 2).await;
    });
}

#[test]
fn a_partner_that_is_down_is_asked_again_and_what_it_did_before_it_was_killed_stands() {
    trial::run(async {
        let mut world = with(None).await;
        world.begun(CASH_IN, 500_000).await;
        world.kill().await;
        let (paid_in, state) = world.begun(CASH_IN, 100_000).await;
        assert_eq!(state, TransferState::Requested, "it surely never arrived, and its cash is here");
        let (_, state) = world.begun(CASH_OUT, 100_000).await;
        assert_eq!(state, TransferState::Failed, "nothing was taken from the customer");
        assert_eq!(world.ask(&paid_in).await, TransferState::Requested);
        world.again().await;
        assert_eq!(world.simulator.as_ref().unwrap().done(), 1, "read from its file");
        world.trial.pass(LOST_AFTER_MS);
        assert_eq!(world.carrier.carry(world.journal()).await.unwrap(), 1);
        assert_eq!(world.standing(&paid_in).await.0, "done");
        world.moved(600_000, 2).await;
    });
}

#[test]
fn nobody_without_the_secret_is_heard_at_either_door() {
    trial::run(async {
        let world = with(None).await;
        let clock: journal::Clock = {
            let journal = world.journal().clone();
            Arc::new(move || journal.now())
        };
        let stranger =
            HttpProvider::new(&format!("http://{}/wallet", world.address), "guessed", clock).within(PATIENCE);
        let answer = ledger::Provider::query(&stranger, "x").await;
        assert_eq!(answer, ledger::Answer::NotAnswered(ledger::Silence::Unknown));
        let id = world.requested(CASH_IN, 100_000).await;
        let body = format!("{{\"transfer\":\"{id}\",\"centre\":\"{CENTRE}\",\"state\":\"done\",\"reference\":\"x\"}}");
        let signature = web::signed("guessed", &id, world.journal().now(), body.as_bytes());
        let mut headers = signature.headers().to_vec();
        headers.push(("content-type", "application/json"));
        let url = format!("http://{}/api/v1/providers/wallet/callback", world.house);
        let client = web::Client::new(Duration::from_secs(5));
        let reply = client.send(web::Method::POST, &url, &headers, body.into_bytes()).await.unwrap();
        assert_eq!(reply.status, 403);
        assert_eq!(world.standing(&id).await.0, "requested");
        world.moved(100_000, 0).await; // the cash is here; the provider has done nothing
    });
}

#[test]
fn faults_come_with_an_amount_or_an_account_only() {
    trial::run(async {
        let account = sample_answers(CASH_IN, base::BusinessDay::new(2026, 11, 23).unwrap()).unwrap();
        let account: BTreeMap<String, String> = account;
        let number = account.get("wallet_no").unwrap();
        let world = World::with(vec!["lost@amount:1313".parse().unwrap()]).await;
        assert_eq!(world.begun(CASH_IN, 131_300).await.1, TransferState::Unknown);
        assert_eq!(world.begun(CASH_IN, 131_400).await.1, TransferState::Done);
        let world = World::with(vec![format!("fails@account:{number}").parse().unwrap()]).await;
        assert_eq!(world.begun(CASH_IN, 100_000).await.1, TransferState::Failed);
    });
}

#[test]
fn its_statements_name_what_it_did() {
    trial::run(async {
        let world = with(None).await;
        let (id, _) = world.begun(CASH_IN, 123_456).await;
        let day = world.journal().now().day();
        let provider = HttpProvider::new(&format!("http://{}/wallet", world.address), SECRET, {
            let journal = world.journal().clone();
            Arc::new(move || journal.now())
        });
        let payment = ledger::TransferOrder {
            transfer: "W3026001-261123-B7K001-1".to_owned(),
            centre: CENTRE.to_owned(),
            service: "market_payment".to_owned(),
            direction: ledger::Direction::In,
            amount_poisha: Paisa::new(28_000),
            details: BTreeMap::new(),
            callback: String::new(),
        };
        ledger::Provider::initiate(&provider, &payment).await;
        let csv = ledger::Provider::statement(&provider, day).await.unwrap();
        assert!(csv.contains(&format!("wallet,2026-11-23,in,1234.56,BDT,SIM-00000001,{id}")), "{csv}");
        assert!(csv.contains("wallet,2026-11-23,in,280.00,BDT,SIM-00000002,W3026001-261123-B7K001-1"), "{csv}");
        let camt = world.simulator.as_ref().unwrap().camt("wallet", day);
        assert!(
            camt.contains(&id.replace('-', "")) && camt.contains("<Amt Ccy=\"BDT\">1234.56</Amt><CdtDbtInd>DBIT"),
            "{camt}"
        );
        // A wallet's payment comes into our account; its id is short enough to keep its hyphens.
        assert!(camt.contains("<Amt Ccy=\"BDT\">280.00</Amt><CdtDbtInd>CRDT"), "{camt}");
        assert!(camt.contains("<EndToEndId>W3026001-261123-B7K001-1</EndToEndId>"), "{camt}");
    });
}

#[test]
fn the_command_refuses_a_fault_that_is_none_and_a_secret_that_is_not_there() {
    let dir = Dir::new();
    let secret = dir.path().join("secret");
    let file = secret.to_str().unwrap();
    let none = crate::store::run(&["simulate", "provider", "--secret-file", file], b"");
    assert!(none.code == Some(1) && none.err.contains("secret"), "{}", none.err);
    std::fs::write(&secret, " \n").unwrap();
    let empty = crate::store::run(&["simulate", "provider", "--secret-file", file], b"");
    assert!(empty.code == Some(1) && empty.err.contains("no secret in it"), "{}", empty.err);
    let fault = crate::store::run(&["simulate", "provider", "--secret-file", file, "--fault", "melts"], b"");
    assert!(fault.code == Some(2) && fault.err.contains("there are: slow, lost"), "{}", fault.err);
}

#[test]
fn every_provider_of_the_stock_catalogue_is_simulated_in_the_demo() {
    trial::run(async {
        let trial = Trial::on(Engine::Sqlite, web::register(&haat::rooms())).await;
        stock_catalogue(&trial.journal, "first").await.unwrap();
        let shown = counter::Catalogue::default().now(&trial.journal).await.unwrap();
        let rules = shown.offers.iter().filter_map(|offer| offer.service.amount.clone());
        let named: BTreeSet<String> = rules.map(|rule| rule.provider).collect();
        assert_eq!(named, haat::demo::PARTNERS.map(str::to_owned).into_iter().collect());
        for text in haat::demo::FAULTS {
            text.parse::<FaultRule>().unwrap();
        }
    });
}

/// A request as bytes, and what the simulator answers to it: the status, or nothing when it hangs up.
async fn said(world: &World, bytes: &[u8]) -> String {
    let mut stream = tokio::net::TcpStream::connect(world.address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut text = Vec::new();
    stream.read_to_end(&mut text).await.unwrap();
    String::from_utf8_lossy(&text).split(' ').nth(1).unwrap_or("").to_owned()
}

/// A request that the house signed.
fn signed_request(world: &World, method: &str, path: &str, body: &str) -> Vec<u8> {
    let signature = web::signed(SECRET, "m-1", world.journal().now(), body.as_bytes());
    let mut text = format!("{method} {path} HTTP/1.1\r\nContent-Length: {}\r\n", body.len());
    for (name, value) in signature.headers() {
        text = [text, format!("{name}: {value}\r\n")].concat();
    }
    format!("{text}\r\n{body}").into_bytes()
}

#[test]
fn whatever_knocks_at_the_simulator_is_answered_or_cut_off() {
    trial::run(async {
        let world = with(None).await;
        let order = r#"{"transfer":"t-1","centre":"3026001","service":"P017","direction":"in","amount_poisha":500,"details":{}}"#;
        let other = order.replace("500", "501");
        for (method, path, body, status) in [
            ("POST", "/wallet/transfers", order, "200"),
            ("POST", "/wallet/transfers", order, "200"),
            ("POST", "/wallet/transfers", other.as_str(), "409"),
            ("POST", "/bank_agent/transfers", order, "409"),
            ("POST", "/wallet/transfers", "{}", "400"),
            ("POST", "/wallet/transfers", "not json", "400"),
            ("GET", "/wallet/transfers/t-1", "", "200"),
            ("GET", "/wallet/transfers/t-2", "", "404"),
            ("POST", "/wallet/transfers/t-2/reversal", "", "404"),
            ("POST", "/wallet/transfers/t-1/reversal", "", "200"),
            ("POST", "/wallet/transfers/t-1/reversal", "", "200"),
            ("GET", "/wallet/statements/2026-11-23.csv", "", "200"),
            ("GET", "/wallet/statements/2026-11-23.xml", "", "200"),
            ("GET", "/wallet/statements/2026-11-23.pdf", "", "404"),
            ("GET", "/wallet/statements/yesterday.csv", "", "404"),
            ("DELETE", "/wallet/transfers/t-1", "", "404"),
            ("GET", "/", "", "404"),
        ] {
            let got = said(&world, &signed_request(&world, method, path, body)).await;
            assert_eq!(got, status, "{method} {path} {body}");
        }
        for bytes in [
            b"".as_slice(),
            b"nonsense",
            b"\xff\xfe\r\n\r\n",
            b"GET / HTTP/1.1\r\ncontent-length: 99999999999\r\n\r\n",
            b"POST / HTTP/1.1\r\ncontent-length: 10\r\n\r\nshort",
        ] {
            assert_eq!(said(&world, bytes).await, "", "{bytes:?}");
        }
        assert_eq!(said(&world, b"GET /wallet/transfers/t-1 HTTP/1.1\r\n\r\n").await, "403");
        let statement = world.simulator.as_ref().unwrap().camt("wallet", world.journal().now().day());
        assert_eq!(statement.matches("<Ntry>").count(), 2, "what was taken back has two lines: {statement}");
    });
}
