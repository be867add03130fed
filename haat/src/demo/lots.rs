//! Wholesale in the demo: terms of some goods, and askings at every step: one waits, one is declined, one is offered, one
//! became a quote; a firm asks too.

use super::market::Stall;
use super::nation::{Counter, Nation};
use crate::open::Trouble;
use base::{Both, Paisa};
use journal::{Deed, Envelope, Fault, Journal};
use market::{
    AnswerLot, AskLot, Basket, ByRoad, Grade, Lot, LotUnit, Offer, SetLot, Showcase, Step, Wanted, Wish, product_now,
    stock_now, take_offer,
};

/// Goods that are given in quantity, at most.
const GOODS_MAX: usize = 24;
/// Goods looked through for them, at most.
const LOOKED_MAX: usize = 200;
const LEAST: i64 = 5;
const ASKED: i64 = 6;
const GRADES: [(Grade, &str, &str); 3] = [
    (Grade::A, "সব এক মাপের, কোনো দাগ নেই", "All of one size, without a spot"),
    (Grade::B, "ছোট-বড় মেশানো, ভালো", "Of mixed size, good"),
    (Grade::C, "সামান্য দাগ থাকতে পারে", "Small spots may be there"),
];

/// A product that can be given in quantity: its seller's and its own number, its SKU and price.
struct Good {
    seller: String,
    product: String,
    sku: String,
    price: Paisa,
}

impl Good {
    /// So many hundredths of the listed price, in whole taka.
    fn at(&self, percent: i64) -> Paisa {
        Paisa::new((self.price.get().saturating_mul(percent) / 10_000).max(1).saturating_mul(100))
    }
}

struct Trader<'a> {
    journal: &'a Journal,
    stalls: &'a [Stall],
    counter: &'a Counter,
    by: &'a str,
}

pub(super) async fn make(journal: &Journal, nation: &Nation, stalls: &[Stall]) -> Result<(), Trouble> {
    let Some((counter, by)) = nation.counters.first().and_then(|one| Some((one, one.people.first()?))) else {
        return Ok(());
    };
    let trader = Trader { journal, stalls, counter, by };
    let goods = trader.goods().await?;
    for (good, (place, grade)) in goods.iter().zip((0_usize..).zip(GRADES.into_iter().cycle())) {
        trader.set(good, place, grade).await?;
    }
    for (good, place) in goods.iter().zip(0_usize..4) {
        let asked = trader.ask(good, (by, ""), place).await?;
        let (price, words) = match place {
            0 | 1 => (Some(good.at(85)), "এই দামে দিতে পারব।"),
            2 => (None, "এখন এত মাল নেই।"),
            _ => continue,
        };
        trader.answer(good, &asked, (price, words)).await?;
        if place == 0 {
            trader.take(good, &asked).await?;
        }
    }
    let firm = stalls.iter().find(|one| one.firm);
    let of_others = goods.iter().find(|good| firm.is_some_and(|firm| firm.number != good.seller));
    if let (Some(firm), Some(good)) = (firm, of_others) {
        trader.ask(good, (&firm.keeper, &firm.number), 4).await?;
    }
    Ok(())
}

impl Trader<'_> {
    async fn does<D: Deed>(&self, by: &str, key: String, deed: D) -> Result<D::Done, Trouble> {
        match self.journal.write(Envelope::new(by, &format!("demo-lot-{key}")), deed).await {
            Ok(written) => Ok(written.done),
            Err(stop) => Err(format!("the demo: {}: {key}: {stop:?}", D::NAME).into()),
        }
    }

    /// What is shown and can be given in quantity: what lies ready first, then what is made to order.
    async fn goods(&self) -> Result<Vec<Good>, Trouble> {
        let showcase = Showcase::default();
        showcase.follow(self.journal).await?;
        let shown = showcase.find(&Wish::default(), 0, LOOKED_MAX).goods;
        let mut goods = Vec::new();
        let (ready, made): (Vec<_>, Vec<_>) = shown.into_iter().partition(|one| one.lead_days == 0);
        for one in ready.into_iter().chain(made) {
            let made = one.lead_days > 0;
            let (seller, product) = (one.rack.seller.clone(), one.number.clone());
            let read = self.journal.read::<_, Fault, _>(move |tx| {
                Box::pin(async move {
                    let Some(standing) = product_now(tx, &seller, &product).await? else { return Ok(None) };
                    let Some(variant) = standing.product.variants.into_iter().next() else { return Ok(None) };
                    let free = stock_now(tx, &seller, &variant.sku).await?.free();
                    let good = Good { seller, product, sku: variant.sku, price: variant.price };
                    Ok((made || free >= ASKED).then_some(good))
                })
            });
            goods.extend(read.await?);
            if goods.len() == GOODS_MAX {
                break;
            }
        }
        Ok(goods)
    }

    /// Who acts for the seller of a good.
    fn keeper(&self, good: &Good) -> &str {
        let stall = self.stalls.iter().find(|stall| stall.number == good.seller);
        stall.map_or(self.by, |stall| stall.keeper.as_str())
    }

    async fn set(&self, good: &Good, place: usize, grade: (Grade, &str, &str)) -> Result<(), Trouble> {
        let (grade, bn, en) = grade;
        let words = Both { bn: bn.to_owned(), en: en.to_owned() };
        let mut steps = vec![Step { from: LEAST, price: good.at(90) }, Step { from: 20, price: good.at(80) }];
        // A good that costs next to nothing has no cheaper step.
        steps.dedup_by(|next, one| next.price >= one.price);
        let lot = Some(Lot { least: LEAST, unit: LotUnit::Piece, grade, words, steps });
        let deed = SetLot { seller: good.seller.clone(), product: good.product.clone(), lot };
        self.does(self.keeper(good), format!("{place}-set"), deed).await
    }

    async fn ask(&self, good: &Good, (by, firm): (&str, &str), place: usize) -> Result<String, Trouble> {
        let deed = AskLot {
            seller: good.seller.clone(),
            product: good.product.clone(),
            sku: good.sku.clone(),
            pieces: ASKED,
            centre: self.counter.book.clone(),
            firm: firm.to_owned(),
            words: "মেলার জন্য লাগবে, দুই সপ্তাহের মধ্যে।".to_owned(),
        };
        self.does(by, format!("{place}-ask"), deed).await
    }

    async fn answer(&self, good: &Good, asked: &str, said: (Option<Paisa>, &str)) -> Result<(), Trouble> {
        let (price, words) = said;
        let today = self.journal.now().day();
        let offer = price.map(|price| Offer { price, promised: today.add_days(12), until: today.add_days(7) });
        let deed = AnswerLot { seller: good.seller.clone(), number: asked.to_owned(), offer, words: words.to_owned() };
        self.does(self.keeper(good), format!("{}-{asked}-answer", good.seller), deed).await
    }

    async fn take(&self, good: &Good, asked: &str) -> Result<(), Trouble> {
        let wanted = Wanted { product: good.product.clone(), sku: good.sku.clone(), pieces: ASKED, shown: good.at(85) };
        let basket = Basket {
            key: "demo-lot-basket".to_owned(),
            book: self.counter.book.clone(),
            path: self.counter.path.clone(),
            name: "মেলা কমিটি".to_owned(),
            mobile: String::new(),
            household: String::new(),
            parts: vec![(good.seller.clone(), vec![wanted])],
            help: Paisa::new(5_000),
        };
        let quote = take_offer(self.journal, &ByRoad, self.by, &basket, asked).await;
        quote.map(drop).map_err(|stop| format!("the demo: an offer: {stop:?}").into())
    }
}
