//! The partners of the demo: one simulator for every provider of the stock catalogue, so that transfers work.

use crate::open::Trouble;
use crate::serve::{self, Opening};
use crate::simulator::{Setting, Simulator};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;

/// The providers that the stock catalogue names; a test holds them against it.
pub const NAMES: [&str; 7] = ["bank_agent", "gov_pay", "insurance", "remittance", "telecom", "utility", "wallet"];
/// Amounts with which something goes wrong in the demo, so that it can be seen.
pub const FAULTS: [&str; 5] =
    ["lost@amount:1313", "late@amount:1414", "fails@amount:1515", "contradicts@amount:1616", "unheard@amount:1717"];
/// How long what is late takes in the demo.
const LATE: Duration = Duration::from_secs(8);
/// The files of the simulator in the demo's data.
const SECRET_FILE: &str = "simulator.secret";
const STATE_FILE: &str = "simulator.json";

/// Opens the simulator beside a demo that listens there, and names it as the provider of everything.
pub(super) async fn open(data: &Path, opening: &mut Opening, house: SocketAddr) -> Result<Simulator, Trouble> {
    let file = data.join(SECRET_FILE);
    if !file.exists() {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| format!("randomness: {error}"))?;
        let text = base::text::hex(&bytes);
        crate::open::write_private(&file, text.as_bytes())?;
    }
    let mut faults = Vec::new();
    for text in FAULTS {
        faults.push(text.parse()?);
    }
    let setting = Setting {
        secret: serve::secret_in(&file)?,
        callback: format!("http://{house}"),
        faults,
        late: LATE,
        file: Some(data.join(STATE_FILE)),
        clock: db::clock::system(),
    };
    let simulator = Simulator::open(TcpListener::bind(("127.0.0.1", 0)).await?, setting)?;
    let address = simulator.address;
    opening.providers = NAMES.map(|name| format!("{name}=http://{address}/{name},{}", file.display())).to_vec();
    eprintln!(
        "partners are simulated at http://{address}/NAME: no money moves. Try the amounts 1313 (answer lost), 1414 (late), 1515 (fails), 1616 (says two things), 1717 (never heard)"
    );
    Ok(simulator)
}
