//! The market of the demo: producers at centres, firms all over the country, and what they sell, each with a picture of
//! its own.

use super::nation::{Nation, Registry};
use super::pictures::Picture;
use crate::open::Trouble;
use base::Both;
use base::Paisa;
use journal::{Deed, Envelope, Fault, Journal};
use market::{
    AddPhoto, ChangePrices, CountStock, MoveProduct, PHOTO_SIZES, Pieces, Product, ProductState, RegisterSeller,
    RemovePhoto, SaveProduct, SellerKind, SellerState, Side, Variant, VetSeller,
};
use network::person::Sex;
use network::place::Place;
use serde::Deserialize;
use std::collections::VecDeque;
use tokio::task::JoinHandle;

const GOODS: &str = include_str!("goods.csv");
/// What firms sell; the rest is made in villages.
const OF_FIRMS: [&str; 5] = ["home.light", "electronics.", "book.", "home.kitchen", "care."];
/// A demo with fewer centres than this has few goods, with small pictures: it is made by tests.
const WHOLE_FROM: usize = 16;
const SMALL_GOODS: usize = 6;
const SMALL_FIRMS: usize = 2;
/// Pictures that are drawn while goods before them are entered: a core has always something to do, and few are held.
const DRAWN_AHEAD: usize = 8;
const STALLS: [(&str, &str); 24] = [
    ("সুইসুতার ঘর", "House of Thread"),
    ("শিমুলতলা হস্তশিল্প", "Shimultala Crafts"),
    ("মাটির মায়া", "Clay and Care"),
    ("সবুজ আঙিনা", "Green Yard"),
    ("পদ্মপাতা", "Lotus Leaf"),
    ("নদীর কূল", "River Bank"),
    ("ধানসিঁড়ি", "Dhansiri"),
    ("তাঁতঘর", "Loom House"),
    ("বাঁশঝাড়", "Bamboo Grove"),
    ("কলসকাঠি", "Kalaskathi"),
    ("আমবাগান", "Mango Orchard"),
    ("শাপলা বিল", "Shapla Beel"),
    ("কাজলরেখা", "Kajolrekha"),
    ("উঠান", "Courtyard"),
    ("চরকা", "Spinning Wheel"),
    ("মহুয়ার হাট", "Mahua's Haat"),
    ("হিজলতলা", "Hijaltala"),
    ("নবান্ন", "Nabanna"),
    ("কুলাচালুন", "Tray and Sieve"),
    ("দোয়েল ঘর", "Magpie House"),
    ("সোনার তরী", "Golden Boat"),
    ("ফুলকলি", "Flower Bud"),
    ("মেঘনা পাড়", "Meghna Bank"),
    ("আপন হাতে", "With Own Hands"),
];
/// Name and district; a small demo has the first two.
const FIRMS: [(&str, &str, &str); 20] = [
    ("আলো ইলেকট্রিক", "Alo Electric", "3026"),
    ("বাংলাবাজার স্টোর", "Banglabazar Store", "3026"),
    ("পদ্মা রেশম ঘর", "Padma Silk House", "5081"),
    ("চান্দিনা খাদি ভবন", "Chandina Khadi House", "2019"),
    ("দুটি পাতা একটি কুঁড়ি", "Two Leaves and a Bud", "6058"),
    ("সাগরিকা", "Sagorika", "2022"),
    ("শতরঞ্জি পল্লী", "Shataranji Village", "5585"),
    ("কপোতাক্ষ সূচিঘর", "Kapotaksha Needlework", "4041"),
    ("আমের দেশ", "Land of Mangoes", "5070"),
    ("যমুনা তাঁত সমিতি", "Jamuna Weavers' Society", "5088"),
    ("সুরমা পাটি ঘর", "Surma Mat House", "6091"),
    ("চলনবিল ভাণ্ডার", "Chalan Beel Stores", "5069"),
    ("বনবিবি", "Bonbibi", "4087"),
    ("গাছি ঘর", "House of Tappers", "3029"),
    ("সমতলের চা", "Tea of the Plains", "5577"),
    ("আড়িয়াল খাঁ", "Arial Khan", "3068"),
    ("ব্রহ্মপুত্র", "Brahmaputra", "4561"),
    ("কোমর তাঁত", "Back-strap Loom", "2084"),
    ("পাথরাইল তাঁতপল্লী", "Pathrail Weavers", "3093"),
    ("শীতলক্ষ্যা জামদানি", "Shitalakshya Jamdani", "3067"),
];

