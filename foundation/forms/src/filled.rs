//! A form with its answers: every item in every turn of its repeats, what it is worth, and whether it
//! counts. Worked out once, in the order in which things depend on each other, on the caller's day.

use std::collections::{BTreeMap, BTreeSet};

use base::text::clean;
use base::{BusinessDay, Lang};
use jiff::civil::Date;

use crate::answers::{Answers, TURNS_MAX};
use crate::fault::{AnswerCode, FieldFault};
use crate::form::{Choice, Default, Form, Item, Kind, Rule};
use crate::typed::typed;
use crate::xpath::{Scope, Value, evaluate, whole};

/// The turn of each repeat around an item, outermost first.
pub(crate) type Turns = Vec<u32>;

/// One item in one turn.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub(crate) relevant: bool,
    pub(crate) value: Value,
    /// The value in its one written form; empty when there is none.
    pub(crate) text: String,
    /// Whether what was typed could not be read.
    pub(crate) unread: bool,
}

/// See the module.
pub(crate) struct Filled<'a> {
    pub(crate) form: &'a Form,
    today: Date,
    repeats: Vec<Vec<usize>>,
    raw: BTreeMap<(usize, Turns), String>,
    turns: BTreeMap<(usize, Turns), BTreeSet<u32>>,
    pub(crate) states: BTreeMap<(usize, Turns), State>,
    pub(crate) faults: Vec<FieldFault>,
}

impl<'a> Filled<'a> {
    pub(crate) fn of(form: &'a Form, answers: &Answers, today: BusinessDay) -> Self {
        let repeats = (0..form.items.len()).map(|index| form.repeats_around(index)).collect();
        let (raw, turns, states) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut filled = Self { form, today: today.date(), repeats, raw, turns, states, faults: Vec::new() };
        if answers.fits() {
            filled.sort(answers);
        } else {
            filled.faults.push(FieldFault::new("", AnswerCode::TooLarge));
        }
        for index in &form.order {
            for turns in filled.turns_around(*index) {
                filled.work_out(*index, turns);
            }
        }
        filled
    }

    /// Sorts the answers to their fields, and so learns the turns of each repeat.
    fn sort(&mut self, answers: &Answers) {
        for (key, answer) in answers.iter() {
            let Some((index, turns)) = self.form.resolve(key) else {
                self.faults.push(FieldFault::new(key, AnswerCode::UnknownField));
                continue;
            };
            let answer = clean(answer);
            if answer.is_empty() {
                continue;
            }
            if turns.iter().any(|turn| *turn > TURNS_MAX) {
                self.faults.push(FieldFault::new(key, AnswerCode::TooMany).with("limit", TURNS_MAX));
                continue;
            }
            for (at, repeat) in self.around(index).to_vec().into_iter().enumerate() {
                let (outer, turn) = (turns.get(..at).unwrap_or_default(), turns.get(at));
                self.turns.entry((repeat, outer.to_vec())).or_default().extend(turn);
            }
            self.raw.insert((index, turns), answer);
        }
    }

    fn around(&self, index: usize) -> &[usize] {
        self.repeats.get(index).map_or(&[], Vec::as_slice)
    }

    /// Every combination of turns in which an item stands.
    pub(crate) fn turns_around(&self, index: usize) -> Vec<Turns> {
        self.turns_within(self.around(index), Vec::new())
    }

    fn turns_within(&self, repeats: &[usize], outer: Turns) -> Vec<Turns> {
        let Some((first, rest)) = repeats.split_first() else { return vec![outer] };
        let mut found = Vec::new();
        for turn in self.turns.get(&(*first, outer.clone())).into_iter().flatten() {
            let mut turns = outer.clone();
            turns.push(*turn);
            found.extend(self.turns_within(rest, turns));
        }
        found
    }

    /// The turns that a repeat has.
    pub(crate) fn turns_of(&self, repeat: usize, outer: &[u32]) -> Vec<u32> {
        self.turns.get(&(repeat, outer.to_vec())).into_iter().flatten().copied().collect()
    }

    fn work_out(&mut self, index: usize, turns: Turns) {
        let Some(item) = self.form.items.get(index) else { return };
        let around = item.parent.is_none_or(|parent| {
            let outer = turns.get(..self.around(parent).len()).unwrap_or_default();
            self.states.get(&(parent, outer.to_vec())).is_none_or(|state| state.relevant)
        });
        let relevant = around && item.relevant.as_ref().is_none_or(|rule| self.rule(rule, index, &turns).truth());
        if item.kind == Kind::Repeat {
            self.count_turns(item, index, &turns, relevant);
        }
        let mut state = State { relevant, value: Value::empty(), text: String::new(), unread: false };
        if relevant && !item.kind.holds_others() {
            self.fill(item, index, &turns, &mut state);
        }
        self.states.insert((index, turns), state);
    }

