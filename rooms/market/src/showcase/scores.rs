//! How well goods answer a query.

use super::shelves::{ELSEWHERE, Goods, IN_NAME, IN_PAIR, LEAST};
use base::text::Likes;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;

pub(super) fn place_of(slot: u32) -> usize {
    usize::try_from(slot).unwrap_or(usize::MAX)
}

/// Where the words stand that are like one word of a query: at each place the best of them. People ask for the same few
/// thousand words, so it is kept until goods come or go.
pub(super) struct Stands {
    /// How much the word weighs among the others of the query.
    weight: u32,
    /// By rack; those where no such word stands are not in it.
    racks: Vec<OnRack>,
    /// Goods of which more is said than of their rack, by rack and slot: small, since they are many.
    goods: Vec<OnGood>,
}

/// What stands on a rack.
struct OnRack {
    rack: u32,
    /// How well what is said of all its goods answers.
    best: u16,
    /// How much better the best of its goods answers than that.
    most: u16,
    /// Its goods among those of all racks.
    goods: Range<usize>,
}

#[derive(Clone, Copy)]
struct OnGood {
    /// Its slot, counted from the first one of its rack.
    at: u32,
    /// How much better it answers than its rack.
    gain: u16,
}

impl Stands {
    pub(super) fn of(goods: &Goods, likes: &Likes) -> Stands {
        let counts_here =
            |likeness: u32, counts: u32| u16::try_from(likeness.saturating_mul(counts) / 100).unwrap_or(u16::MAX);
        let mut signs = vec![0_u16; goods.racks.len()];
        let mut places: Vec<(u32, u16)> = Vec::new();
        for (word, likeness) in &likes.words {
            let sign = counts_here(*likeness, ELSEWHERE);
            for rack in goods.signs.get(place_of(*word)).into_iter().flatten() {
                if let Some(held) = signs.get_mut(place_of(*rack)) {
                    *held = (*held).max(sign);
                }
            }
            let counted = [IN_NAME, IN_PAIR, ELSEWHERE].map(|counts| (counts, counts_here(*likeness, counts)));
            let here = |counts: u32| counted.iter().find(|one| one.0 == counts).map_or(0, |one| one.1);
            let stands = goods.places.get(place_of(*word)).into_iter().flatten();
            places.extend(stands.map(|(slot, counts)| (*slot, here(*counts))));
        }
        places.sort_unstable_by_key(|(slot, best)| (*slot, Reverse(*best)));
        places.dedup_by_key(|(slot, _)| *slot);
        let mut stands = Stands { weight: likes.weight, racks: Vec::new(), goods: Vec::new() };
        let mut left = places.as_slice();
        for ((rack, standing), best) in (0_u32..).zip(&goods.racks).zip(signs) {
            let (here, rest) = left.split_at(left.partition_point(|(slot, _)| *slot < standing.slots.end));
            left = rest;
            let first = stands.goods.len();
            stands.goods.extend(here.iter().filter(|(_, better)| *better > best).map(|(slot, better)| OnGood {
                at: slot.saturating_sub(standing.slots.start),
                gain: better.saturating_sub(best),
            }));
            let goods = first..stands.goods.len();
            if best > 0 || !goods.is_empty() {
                let most = stands.of_rack(&goods).iter().map(|good| good.gain).max().unwrap_or(0);
                stands.racks.push(OnRack { rack, best, most, goods });
            }
        }
        stands.racks.shrink_to_fit();
        stands.goods.shrink_to_fit();
        stands
    }

    fn of_rack(&self, goods: &Range<usize>) -> &[OnGood] {
        self.goods.get(goods.clone()).unwrap_or_default()
    }

    /// How many places it holds.
    pub(super) fn len(&self) -> usize {
        self.racks.len().saturating_mul(4).saturating_add(self.goods.len())
    }
}

/// A query where its words stand, rack by rack, the newest first.
pub(super) struct Scores<'a> {
    /// What is left of each word, and the whole query said as one word after them.
    words: Vec<(&'a [OnRack], &'a Stands)>,
    joined: Option<(&'a [OnRack], &'a Stands)>,
    /// What the weights of the words sum up to.
    whole: u32,
    /// Of the goods of one rack: what they add to its sum, and how well they answer all words said as one.
    sums: Vec<u32>,
    as_one: Vec<u32>,
}

