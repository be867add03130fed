//! Checking answers on the server. What does not count is dropped, what is asked must be answered, what
//! is answered must keep the form's rules, and calculations are made here, whatever the page sent.

use base::BusinessDay;

use crate::answers::{Answers, Checked};
use crate::fault::{AnswerCode, FieldFault};
use crate::filled::{Filled, State};
use crate::form::{Form, Item, Kind};

impl Form {
    /// Checks answers as of a day.
    ///
    /// # Errors
    /// Every fault, in the order of the form; those of no field first.
    pub fn check(&self, answers: &Answers, today: BusinessDay) -> Result<Checked, Vec<FieldFault>> {
        let filled = Filled::of(self, answers, today);
        let mut faults = filled.faults.clone();
        let mut checked = Answers::new();
        for ((index, turns), state) in &filled.states {
            let Some(item) = self.items.get(*index).filter(|item| state.relevant && holds_answer(item)) else {
                continue;
            };
            let key = self.key(*index, turns);
            if let Some(fault) = fault(&filled, item, *index, turns, state) {
                faults.push(FieldFault { field: key.clone(), ..fault });
            }
            if !state.text.is_empty() {
                checked.put(key, state.text.clone());
            }
        }
        if faults.is_empty() {
            return Ok(Checked(checked));
        }
        faults.sort_by_cached_key(|fault| self.resolve(&fault.field));
        Err(faults)
    }
}

/// Whether an item has an answer at all.
pub(crate) fn holds_answer(item: &Item) -> bool {
    !item.kind.holds_others() && item.kind != Kind::Note
}

fn fault(filled: &Filled<'_>, item: &Item, index: usize, turns: &[u32], state: &State) -> Option<FieldFault> {
    let fault = |code| FieldFault::new("", code);
    if state.unread {
        // Told already, with what was wrong with it.
        return None;
    }
    if state.text.is_empty() {
        let required = item.required.as_ref().is_some_and(|rule| filled.rule(rule, index, turns).truth());
        return (required && item.kind.is_asked()).then(|| fault(AnswerCode::Required).saying(&item.required_message));
    }
    if let (Some(rule), true) = (&item.choice_filter, item.kind.is_select()) {
        let choices = filled.form.choices(item);
        let taken =
            |name: &str| choices.iter().any(|choice| choice.name == name && filled.takes(rule, index, turns, choice));
        let holds = match item.kind {
            Kind::SelectOne => taken(&state.text),
            _ => state.text.split_whitespace().all(taken),
        };
        if !holds {
            return Some(fault(AnswerCode::NotInList));
        }
    }
    let broken = item.constraint.as_ref().is_some_and(|rule| !filled.rule(rule, index, turns).truth());
    broken.then(|| fault(AnswerCode::Constraint).saying(&item.constraint_message))
}
