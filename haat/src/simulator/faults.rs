//! What may go wrong at a provider, and with which transfers.

use base::Paisa;
use ledger::TransferOrder;
use std::str::FromStr;

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FaultKind {
    /// It does it, and answers too late.
    Slow,
    /// It does it, and the answer is lost.
    Lost,
    /// It answers "pending" and calls back late.
    Late,
    /// It answers "pending" and calls back twice.
    Twice,
    /// It calls back before it answers.
    Early,
    /// It says that it failed, and later that it is done: it did it.
    Contradicts,
    /// It does not do it, and says so.
    Fails,
    /// The request never reaches it: it knows no such id afterwards.
    Unheard,
}

impl FaultKind {
    /// All of them with their names.
    pub const ALL: [(&'static str, FaultKind); 8] = [
        ("slow", FaultKind::Slow),
        ("lost", FaultKind::Lost),
        ("late", FaultKind::Late),
        ("twice", FaultKind::Twice),
        ("early", FaultKind::Early),
        ("contradicts", FaultKind::Contradicts),
        ("fails", FaultKind::Fails),
        ("unheard", FaultKind::Unheard),
    ];
}

/// With what a fault comes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum With {
    Everything,
    Amount(Paisa),
    Account(String),
}

/// A fault and the transfers that it befalls: `lost`, `lost@amount:1313` (taka), `fails@account:01700000000`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaultRule {
    kind: FaultKind,
    with: With,
}

impl FaultRule {
    /// This fault with every transfer.
    #[must_use]
    pub fn always(kind: FaultKind) -> FaultRule {
        FaultRule { kind, with: With::Everything }
    }

    fn fits(&self, order: &TransferOrder) -> bool {
        match &self.with {
            With::Everything => true,
            With::Amount(amount) => *amount == order.amount_poisha,
            With::Account(account) => {
                let plain = base::number::to_latin_digits(account);
                order.details.values().any(|value| base::number::to_latin_digits(value) == plain)
            }
        }
    }
}

impl FromStr for FaultRule {
    type Err = String;

    fn from_str(text: &str) -> Result<FaultRule, String> {
        let (name, with) = text.split_once('@').unwrap_or((text, ""));
        let names = || FaultKind::ALL.map(|(name, _)| name).join(", ");
        let known = FaultKind::ALL.into_iter().find(|(known, _)| *known == name);
        let (_, kind) = known.ok_or_else(|| format!("unknown fault {name:?}; there are: {}", names()))?;
        let with = match with.split_once(':') {
            None if with.is_empty() => With::Everything,
            Some(("amount", taka)) => {
                With::Amount(Paisa::parse(taka).map_err(|_| format!("{taka:?} is no amount in taka"))?)
            }
            Some(("account", account)) if !account.is_empty() => With::Account(account.to_owned()),
            _ => return Err(format!("{with:?} is neither amount:TAKA nor account:NUMBER")),
        };
        Ok(FaultRule { kind, with })
    }
}

/// What befalls this transfer: the first rule that fits.
pub(super) fn of(rules: &[FaultRule], order: &TransferOrder) -> Option<FaultKind> {
    rules.iter().find(|rule| rule.fits(order)).map(|rule| rule.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_its_kind_and_with_what_it_comes() {
        let read = |text: &str| text.parse::<FaultRule>();
        assert_eq!(read("lost"), Ok(FaultRule::always(FaultKind::Lost)));
        let amount = FaultRule { kind: FaultKind::Fails, with: With::Amount(Paisa::new(131_300)) };
        assert_eq!(read("fails@amount:1313"), Ok(amount));
        let account = FaultRule { kind: FaultKind::Slow, with: With::Account("017".to_owned()) };
        assert_eq!(read("slow@account:017"), Ok(account));
        for bad in ["", "melts", "lost@", "lost@amount:x", "lost@day:1", "lost@account:"] {
            assert_eq!(read(bad).is_err(), bad != "lost@", "{bad}");
        }
    }
}
