//! A market for the bench: sellers by real deeds, their goods in bulk, past the journal, because a hundred thousand
//! listings with photos by deeds would take half an hour. So the store of this bench does not verify, and is thrown away.

use super::bulk::Bulk;
use crate::open::{Place, Trouble};
use base::{Both, Paisa};
use journal::{Deed, Envelope, Fault, Journal};
use ledger::TopUpFloat;
use market::{CountStock, HOME, Pieces, Product, RegisterSeller, SaveProduct, SellerKind, Variant};

/// Goods of one seller.
const GOODS_OF_ONE: u32 = 200;
/// Pieces of each, and of the good for which buyers race.
const PIECES: i64 = 1_000_000;
pub(crate) const SCARCE: i64 = 100;
/// Tops up each float this often with the most that a slip may say.
const TOP_UPS: u32 = 5;

/// The words of names: a good is called by one of each.
const KINDS: [(&str, &str); 10] = [
    ("কাঁথা", "quilt"),
    ("শাড়ি", "sari"),
    ("ঝুড়ি", "basket"),
    ("পাটি", "mat"),
    ("মধু", "honey"),
    ("গুড়", "molasses"),
    ("বাতি", "lamp"),
    ("হাঁড়ি", "pot"),
    ("গামছা", "towel"),
    ("ঘড়া", "pitcher"),
];
const LOOKS: [(&str, &str); 10] = [
    ("নকশি", "embroidered"),
    ("লাল", "red"),
    ("সবুজ", "green"),
    ("বড়", "large"),
    ("ছোট", "small"),
    ("পাটের", "jute"),
    ("মাটির", "clay"),
    ("বেতের", "cane"),
    ("খাঁটি", "pure"),
    ("তাঁতের", "handloom"),
];

/// One good that can be bought.
#[derive(Clone)]
pub(crate) struct Good {
    pub address: String,
    pub sku: String,
    pub price: i64,
}

async fn does<D: Deed>(journal: &Journal, deed: D) -> Result<D::Done, Trouble> {
    match journal.write(Envelope::system(), deed).await {
        Ok(written) => Ok(written.done),
        Err(stop) => Err(format!("{}: {stop:?}", D::NAME).into()),
    }
}

fn pick<'n>(list: &'n [(&'n str, &'n str)], at: u32) -> (&'n str, &'n str) {
    let count = u32::try_from(list.len()).unwrap_or(1);
    let at = usize::try_from(at.checked_rem(count).unwrap_or(0)).unwrap_or(0);
    list.get(at).copied().unwrap_or(("", ""))
}

