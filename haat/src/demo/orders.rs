//! What was bought in the demo's market: at the first centres orders at every step, from the one that waits for its seller
//! to the one whose money is with everybody.

use super::nation::{Counter, Nation};
use super::pictures::Picture;
use crate::open::Trouble;
use base::Paisa;
use journal::{Blob, Deed, Envelope, Fault, Journal};
use ledger::TopUpFloat;
use market::{
    ActOnDispute, BOX_SIZES, Basket, ByRoad, Collect, CollectProof, Collected, Desk, HoldOrder, MoveOrder, Mover,
    OrderStanding, OrderState, PassDispute, PayRefund, Payment, PlaceOrder, Rate, SetRate, Showcase, Subject, Wanted,
    Wish, ask_for_quote, collect_code, order_now,
};

/// Centres at which something was bought, at most; a small demo has few goods.
const CENTRES_MAX: usize = 6;
/// What is paid into the float of each, so that orders can be paid.
const FLOAT: i64 = 60_000;
/// (of a hundredth of a percent of the price, to the programme, to the centre) by category; the first for all.
const RATES: [(&str, i64, i64); 4] =
    [("", 200, 300), ("craft", 200, 400), ("food", 150, 250), ("electronics", 300, 300)];

/// Buyers, invented.
const BUYERS: [&str; 8] =
    ["রহিম মিয়া", "সালমা খাতুন", "জব্বার শেখ", "ময়না বেগম", "হারুন অর রশিদ", "শেফালী রানী", "আবুল কাশেম", "নূরজাহান"];

/// How far an order of the demo went.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Placed,
    Accepted,
    Sent,
    Here,
    Kept,
    Refused,
    Disputed,
    Released,
}

/// What each desk did about a complaint, and why it was passed on.
const PASSED: [(&str, &str); 5] = [
    ("বিক্রেতাকে ফোন করা হয়েছে, তিনি মানছেন না।", "বিক্রেতা সাড়া দেন না।"),
    ("দুই পক্ষকে ডাকা হয়েছে।", "বিক্রেতা অন্য জেলার।"),
    ("বিক্রেতার জেলায় চিঠি দেওয়া হয়েছে।", "বিক্রেতা প্রতিষ্ঠানের সদস্যপদ দেখা দরকার।"),
    ("সদস্য প্রতিষ্ঠানকে নোটিশ দেওয়া হয়েছে।", "প্রমাণপত্রসহ অধিদপ্তরে পাঠানো হলো।"),
    ("", ""),
];

const WAYS: [Way; 8] =
    [Way::Released, Way::Here, Way::Refused, Way::Placed, Way::Sent, Way::Kept, Way::Disputed, Way::Accepted];

/// How far apart on the storefront goods lie that are bought one after another.
const STRIDE: usize = 37;

struct Shopper<'a> {
    journal: &'a Journal,
    counter: &'a Counter,
    by: &'a str,
    key: String,
    /// Which of the centres it is.
    place: usize,
}

async fn does<D: Deed>(journal: &Journal, by: &str, key: String, deed: D) -> Result<D::Done, Trouble> {
    match journal.write(Envelope::new(by, &format!("demo-order-{key}")), deed).await {
        Ok(written) => Ok(written.done),
        Err(stop) => Err(format!("the demo: {}: {key}: {stop:?}", D::NAME).into()),
    }
}

/// The addresses of goods of which a dozen pieces lie ready, in the order of the storefront.
pub(super) async fn ready(journal: &Journal) -> Result<Vec<String>, Trouble> {
    let showcase = Showcase::default();
    showcase.follow(journal).await?;
    let shown = showcase.find(&Wish::default(), 0, 500).goods.into_iter().filter(|one| one.lead_days == 0);
    let addresses: Vec<String> = shown.map(|one| one.address()).collect();
    let read = journal.read::<_, Fault, _>(|tx| {
        Box::pin(async move {
            let mut ready = Vec::new();
            for address in addresses {
                let Some((seller, product)) = address.split_once('-') else { continue };
                let standing = market::product_now(tx, seller, product).await?;
                let sku = standing.and_then(|one| one.product.variants.first().map(|variant| variant.sku.clone()));
                let Some(sku) = sku else { continue };
                if market::stock_now(tx, seller, &sku).await?.free() >= 12 {
                    ready.push(address);
                }
            }
            Ok(ready)
        })
    });
    Ok(read.await?)
}

