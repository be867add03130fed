//! A server of our own as a child process, and what the kernel says of it.

use crate::open::Trouble;
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a server may take to be ready.
const READY_WAIT_MAX: Duration = Duration::from_secs(30);
/// The kernel counts processor time in hundredths of a second (`USER_HZ` on every Linux we run on).
const TICKS_PER_S: f64 = 100.0;

/// A running server; killed when dropped.
pub(crate) struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first good answer.
    pub ready_ms: f64,
}

impl Server {
    /// Starts `haat serve` on a free port and waits until it is ready.
    #[allow(clippy::disallowed_methods)] // a bench measures by the machine's clock
    pub async fn start(data: &Path, database: Option<&str>) -> Result<Server, Trouble> {
        let free = std::net::TcpListener::bind("127.0.0.1:0")?;
        let address = free.local_addr()?;
        drop(free);
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("serve").arg("--data").arg(data).arg("--listen").arg(address.to_string());
        if let Some(database) = database {
            command.arg("--database").arg(database);
        }
        let began = Instant::now();
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
        let mut server = Server { child, address, ready_ms: 0.0 };
        while !super::http::is_ready(address).await {
            if began.elapsed() > READY_WAIT_MAX || server.child.try_wait()?.is_some() {
                return Err("the server did not become ready".into());
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        server.ready_ms = began.elapsed().as_secs_f64() * 1000.0;
        Ok(server)
    }

    /// Processor seconds used so far.
    pub fn cpu_s(&self) -> Result<f64, Trouble> {
        let text = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let after = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        let mut fields = after.split_whitespace().skip(11);
        let mut next = || fields.next().and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
        Ok((next() + next()) / TICKS_PER_S)
    }

    /// Resident memory, in megabytes.
    pub fn memory_mb(&self) -> Result<f64, Trouble> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or("");
        let kb: f64 = line.split_whitespace().nth(1).and_then(|kb| kb.parse().ok()).unwrap_or(0.0);
        Ok(kb / 1024.0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
