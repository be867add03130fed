//! The program of a firm of the demo: a key, the firm's own names of kinds, goods under its own references, and an endpoint
//! that was closed again, so that nothing of a demo goes out.
//!
//! The key is as real as any, and nobody has it: its secret is drawn by chance that no two demos share, and forgotten.

use super::pictures::Picture;
use crate::open::Trouble;
use base::{Both, Paisa};
use journal::{Deed, Envelope, Journal};
use market::{
    AddPhoto, ChangePrices, CountStock, MakeKey, MapKinds, OfferProduct, Offered, PHOTO_SIZES, Pieces, Product, Scope,
    SetEndpoint, Variant,
};

/// What the firm calls kinds of goods, and which of our categories each is.
const KINDS: [(&str, &str); 2] = [("Lamps", "home.light"), ("Phone goods", "electronics.phone")];
/// How wide the picture is that the program brings: small, for a demo that is made by tests.
const PICTURE_DOTS: u32 = 240;

/// What the program offers: reference, kind, name in both languages, taka, grams, pieces.
const GOODS: [(&str, &str, &str, &str, i64, i64, i64); 3] = [
    ("ALO-1001", "Lamps", "দেয়ালের বাতি", "Wall lamp", 780, 600, 9),
    ("ALO-1002", "lamps", "রান্নাঘরের বাতি", "Kitchen lamp", 540, 450, 7),
    ("ALO-2001", "Phone goods", "চার্জারের তার", "Charger cable", 220, 90, 11),
];

/// Who does it in the demo: the keeper on the page, or the key.
struct Program<'a> {
    journal: &'a Journal,
    seller: &'a str,
    by: &'a str,
}

impl Program<'_> {
    async fn does<D: Deed>(&self, key: &str, deed: D) -> Result<D::Done, Trouble> {
        match self.journal.write(Envelope::new(self.by, &format!("demo-program-{key}")), deed).await {
            Ok(written) => Ok(written.done),
            Err(stop) => Err(format!("the demo: {}: {key}: {stop:?}", D::NAME).into()),
        }
    }

    /// Offers one of the goods at a price.
    async fn offers(&self, n: usize, taka: i64, key: &str) -> Result<Offered, Trouble> {
        let (reference, kind, bn, en, _, grams, _) = GOODS.get(n).ok_or("one of the goods")?;
        let origin = Both {
            bn: "ঢাকা জেলার কারখানায় তৈরি".to_owned(), en: "Made in a workshop in Dhaka".to_owned()
        };
        let variant = Variant {
            sku: (*reference).to_owned(),
            name: Both::default(),
            price: Paisa::from_taka(taka).ok_or("a price")?,
            weight_g: *grams,
            size_cm: None,
        };
        let product = Product {
            number: String::new(),
            category: String::new(),
            name: Both { bn: (*bn).to_owned(), en: (*en).to_owned() },
            about: Both {
                bn: format!("{bn}, {}, এক বছরের ওয়ারেন্টি।", origin.bn), en: String::new()
            },
            origin,
            return_days: 7,
            lead_days: 0,
            capacity_month: None,
            speciality: false,
            variants: vec![variant],
        };
        let (seller, reference, kind) = (self.seller.to_owned(), (*reference).to_owned(), (*kind).to_owned());
        self.does(key, OfferProduct { seller, reference, kind, product, recheck: false }).await
    }
}

/// Makes the key and the endpoint of a firm as its keeper does, and then what its program does with the key.
pub(super) async fn make(journal: &Journal, seller: &str, keeper: &str) -> Result<(), Trouble> {
    let own = || seller.to_owned();
    let page = Program { journal, seller, by: keeper };
    let number = page.does("key", key_of_nobody(seller)?).await?;
    let url = Some("https://shop.example.com/haat".to_owned());
    page.does("endpoint", SetEndpoint { seller: own(), url, loopback: false }).await?;
    page.does("closed", SetEndpoint { seller: own(), url: None, loopback: false }).await?;
    let program = Program { journal, seller, by: &format!("{seller}/key/{number}") };
    let kinds = KINDS.map(|(name, category)| (name.to_owned(), category.to_owned())).to_vec();
    program.does("kinds", MapKinds { seller: own(), kinds, whole: true }).await?;
    for (n, (sku, _, _, _, taka, _, pieces)) in GOODS.iter().enumerate() {
        let offered = program.offers(n, *taka, &format!("offer-{n}")).await?;
        let (sku, place, pieces) = ((*sku).to_owned(), String::new(), Pieces::There(*pieces));
        program.does(&format!("count-{n}"), CountStock { seller: own(), sku, place, pieces }).await?;
        if n == 0 {
            program.does("photo", photo(seller, &offered.product).await?).await?;
        }
    }
    // Complete now, the first one waits for the check; the second costs less; of the third nothing is new.
    for (n, less) in [(0, 0), (1, 40), (2, 0)] {
        let taka = GOODS.get(n).ok_or("one of the goods")?.4;
        program.offers(n, taka.saturating_sub(less), &format!("again-{n}")).await?;
    }
    let price = Paisa::from_taka(210).ok_or("a price")?;
    let prices = vec![("ALO-2001".to_owned(), price)];
    program.does("price", ChangePrices { seller: own(), product: String::new(), prices }).await.map(drop)
}

/// A key whose secret is forgotten as soon as its hash is known.
fn key_of_nobody(seller: &str) -> Result<MakeKey, Trouble> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(|error| format!("no random bytes: {error}"))?;
    let key = format!("hk_{}_{}", seller.trim_start_matches('S'), base::text::hex(&secret));
    Ok(MakeKey {
        seller: seller.to_owned(),
        label: "দোকানের সফটওয়্যার".to_owned(),
        scopes: Scope::ALL.to_vec(),
        hash: base::text::hex(&network::secrets::fingerprint(&key)),
        last4: key.get(key.len().saturating_sub(4)..).unwrap_or_default().to_owned(),
    })
}

/// The photo of a lamp, drawn on a thread of its own.
async fn photo(seller: &str, product: &str) -> Result<AddPhoto, Trouble> {
    let picture = Picture { shape: "lamp".to_owned(), first: "b3261e".to_owned(), second: "f2a900".to_owned() };
    let drawn = tokio::task::spawn_blocking(move || -> Result<Vec<Vec<u8>>, Trouble> {
        let png = picture.png(PICTURE_DOTS)?;
        Ok(web::Picture::read_sized(&png, PHOTO_SIZES).map_err(|error| format!("{error:?}"))?)
    });
    AddPhoto::of(seller, product, drawn.await??).ok_or_else(|| "a picture in three sizes".into())
}