/// Sets rates, buys at the first centres, and lets the market's clocks go round.
pub(super) async fn make(journal: &Journal, nation: &Nation) -> Result<(), Trouble> {
    let from = journal.now().day();
    for (category, programme_bp, shop_bp) in RATES {
        let subject = Subject { seller: String::new(), category: category.to_owned() };
        let rate = Rate { from, programme_bp, shop_bp, help_bp: 2_000 };
        does(journal, &nation.e_cab, format!("rate-{category}"), SetRate { subject, rate }).await?;
    }
    let ready = ready(journal).await?;
    // Across the whole storefront, firms and producers alike: neighbours there are of one seller.
    let mut goods = (0_usize..).map_while(|n| ready.get(n.saturating_mul(STRIDE).checked_rem(ready.len())?));
    let centres = (nation.counters.len() / 4).clamp(2, CENTRES_MAX);
    for (counter, place) in nation.counters.iter().take(centres).zip(0_usize..) {
        let Some(by) = counter.people.first() else { continue };
        let proof = format!("DEMO-HAAT-{place}");
        let deed = TopUpFloat { book: counter.book.clone(), poisha: taka(FLOAT)?, proof };
        journal.write(Envelope::system(), deed).await.map_err(|stop| format!("the demo: a float: {stop:?}"))?;
        for (way, name) in WAYS.into_iter().zip(BUYERS) {
            let Some(shown) = goods.next() else { return Ok(()) };
            let key = format!("{}-{}", counter.book, name);
            let shopper = Shopper { journal, counter, by, key, place };
            shopper.shop(name, shown, way).await?;
        }
    }
    for listener in market::room().listeners {
        while journal.listen(&listener, 1_000).await?.more {}
    }
    market::go_round(journal).await?;
    Ok(())
}

fn taka(amount: i64) -> Result<Paisa, Trouble> {
    Ok(Paisa::from_taka(amount).ok_or("an amount")?)
}

/// A photo as it is taken of goods that are left: another thing came than was shown.
fn box_photos() -> Result<Vec<Blob>, Trouble> {
    let picture = Picture { shape: "basket".to_owned(), first: "a0522d".to_owned(), second: "d2b48c".to_owned() };
    let sizes = web::Picture::read_sized(&picture.png(640)?, BOX_SIZES).map_err(|error| format!("{error:?}"))?;
    Ok(sizes.into_iter().map(Blob).collect())
}

