//! The fields of a posted form, read by name.

use base::Paisa;

/// Fields of the market's forms that hold a number or an amount; some have a place behind them, `price-2`.
const NUMBERS: [&str; 12] = [
    "advance",
    "tendered",
    "help",
    "price",
    "least",
    "programme",
    "shop",
    "pieces",
    "return_days",
    "lead_days",
    "capacity",
    "stock",
];

/// True for letters, or nothing, where a number belongs.
pub(super) fn is_no_number(field: &str, typed: &str) -> bool {
    let name = field.split('-').next().unwrap_or(field);
    let wants = NUMBERS.contains(&name);
    wants && Paisa::parse(typed.trim()).is_err() && base::number::parse_integer(typed.trim()).is_err()
}

/// A form's fields in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields(pub Vec<(String, String)>);

impl Fields {
    /// The text of a field; empty when it is not there.
    pub fn text(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str())
    }

    /// True for a ticked box.
    pub fn ticked(&self, name: &str) -> bool {
        self.text(name) == "yes"
    }

    /// A whole number, in Latin or Bangla digits. Nothing typed is none; what is no number becomes -1, which every rule
    /// refuses.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.text(name).trim() {
            "" => None,
            text => Some(base::number::parse_integer(text).unwrap_or(-1)),
        }
    }

    /// An amount in taka; what is none becomes one below zero, which every rule refuses.
    pub fn money(&self, name: &str) -> Paisa {
        Paisa::parse(self.text(name)).unwrap_or(Paisa::new(-1))
    }
}