#[derive(Debug, Deserialize)]
struct Row {
    name_bn: String,
    name_en: String,
    category: String,
    taka: i64,
    grams: i64,
    lead_days: i64,
    return_days: i64,
    speciality: String,
    shape: String,
    first: String,
    second: String,
    /// Where it is made, if a seller of the demo is there.
    district: String,
    /// What is said of its making, after the district.
    made_bn: String,
    kinds: String,
}

/// A seller of the demo, who acts for it, and the district that it stands in.
pub(super) struct Stall {
    pub(super) number: String,
    pub(super) keeper: String,
    /// True for a firm.
    pub(super) firm: bool,
    district: Place,
}

/// A photo in [`PHOTO_SIZES`].
type Sizes = Vec<Vec<u8>>;

struct Maker<'a> {
    journal: &'a Journal,
    /// Who vets and checks.
    vetter: &'a str,
    whole: bool,
}

/// Makes sellers and goods; answers the sellers.
pub(super) async fn make(
    journal: &Journal,
    registry: &mut Registry<'_>,
    nation: &Nation,
) -> Result<Vec<Stall>, Trouble> {
    let maker = Maker { journal, vetter: &nation.e_cab, whole: nation.counters.len() >= WHOLE_FROM };
    let producers = maker.producers(nation).await?;
    let firms = maker.firms(registry).await?;
    let mut rows: Vec<Row> = Vec::new();
    for row in csv::ReaderBuilder::new().delimiter(b'|').from_reader(GOODS.as_bytes()).deserialize() {
        rows.push(row?);
    }
    rows.truncate(if maker.whole { rows.len() } else { SMALL_GOODS });
    let mut to_draw = rows.iter();
    let mut drawn = VecDeque::new();
    for (place, row) in rows.iter().enumerate() {
        drawn.extend(to_draw.by_ref().take(DRAWN_AHEAD.saturating_sub(drawn.len())).map(|row| maker.draw(row)));
        let Some(sizes) = drawn.pop_front() else { continue };
        let Some(stall) = stall_of(&producers, &firms, row, place) else { continue };
        maker.offer(stall, row, place, sizes.await??).await?;
    }
    // The first firm has a program of its own.
    if let Some(firm) = firms.first() {
        super::programs::make(journal, &firm.number, &firm.keeper).await?;
    }
    Ok(producers.into_iter().chain(firms).collect())
}

/// Who sells it: one of the district that it comes from, of its own sort before another; in a nation too small to have
/// one, whoever's turn it is.
fn stall_of<'s>(producers: &'s [Stall], firms: &'s [Stall], row: &Row, place: usize) -> Option<&'s Stall> {
    let of_firm = OF_FIRMS.iter().any(|begin| row.category.starts_with(begin));
    let (own, other) = if of_firm { (firms, producers) } else { (producers, firms) };
    let near = |stalls: &'s [Stall]| stalls.iter().filter(|one| one.district.code == row.district).collect::<Vec<_>>();
    let from = [near(own), near(other), own.iter().collect()].into_iter().find(|stalls| !stalls.is_empty())?;
    from.get(place.checked_rem(from.len())?).copied()
}