/// A rack where words of a query stand.
pub(super) struct RackScore<'a> {
    pub(super) rack: usize,
    /// The weighted sum over the words, and how well it answers all words said as one.
    sum: u32,
    joined: u32,
    /// No good of it scores more.
    pub(super) bound: u32,
    words: Vec<(&'a [OnGood], u32)>,
    as_one: (&'a [OnGood], u16),
}

impl<'a> Scores<'a> {
    pub(super) fn of(words: &'a [Arc<Stands>], joined: Option<&'a Arc<Stands>>) -> Scores<'a> {
        let whole = words.iter().map(|word| word.weight).fold(0, u32::saturating_add).max(1);
        let begun = |stands: &'a Arc<Stands>| (stands.racks.as_slice(), &**stands);
        let words = words.iter().map(begun).collect();
        Scores { words, joined: joined.map(begun), whole, sums: Vec::new(), as_one: Vec::new() }
    }

    /// The next rack where one of the words stands.
    pub(super) fn next_rack(&mut self) -> Option<RackScore<'a>> {
        let ends = self.words.iter().chain(&self.joined).filter_map(|(left, _)| left.last());
        let rack = ends.map(|on_rack| on_rack.rack).max()?;
        let (mut sum, mut most) = (0_u32, 0_u32);
        let mut words = Vec::with_capacity(self.words.len());
        for (left, stands) in &mut self.words {
            if let Some(here) = last_at(left, rack) {
                sum = sum.saturating_add(u32::from(here.best).saturating_mul(stands.weight));
                most = most.saturating_add(u32::from(here.most).saturating_mul(stands.weight));
                words.push((stands.of_rack(&here.goods), stands.weight));
            }
        }
        let (mut joined, mut most_joined, mut as_one) = (0, 0, (&[][..], 0));
        if let Some((left, stands)) = &mut self.joined
            && let Some(here) = last_at(left, rack)
        {
            joined = in_pair(here.best);
            most_joined = in_pair(here.best.saturating_add(here.most));
            as_one = (stands.of_rack(&here.goods), here.best);
        }
        let bound = (sum.saturating_add(most) / self.whole).max(most_joined);
        Some(RackScore { rack: place_of(rack), sum, joined, bound, words, as_one })
    }

    /// What goods score of which no more is said than of their rack.
    pub(super) fn of_rack(&self, rack: &RackScore<'_>) -> u32 {
        (rack.sum / self.whole).max(rack.joined)
    }

    /// Looks at each good of a rack with these slots, the newest first; answers how many answer at all.
    pub(super) fn look(&mut self, rack: &RackScore<'_>, slots: &Range<u32>, best: &mut Best) -> usize {
        for kept in [&mut self.sums, &mut self.as_one] {
            kept.clear();
            kept.resize(slots.len(), 0);
        }
        for (goods, weight) in &rack.words {
            for good in *goods {
                if let Some(held) = self.sums.get_mut(place_of(good.at)) {
                    *held = held.saturating_add(u32::from(good.gain).saturating_mul(*weight));
                }
            }
        }
        let (goods, on_rack) = rack.as_one;
        for good in goods {
            if let Some(held) = self.as_one.get_mut(place_of(good.at)) {
                *held = in_pair(on_rack.saturating_add(good.gain));
            }
        }
        let least = LEAST.saturating_mul(self.whole);
        let mut count = 0_usize;
        for ((slot, gain), joined) in slots.clone().zip(&self.sums).zip(&self.as_one).rev() {
            let (sum, joined) = (rack.sum.saturating_add(*gain), rack.joined.max(*joined));
            count = count.saturating_add(usize::from(sum >= least || joined >= LEAST));
            if sum >= best.above_sum || joined > best.above {
                best.take((sum / self.whole).max(joined), slot, self.whole);
            }
        }
        count
    }
}

fn in_pair(best: u16) -> u32 {
    u32::from(best).saturating_mul(IN_PAIR) / 100
}

fn last_at<'a>(left: &mut &'a [OnRack], rack: u32) -> Option<&'a OnRack> {
    let (last, rest) = left.split_last().filter(|(last, _)| last.rack == rack)?;
    *left = rest;
    Some(last)
}

/// The best that were looked at so far. Who looks goes from the newest to the oldest, so that of equals those that are kept
/// already are the better ones.
pub(super) struct Best {
    needed: usize,
    kept: Vec<(u32, u32)>,
    /// What scores no more than this is not kept.
    pub(super) above: u32,
    /// The least sum of weights that scores more.
    above_sum: u32,
}

impl Best {
    /// So many are needed of a query of these scores.
    pub(super) fn of(needed: usize, scores: &Scores<'_>) -> Best {
        let above = if needed == 0 { u32::MAX } else { LEAST.saturating_sub(1) };
        let above_sum = above.saturating_add(1).saturating_mul(scores.whole);
        Best { needed, kept: Vec::new(), above, above_sum }
    }

    fn take(&mut self, score: u32, slot: u32, whole: u32) {
        if self.needed == 0 {
            return;
        }
        self.kept.push((score, slot));
        if self.kept.len() >= self.needed.saturating_mul(2) {
            self.kept.select_nth_unstable_by_key(self.needed.saturating_sub(1), |one| order(*one));
            self.kept.truncate(self.needed);
            self.above = self.kept.last().map_or(self.above, |worst| worst.0);
            self.above_sum = self.above.saturating_add(1).saturating_mul(whole);
        }
    }

    /// In order, the best first, and of equals the newest.
    pub(super) fn in_order(mut self) -> Vec<u32> {
        self.kept.sort_unstable_by_key(|one| order(*one));
        self.kept.truncate(self.needed);
        self.kept.into_iter().map(|(_, slot)| slot).collect()
    }
}

fn order((score, slot): (u32, u32)) -> (Reverse<u32>, Reverse<u32>) {
    (Reverse(score), Reverse(slot))
}
