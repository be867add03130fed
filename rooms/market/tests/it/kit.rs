//! What the tests of the market build on: two centres, the tree of categories, sellers, and listings with photos.

use base::Both;
use base::{Paisa, Refusal};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use journal::{Deed, Envelope, Journal, Register, Stop};
use market::{
    AddPhoto, MoveProduct, PHOTO_SIZES, Product, ProductState, RegisterSeller, SaveProduct, SellerKind, SellerState,
    Side, Variant, VetSeller, stock_categories,
};
use network::deeds::{LoadPlaces, OpenCentre};
use network::person::Sex;
use std::io::Cursor;
use web::Room;

/// Rahima's centre and Karim's, in two unions of Savar.
pub const HERS: &str = "3026001";
pub const HIS: &str = "3026002";
pub const HER_PLACE: &str = "30267250";
pub const HER_PATH: &str = "/30/3026/302672/30267250/";
pub const HIS_PATH: &str = "/30/3026/302672/30267215/";

pub fn rooms() -> Vec<Room> {
    vec![network::room(), ledger::room(), market::room()]
}

pub fn register() -> Register {
    web::register(&rooms())
}

/// Does a deed under a key, as this person.
pub async fn as_whom<D: Deed>(journal: &Journal, by: &str, key: &str, deed: D) -> Result<D::Done, Stop<D::Refusal>> {
    journal.write(Envelope::new(by, key), deed).await.map(|written| written.done)
}

/// Does a deed that is allowed.
pub async fn does<D: Deed>(journal: &Journal, deed: D) -> D::Done {
    match journal.write(Envelope::system(), deed).await {
        Ok(written) => written.done,
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

/// The code with which a deed is refused.
pub async fn refused<D: Deed>(journal: &Journal, deed: D) -> &'static str {
    match journal.write(Envelope::system(), deed).await {
        Ok(_) => panic!("{} was done", D::NAME),
        Err(Stop::Refused(refusal)) => refusal.code(),
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

/// Places, two centres and the categories.
pub async fn furnish(journal: &Journal) {
    does(journal, LoadPlaces { only: vec!["bd".to_owned(), "30".to_owned()] }).await;
    for (code, place) in [(HERS, HER_PLACE), (HIS, "30267215")] {
        let code = Some(code.to_owned());
        does(journal, OpenCentre { code, place: place.to_owned(), name_bn: None, name_en: None }).await;
    }
    stock_categories(journal).await.unwrap();
}

pub fn both(bn: &str, en: &str) -> Both {
    Both { bn: bn.to_owned(), en: en.to_owned() }
}

/// A producer of Rahima's centre.
pub fn producer(mobile: &str) -> RegisterSeller {
    RegisterSeller {
        kind: SellerKind::Producer,
        name: both("সুইসুতার ঘর", "House of Thread"),
        centre: HERS.to_owned(),
        place: HER_PLACE.to_owned(),
        person: "জরিনা বেগম".to_owned(),
        mobile: mobile.to_owned(),
        nid: "1989273645".to_owned(),
        sex: Some(Sex::Woman),
        licence: String::new(),
        dbid: String::new(),
        routing: String::new(),
        account: String::new(),
        consent: true,
    }
}

/// A firm in Dhaka.
pub fn firm(mobile: &str) -> RegisterSeller {
    RegisterSeller {
        kind: SellerKind::Merchant,
        name: both("আলো ইলেকট্রিক", "Alo Electric"),
        centre: String::new(),
        place: "3026".to_owned(),
        licence: "TRAD/DSCC/311".to_owned(),
        dbid: "DBID-02741".to_owned(),
        sex: None,
        ..producer(mobile)
    }
}

/// A quilt in two colours.
pub fn quilt() -> Product {
    let variant = |sku: &str, bn: &str, taka: i64| Variant {
        sku: sku.to_owned(),
        name: both(bn, ""),
        price: Paisa::from_taka(taka).unwrap(),
        weight_g: 1_500,
        size_cm: Some((60, 40, 10)),
    };
    Product {
        number: String::new(),
        category: "craft.quilt".to_owned(),
        name: both("নকশি কাঁথা", "Embroidered quilt"),
        about: both("তিন স্তর সুতি কাপড়, হাতে সেলাই করা ফুল।", "Three layers of cotton."),
        origin: both("জামালপুরের মেয়েদের হাতে", "By the women of Jamalpur"),
        return_days: 7,
        lead_days: 0,
        capacity_month: None,
        speciality: true,
        variants: vec![variant("QUILT-RED", "লাল", 2_500), variant("QUILT-BLUE", "নীল", 2_600)],
    }
}

/// The quilt under other names, with one SKU.
pub fn thing(sku: &str, name: (&str, &str), category: &str, taka: i64) -> Product {
    let mut product = quilt();
    product.variants.truncate(1);
    sku.clone_into(&mut product.variants[0].sku);
    product.variants[0].name = Both::default();
    product.variants[0].price = Paisa::from_taka(taka).unwrap();
    Product { name: both(name.0, name.1), category: category.to_owned(), speciality: false, ..product }
}

/// A picture file.
pub fn picture(width: u32) -> Vec<u8> {
    let light = |at: u32| u8::try_from(at * 255 / width.max(1)).unwrap_or(u8::MAX);
    let picture = RgbImage::from_fn(width, width * 3 / 4, |x, y| Rgb([light(x), light(y), 90]));
    let mut file = Cursor::new(Vec::new());
    DynamicImage::from(picture).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

pub fn photo(seller: &str, product: &str) -> AddPhoto {
    AddPhoto::of(seller, product, web::Picture::read_sized(&picture(64), PHOTO_SIZES).unwrap()).unwrap()
}

pub fn save(seller: &str, product: Product) -> SaveProduct {
    SaveProduct { seller: seller.to_owned(), product }
}

pub fn moving(seller: &str, product: &str, side: Side, (expects, to): (ProductState, ProductState)) -> MoveProduct {
    let reason = if to == ProductState::Returned { "ছবিটি ঝাপসা" } else { "" };
    MoveProduct { seller: seller.to_owned(), product: product.to_owned(), side, expects, to, reason: reason.to_owned() }
}

pub fn vetting(seller: &str, expects: SellerState, to: SellerState) -> VetSeller {
    let reason = if to.needs_reason() { "নকল পণ্যের অভিযোগ" } else { "" };
    VetSeller { seller: seller.to_owned(), expects, to, reason: reason.to_owned() }
}

/// Vets a firm to the end.
pub async fn approve(journal: &Journal, seller: &str) {
    does(journal, vetting(seller, SellerState::Applied, SellerState::Checked)).await;
    does(journal, vetting(seller, SellerState::Checked, SellerState::Approved)).await;
}

/// Writes a listing with a photo and has it published; answers its number.
pub async fn publish(journal: &Journal, seller: &str, product: Product) -> String {
    let number = does(journal, save(seller, product)).await;
    does(journal, photo(seller, &number)).await;
    let (draft, waiting, shown) = (ProductState::Draft, ProductState::Waiting, ProductState::Published);
    does(journal, moving(seller, &number, Side::Keeper, (draft, waiting))).await;
    does(journal, moving(seller, &number, Side::Vetter, (waiting, shown))).await;
    number
}