impl Maker<'_> {
    /// The district of a path.
    async fn district(&self, path: &str) -> Result<Place, Trouble> {
        let code = network::centre::district_of(path).unwrap_or_default().to_owned();
        let read = self.journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::place(tx, &code).await }));
        read.await?.ok_or_else(|| format!("the demo: no district in {path}").into())
    }

    async fn does<D: Deed>(&self, by: &str, key: String, deed: D) -> Result<D::Done, Trouble> {
        match self.journal.write(Envelope::new(by, &format!("demo-market-{key}")), deed).await {
            Ok(written) => Ok(written.done),
            Err(stop) => Err(format!("the demo: {}: {key}: {stop:?}", D::NAME).into()),
        }
    }

    /// A producer at each centre, up to the names that there are.
    async fn producers(&self, nation: &Nation) -> Result<Vec<Stall>, Trouble> {
        let mut stalls = Vec::new();
        for ((counter, (bn, en)), n) in nation.counters.iter().zip(STALLS).zip(1_u32..) {
            let Some(keeper) = counter.people.first() else { continue };
            let place = counter.path.split('/').rfind(|code| !code.is_empty()).unwrap_or_default();
            let deed = RegisterSeller {
                kind: SellerKind::Producer,
                name: Both { bn: bn.to_owned(), en: en.to_owned() },
                centre: counter.book.clone(),
                place: place.to_owned(),
                person: format!("নমুনা উৎপাদক {n}"),
                mobile: format!("014000{n:05}"),
                nid: String::new(),
                sex: Some(if n.is_multiple_of(3) { Sex::Man } else { Sex::Woman }),
                licence: String::new(),
                dbid: String::new(),
                routing: String::new(),
                account: String::new(),
                consent: true,
            };
            let number = self.does(keeper, format!("producer-{n}"), deed).await?;
            let district = self.district(&counter.path).await?;
            stalls.push(Stall { number, keeper: keeper.clone(), firm: false, district });
        }
        Ok(stalls)
    }

    /// Firms with their own staff, vetted by the association.
    async fn firms(&self, registry: &mut Registry<'_>) -> Result<Vec<Stall>, Trouble> {
        let mut stalls = Vec::new();
        let wanted = if self.whole { FIRMS.len() } else { SMALL_FIRMS };
        for ((bn, en, place), n) in FIRMS.into_iter().take(wanted).zip(1_u32..) {
            let keeper = registry.officer("merchant_staff", place).await?;
            let deed = RegisterSeller {
                kind: SellerKind::Merchant,
                name: Both { bn: bn.to_owned(), en: en.to_owned() },
                centre: String::new(),
                place: place.to_owned(),
                person: format!("নমুনা কর্মকর্তা {n}"),
                mobile: format!("014100{n:05}"),
                nid: String::new(),
                sex: None,
                licence: format!("TRAD/DSCC/{:04}", n.saturating_mul(311)),
                dbid: format!("DBID-{:05}", n.saturating_mul(2_741)),
                routing: String::new(),
                account: String::new(),
                consent: true,
            };
            let number = self.does(&keeper, format!("firm-{n}"), deed).await?;
            for (expects, to) in
                [(SellerState::Applied, SellerState::Checked), (SellerState::Checked, SellerState::Approved)]
            {
                let deed = VetSeller { seller: number.clone(), expects, to, reason: String::new() };
                self.does(self.vetter, format!("vet-{n}-{}", to.name()), deed).await?;
            }
            let district = self.district(&format!("/{}/{place}/", place.get(..2).unwrap_or_default())).await?;
            stalls.push(Stall { number, keeper, firm: true, district });
        }
        Ok(stalls)
    }

    /// Writes a listing with its picture, sends it to the check, and has it published; the last ones wait.
    async fn offer(&self, stall: &Stall, row: &Row, place: usize, photo: Sizes) -> Result<(), Trouble> {
        let (keeper, seller) = (stall.keeper.as_str(), stall.number.clone());
        let deed = SaveProduct { seller: seller.clone(), product: product(row, &stall.district, place)? };
        let number = self.does(keeper, format!("save-{place}"), deed).await?;
        self.count(stall, row, place).await?;
        self.photograph(stall, &number, photo, place).await?;
        let mut moves = vec![(Side::Keeper, keeper, ProductState::Draft, ProductState::Waiting)];
        if place % 24 != 5 {
            moves.push((Side::Vetter, self.vetter, ProductState::Waiting, ProductState::Published));
        }
        for (side, by, expects, to) in moves {
            let product = number.clone();
            let deed = MoveProduct { seller: seller.clone(), product, side, expects, to, reason: String::new() };
            self.does(by, format!("move-{place}-{}", to.name()), deed).await?;
        }
        if place == 0 {
            let sku = format!("P{place:03}-1");
            let price = Paisa::from_taka(row.taka.saturating_sub(50)).unwrap_or(Paisa::ZERO);
            let deed = ChangePrices { seller, product: number, prices: vec![(sku, price)] };
            self.does(keeper, "price".to_owned(), deed).await?;
        }
        Ok(())
    }

    /// How many pieces of a good lie there; of every ninth none are left.
    async fn count(&self, stall: &Stall, row: &Row, place: usize) -> Result<(), Trouble> {
        if row.lead_days > 0 || place % 9 == 8 {
            return Ok(());
        }
        let kinds = row.kinds.split(';').filter(|kind| !kind.is_empty()).count().max(1);
        for (_, n) in (0..kinds).zip(1_u32..) {
            let sku = format!("P{place:03}-{n}");
            let pieces = Pieces::There(i64::try_from(place % 17)?.saturating_add(40));
            let deed = CountStock { seller: stall.number.clone(), sku, place: String::new(), pieces };
            self.does(&stall.keeper, format!("count-{place}-{n}"), deed).await?;
        }
        Ok(())
    }

    /// Draws the picture of a product in every size, on a thread of its own.
    fn draw(&self, row: &Row) -> JoinHandle<Result<Sizes, Trouble>> {
        let width = if self.whole { 720 } else { 240 };
        let picture = Picture { shape: row.shape.clone(), first: row.first.clone(), second: row.second.clone() };
        tokio::task::spawn_blocking(move || {
            let png = picture.png(width)?;
            Ok(web::Picture::read_sized(&png, PHOTO_SIZES).map_err(|error| format!("{error:?}"))?)
        })
    }

    /// The picture of a product; the first listing was photographed twice, and the worse photo taken away.
    async fn photograph(&self, stall: &Stall, product: &str, sizes: Sizes, place: usize) -> Result<(), Trouble> {
        let again = || AddPhoto::of(&stall.number, product, sizes.clone()).ok_or("a picture in three sizes");
        let first = self.does(&stall.keeper, format!("photo-{place}"), again()?).await?;
        if place == 0 {
            self.does(&stall.keeper, "photo-again".to_owned(), again()?).await?;
            let deed = RemovePhoto { seller: stall.number.clone(), product: product.to_owned(), place: first };
            self.does(&stall.keeper, "photo-gone".to_owned(), deed).await?;
        }
        Ok(())
    }
}

