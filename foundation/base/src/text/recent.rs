//! What was found before, kept while it is asked for.

use std::collections::HashMap;
use std::hash::Hash;

/// Answers that are kept, the youngest first of all: when they weigh as much as may be kept, those for which nobody asked
/// since the last time are forgotten. So a stream of questions that come once does not push out those that come often.
#[derive(Debug)]
pub struct Recent<K, V> {
    young: HashMap<K, (V, usize)>,
    old: HashMap<K, (V, usize)>,
    /// What the young weigh, and may.
    weight: usize,
    most: usize,
}

impl<K: Eq + Hash, V: Clone> Recent<K, V> {
    /// Nothing yet; what is kept weighs at most so much.
    #[must_use]
    pub fn at_most(weight: usize) -> Self {
        Self { young: HashMap::new(), old: HashMap::new(), weight: 0, most: weight / 2 }
    }

    /// What was kept under this key.
    pub fn get(&mut self, key: &K) -> Option<V> {
        if let Some((value, _)) = self.young.get(key) {
            return Some(value.clone());
        }
        let (key, (value, weight)) = self.old.remove_entry(key)?;
        self.keep(key, value.clone(), weight);
        Some(value)
    }

    /// Keeps a value of this weight.
    pub fn keep(&mut self, key: K, value: V, weight: usize) {
        if self.weight.saturating_add(weight) > self.most {
            self.old = std::mem::take(&mut self.young);
            self.weight = 0;
        }
        self.weight = self.weight.saturating_add(weight);
        self.young.insert(key, (value, weight));
    }

    /// Forgets all.
    pub fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
        self.weight = 0;
    }
}