/// The so-manieth product of a seller.
fn product(seller: u32, n: u32) -> Product {
    let (kind, look) = (pick(&KINDS, seller.wrapping_add(n)), pick(&LOOKS, n.wrapping_mul(7).wrapping_add(seller)));
    let name = Both { bn: format!("{} {} {n}", look.0, kind.0), en: format!("{} {} {n}", look.1, kind.1) };
    let variant = Variant {
        sku: format!("B{n:04}"),
        name: Both::default(),
        price: Paisa::new(i64::from(n % 50).saturating_add(1).saturating_mul(1_000)),
        weight_g: 400,
        size_cm: None,
    };
    Product {
        number: format!("{n:04}"),
        category: "craft.quilt".to_owned(),
        name,
        about: Both {
            bn: "মাপার জন্য বানানো, বিক্রির জন্য নয়।".to_owned(), en: String::new()
        },
        origin: Both { bn: "মাপার গ্রাম".to_owned(), en: String::new() },
        return_days: 7,
        lead_days: 0,
        capacity_month: None,
        speciality: false,
        variants: vec![variant],
    }
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// Makes sellers and goods; answers the goods, those of one seller after those of another, and the good of which only a
/// hundred pieces lie there.
pub(crate) async fn make(
    place: &Place,
    database: Option<&str>,
    (goods, centres): (u32, &[String]),
    say: &impl Fn(&str),
) -> Result<(Vec<Good>, Good), Trouble> {
    let journal = place.open().await?;
    say("floats …");
    for centre in centres {
        for slip in 0..TOP_UPS {
            let poisha = Paisa::new(ledger::TOP_UP_POISHA_MAX);
            let deed = TopUpFloat { book: centre.clone(), poisha, proof: format!("BENCH-{centre}-{slip}") };
            does(&journal, deed).await?;
        }
    }
    say("sellers …");
    let centre = centres.first().ok_or("no centre")?;
    let code = centre.clone();
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { network::centre(tx, &code).await }));
    let home = read.await?.ok_or("no such centre")?.place;
    let count = goods.div_ceil(GOODS_OF_ONE);
    let mut sellers = Vec::new();
    for n in 0..count {
        let number = does(&journal, seller((centre, &home), n)).await?;
        does(
            &journal,
            SaveProduct { seller: number.clone(), product: Product { number: String::new(), ..product(n, 1) } },
        )
        .await?;
        sellers.push(number);
    }
    say("goods …");
    let bulk = Bulk::open(&place.data, database).await?;
    bulk.run("begin").await?;
    let mut made = Vec::new();
    for (seller, n) in sellers.iter().zip(0_u32..) {
        shelf(&bulk, seller, n, &mut made).await?;
    }
    bulk.run("commit").await?;
    if database.is_some() {
        bulk.run("analyze").await?;
    }
    let scarce = made.pop().ok_or("no goods")?;
    let seller = scarce.address.split('-').next().unwrap_or_default().to_owned();
    let counted = CountStock { seller, sku: scarce.sku.clone(), place: String::new(), pieces: Pieces::There(SCARCE) };
    does(&journal, counted).await?;
    Ok((made, scarce))
}

/// The goods of one seller as rows: the first replaces what the deed wrote.
async fn shelf(bulk: &Bulk, seller: &str, n: u32, made: &mut Vec<Good>) -> Result<(), Trouble> {
    bulk.run(&format!(
        "delete from market_product where book = '{seller}'; delete from market_sku where book = '{seller}'"
    ))
    .await?;
    let stock = format!("{{\"{HOME}\":{{\"pieces\":{PIECES},\"aside\":0}}}}");
    let (mut products, mut skus, mut stocks, mut photos) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for place in 1..=GOODS_OF_ONE {
        let product = product(n, place);
        let (number, body) = (&product.number, serde_json::to_string(&product)?);
        let Some(variant) = product.variants.first() else { continue };
        let sku = &variant.sku;
        products
            .push(format!("('{seller}', '{number}', 'published', 'craft.quilt', 1, 1, 0, null, {})", quoted(&body)));
        skus.push(format!("('{seller}', '{sku}', '{number}')"));
        stocks.push(format!("('{seller}', '{sku}', {PIECES}, '{stock}')"));
        photos.push(format!("('{seller}', '{number}', 1, '', false, '', '', '')"));
        let address = format!("{seller}-{number}");
        made.push(Good { address, sku: sku.clone(), price: variant.price.get() });
    }
    let columns = "book, number, state, category, photos, photos_ever, moved_ms, reason, body";
    bulk.insert("market_product", columns, &products).await?;
    bulk.insert("market_sku", "book, sku, product", &skus).await?;
    bulk.insert("market_stock", "book, sku, free, body", &stocks).await?;
    bulk.insert("market_photo", "book, product, place, sha256, gone, small, middle, large", &photos).await
}

fn seller((centre, place): (&str, &str), n: u32) -> RegisterSeller {
    RegisterSeller {
        kind: SellerKind::Producer,
        name: Both { bn: format!("মাপার দোকান {n}"), en: format!("Bench stall {n}") },
        centre: centre.to_owned(),
        place: place.to_owned(),
        person: format!("মাপার উৎপাদক {n}"),
        mobile: format!("0150{n:07}"),
        nid: String::new(),
        sex: None,
        licence: String::new(),
        dbid: String::new(),
        routing: String::new(),
        account: String::new(),
        consent: true,
    }
}