/// The product of a row, made where its seller is: what a page says of its origin and of its seller must agree.
fn product(row: &Row, district: &Place, place: usize) -> Result<Product, Trouble> {
    let origin = Both {
        bn: format!("{} জেলার {}", district.name_bn, row.made_bn),
        en: format!("{} district", district.name_en),
    };
    let price = |taka: i64| Paisa::from_taka(taka).ok_or("a price");
    let mut kinds: Vec<(Both, i64)> = Vec::new();
    for kind in row.kinds.split(';').filter(|kind| !kind.is_empty()) {
        let parts: Vec<&str> = kind.split('/').collect();
        let [bn, en, more] = parts.as_slice() else { return Err(format!("goods.csv: {kind}").into()) };
        kinds.push((Both { bn: (*bn).to_owned(), en: (*en).to_owned() }, more.parse()?));
    }
    if kinds.is_empty() {
        kinds.push((Both::default(), 0));
    }
    let mut variants = Vec::new();
    for ((name, more), n) in kinds.into_iter().zip(1_u32..) {
        let sku = format!("P{place:03}-{n}");
        let price = price(row.taka.saturating_add(more))?;
        variants.push(Variant { sku, name, price, weight_g: row.grams, size_cm: None });
    }
    Ok(Product {
        number: String::new(),
        category: row.category.clone(),
        name: Both { bn: row.name_bn.clone(), en: row.name_en.clone() },
        about: Both {
            bn: format!("{}। {}। যত্ন করে বাছাই ও মোড়ানো।", row.name_bn, origin.bn),
            en: format!("{} from {}. Chosen and packed with care.", row.name_en, origin.en),
        },
        origin,
        return_days: row.return_days,
        lead_days: row.lead_days,
        capacity_month: (row.lead_days > 0).then_some(40),
        speciality: row.speciality == "yes" && row.district == district.code,
        variants,
    })
}