    fn count_turns(&mut self, item: &Item, index: usize, turns: &[u32], relevant: bool) {
        let key = (index, turns.to_vec());
        if !relevant {
            self.turns.remove(&key);
        } else if let Some(rule) = &item.repeat_count {
            let wanted = whole(self.rule(rule, index, turns).number()).and_then(|number| u32::try_from(number).ok());
            self.turns.insert(key, (1..=wanted.unwrap_or(0).min(TURNS_MAX)).collect());
        }
    }

    fn fill(&mut self, item: &Item, index: usize, turns: &[u32], state: &mut State) {
        let fixed = item.read_only.as_ref().is_some_and(|rule| self.rule(rule, index, turns).truth());
        let worked_out = match (&item.calculation, &item.default) {
            (Some(rule), _) => Some(self.rule(rule, index, turns)),
            (None, Some(Default::Dynamic(rule))) if fixed || item.kind == Kind::Calculate => {
                Some(self.rule(rule, index, turns))
            }
            (None, Some(Default::Fixed(text))) if fixed => Some(Value::Text(text.clone())),
            _ => None,
        };
        if let Some(value) = worked_out {
            state.text = value.text();
            state.value = value;
            return;
        }
        let Some(answer) = self.raw.get(&(index, turns.to_vec())) else { return };
        match typed(item, self.form.choices(item), answer) {
            Ok(read) => {
                state.value = read.value;
                state.text = read.text;
            }
            Err((code, argument)) => {
                state.unread = true;
                let mut fault = FieldFault::new(&self.form.key(index, turns), code);
                fault.values.extend(argument);
                self.faults.push(fault);
            }
        }
    }

    /// Evaluates a rule of an item.
    pub(crate) fn rule(&self, rule: &Rule, index: usize, turns: &[u32]) -> Value {
        self.ask(rule, index, turns, None)
    }

    /// Whether a choice may be taken for an item.
    pub(crate) fn takes(&self, rule: &Rule, index: usize, turns: &[u32], choice: &Choice) -> bool {
        self.ask(rule, index, turns, Some(choice)).truth()
    }

    fn ask(&self, rule: &Rule, index: usize, turns: &[u32], choice: Option<&Choice>) -> Value {
        let own = self.states.get(&(index, turns.to_vec())).map_or(Value::empty(), |state| state.value.clone());
        let position = self.around(index).last().zip(turns.split_last()).map_or(0, |(repeat, (turn, outer))| {
            let earlier = self.turns_of(*repeat, outer).into_iter().filter(|other| other <= turn).count();
            u32::try_from(earlier).unwrap_or(u32::MAX)
        });
        let column = |name: &str| Value::Text(choice.map_or("", |choice| choice.column(name)).to_owned());
        let scope = Scope {
            own: &own,
            field: &|name| self.field(name, index, turns),
            column: &column,
            label: &|field, name| self.choice_label(field, name, Lang::Bn),
            position,
            today: self.today,
        };
        evaluate(&rule.expression, &scope)
    }

    /// The value of a field as seen from an item: of the same turn where they share a repeat, else of every
    /// turn. A repeat itself is as many values as it has turns.
    pub(crate) fn field(&self, name: &str, from: usize, turns: &[u32]) -> Value {
        let Some(index) = self.form.by_name.get(name).copied() else { return Value::empty() };
        let around = self.around(index);
        let shared = around.iter().zip(self.around(from)).take_while(|(a, b)| a == b).count();
        let outer = turns.get(..shared).unwrap_or_default().to_vec();
        let inner = around.get(shared..).unwrap_or_default();
        let is_repeat = self.form.items.get(index).is_some_and(|item| item.kind == Kind::Repeat);
        let value = |turns: Turns| {
            let state = self.states.get(&(index, turns));
            state.map_or(Value::empty(), |state| state.value.clone())
        };
        match (inner.is_empty(), is_repeat) {
            (true, true) => Value::Many(self.turns_of(index, &outer).iter().map(|_| Value::empty()).collect()),
            (true, false) => value(outer),
            (false, _) => Value::Many(self.turns_within(inner, outer).into_iter().map(value).collect()),
        }
    }

    /// Label of a choice of a field, or the choice's name when it has none.
    pub(crate) fn choice_label(&self, field: &str, name: &str, lang: Lang) -> String {
        let item = self.form.by_name.get(field).and_then(|index| self.form.items.get(*index));
        let choice = item.and_then(|item| self.form.choices(item).iter().find(|choice| choice.name == name));
        choice.and_then(|choice| choice.label.shown(lang)).map_or(name, |(text, _)| text).to_owned()
    }
}