impl Shopper<'_> {
    async fn does<D: Deed>(&self, what: &str, deed: D) -> Result<D::Done, Trouble> {
        does(self.journal, self.by, format!("{}-{what}", self.key), deed).await
    }

    async fn shop(&self, name: &str, address: &str, way: Way) -> Result<(), Trouble> {
        let (seller, product) = address.split_once('-').ok_or("an address")?;
        let (of, number) = (seller.to_owned(), product.to_owned());
        let read =
            self.journal.read::<_, Fault, _>(|tx| Box::pin(async move { market::product_now(tx, &of, &number).await }));
        let standing = read.await?.ok_or("a product that is shown and is not there")?;
        let variant = standing.product.variants.first().ok_or("a product without a kind")?;
        let pieces = if matches!(way, Way::Kept) { 2 } else { 1 };
        let wanted = Wanted { product: product.to_owned(), sku: variant.sku.clone(), pieces, shown: variant.price };
        let basket = Basket {
            key: format!("demo-{}", self.key),
            book: self.counter.book.clone(),
            path: self.counter.path.clone(),
            name: name.to_owned(),
            mobile: String::new(),
            household: String::new(),
            parts: vec![(seller.to_owned(), vec![wanted])],
            help: taka(30)?,
        };
        let quote = ask_for_quote(self.journal, &ByRoad, self.by, &basket).await;
        let quote = quote.map_err(|stop| format!("the demo: a quote: {stop:?}"))?;
        let total = quote.total().ok_or("a total")?;
        let on_collection = way == Way::Here;
        let deed = PlaceOrder {
            book: self.counter.book.clone(),
            till: counter::TILL.to_owned(),
            quote: quote.number.clone(),
            payment: if on_collection { Payment::OnCollection } else { Payment::Cash },
            advance: Paisa::ZERO,
            tendered: total,
            consent: true,
        };
        let placed = self.does("place", deed).await?;
        let order = placed.orders.first().ok_or("an order")?;
        self.go(order, way).await
    }

    /// Brings an order as far as it goes.
    async fn go(&self, order: &str, way: Way) -> Result<(), Trouble> {
        use OrderState as S;
        let steps = [
            (Mover::Seller, S::Placed, S::Accepted),
            (Mover::Seller, S::Accepted, S::Packed),
            (Mover::Seller, S::Packed, S::HandedToCarrier),
            (Mover::Carrier, S::HandedToCarrier, S::InTransit),
            (Mover::Carrier, S::InTransit, S::ArrivedAtCentre),
        ];
        let far = match way {
            Way::Placed => 0,
            Way::Accepted => 1,
            Way::Sent => 4,
            _ => 5,
        };
        for (mover, expects, to) in steps.into_iter().take(far) {
            let tracking = if to == S::HandedToCarrier { format!("R-{order}") } else { String::new() };
            let deed = MoveOrder {
                book: self.counter.book.clone(),
                order: order.to_owned(),
                mover,
                expects,
                to,
                reason: String::new(),
                tracking,
                back: Vec::new(),
                again: false,
            };
            self.does(to.name(), deed).await?;
        }
        if matches!(way, Way::Kept | Way::Refused | Way::Disputed | Way::Released) {
            self.open(order, way).await?;
        }
        Ok(())
    }

    /// The box is opened; the first code said is wrong.
    async fn open(&self, order: &str, way: Way) -> Result<(), Trouble> {
        let standing = self.standing(order).await?;
        let pieces: Vec<i64> = standing.order.part.lines.iter().map(|line| line.pieces).collect();
        let left = match way {
            Way::Refused => pieces.clone(),
            Way::Kept => pieces.iter().map(|_| 1).collect(),
            _ => pieces.iter().map(|_| 0).collect(),
        };
        let kept: Vec<i64> = pieces.iter().zip(&left).map(|(all, left)| all.saturating_sub(*left)).collect();
        let reason = if way == Way::Refused { "not_as_shown" } else { "changed_mind" };
        let reasons = left.iter().map(|left| if *left > 0 { reason.to_owned() } else { String::new() }).collect();
        // At every other centre a photo is taken of what is left.
        let photos = match way {
            Way::Refused if self.place.is_multiple_of(2) => vec![box_photos()?],
            _ => Vec::new(),
        };
        let collect = Collect {
            book: self.counter.book.clone(),
            till: counter::TILL.to_owned(),
            order: order.to_owned(),
            kept,
            reasons,
            photos,
            proof: CollectProof::Code(collect_code(self.journal.keys(), &standing)),
            tendered: None,
        };
        if way == Way::Released {
            let wrong = Collect { proof: CollectProof::Code("000000".to_owned()), ..collect.clone() };
            self.does("wrong-code", wrong).await?;
        }
        let opened = self.does("collect", collect).await?;
        if let (Way::Refused, Collected::Handed { refund, .. }) = (way, opened) {
            let (book, till) = (self.counter.book.clone(), counter::TILL.to_owned());
            self.does("refund", PayRefund { book, till, order: order.to_owned(), poisha: refund }).await?;
        }
        if way == Way::Disputed {
            self.complain(order).await?;
        }
        Ok(())
    }

    /// The buyer complains; centre by centre the complaint goes one desk further up, and the last one is settled.
    async fn complain(&self, order: &str) -> Result<(), Trouble> {
        let (book, order) = (self.counter.book.clone(), order.to_owned());
        let words = "রঙ ছবির মতো নয়, ধোয়ার পরে উঠে যায়।".to_owned();
        let (of, number) = (book.clone(), order.clone());
        self.does("dispute", HoldOrder { book: of, order: number, holds: true, words }).await?;
        let desks: Vec<Desk> = Desk::ALL.into_iter().take(self.place).collect();
        for (from, said) in desks.into_iter().zip(PASSED) {
            if from.next().is_none() {
                let words = "বিক্রেতা টাকা ফেরত দিতে রাজি, ক্রেতা সন্তুষ্ট।".to_owned();
                let (of, number) = (book.clone(), order.clone());
                self.does("settled", HoldOrder { book: of, order: number, holds: false, words }).await?;
                continue;
            }
            let (of, number, expects) = (book.clone(), order.clone(), from);
            let words = said.0.to_owned();
            let act = ActOnDispute { book: of, order: number, expects, from, words };
            self.does(&format!("act-{}", from.name()), act).await?;
            let (of, number, words) = (book.clone(), order.clone(), said.1.to_owned());
            let pass = PassDispute { book: of, order: number, expects, from: Some(from), words };
            self.does(&format!("pass-{}", from.name()), pass).await?;
        }
        Ok(())
    }

    async fn standing(&self, order: &str) -> Result<OrderStanding, Trouble> {
        let (book, number) = (self.counter.book.clone(), order.to_owned());
        let read = self.journal.read::<_, Fault, _>(|tx| Box::pin(async move { order_now(tx, &book, &number).await }));
        Ok(read.await?.ok_or("an order that is not there")?)
    }
}
