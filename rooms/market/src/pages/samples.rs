//! Every page once with plausible content, for the tests that render them in both languages. All is invented.

use super::Faults;
use super::desk::{DeskPage, ProductRow, SellerPage, SellerRow};
use super::fields::Fields;
use super::haat::{Card, GoodsPage, HaatPage};
use super::listing::{ListingPage, VariantSaid, variant_rows};
use super::register::RegisterPage;
use super::vetting::{VetGoodsPage, VetSellerPage, VettingPage, WaitingRow};
use askama::Template;
use base::Paisa;
use web::{Frame, Sample};

const ADDRESS: &str = "S000001-0001";
const SELLER: &str = "S000001";
const FORM: &str = "0123456789abcdef";
const QUILT: (&str, &str) = ("নকশি কাঁথা", "Embroidered quilt");
const STALL: (&str, &str) = ("সুইসুতার ঘর", "House of thread");

/// The samples of this room.
pub(crate) fn samples() -> Vec<Sample> {
    vec![
        Sample { name: "market-haat", render: |frame| haat(frame, true).render() },
        Sample { name: "market-haat-none", render: |frame| haat(frame, false).render() },
        Sample { name: "market-shelf", render: shelf },
        Sample { name: "market-goods", render: goods },
        Sample { name: "market-desk", render: |frame| desk(frame, true).render() },
        Sample { name: "market-desk-empty", render: |frame| desk(frame, false).render() },
        Sample { name: "market-seller", render: seller },
        Sample { name: "market-register-producer", render: |frame| register(frame, false).render() },
        Sample { name: "market-register-firm", render: |frame| register(frame, true).render() },
        Sample { name: "market-listing-draft", render: |frame| listing(frame, true).render() },
        Sample { name: "market-listing-shown", render: |frame| listing(frame, false).render() },
        Sample { name: "market-vetting", render: vetting },
        Sample { name: "market-vet-seller", render: vet_seller },
        Sample { name: "market-vet-goods", render: vet_goods },
    ]
    .into_iter()
    .chain(super::order_samples::samples())
    .chain(super::partner_samples::samples())
    .chain(super::programme_samples::samples())
    .chain(super::lot_samples::samples())
    .collect()
}

fn name(frame: &Frame, both: (&str, &str)) -> String {
    frame.either(both.0, both.1).to_owned()
}

fn card(frame: &Frame) -> Card {
    Card {
        address: ADDRESS.to_owned(),
        name: name(frame, QUILT),
        price: Paisa::new(250_000),
        from: true,
        place: name(frame, ("জামালপুর", "Jamalpur")),
        speciality: true,
        made_to_order: true,
        photo: 1,
    }
}

fn haat(frame: Frame, found: bool) -> HaatPage {
    let craft = ("craft".to_owned(), name(&frame, ("হস্তশিল্প", "Handicraft")), 12);
    HaatPage {
        query: if found { String::new() } else { name(&frame, ("মুড়ির টিন", "tin of rice")) },
        categories: vec![craft.clone()],
        tiles: if found { vec![craft] } else { Vec::new() },
        category: String::new(),
        districts: vec![("3039".to_owned(), name(&frame, ("জামালপুর", "Jamalpur")), 7)],
        district: String::new(),
        goods: if found { vec![card(&frame)] } else { Vec::new() },
        total: i64::from(found),
        seller: None,
        before: String::new(),
        after: if found { "/haat?page=2".to_owned() } else { String::new() },
        frame: frame.titled("haat-title"),
    }
}

fn shelf(frame: Frame) -> askama::Result<String> {
    let kind = frame.say("market-kind-producer");
    let seller = Some((name(&frame, STALL), kind));
    HaatPage { tiles: Vec::new(), seller, ..haat(frame, true) }.render()
}

fn goods(frame: Frame) -> askama::Result<String> {
    let quilt = name(&frame, QUILT);
    GoodsPage {
        address: ADDRESS.to_owned(),
        name: quilt.clone(),
        photos: vec![1, 2],
        price: Paisa::new(250_000),
        from: true,
        about: vec![name(&frame, ("তিন স্তর সুতি কাপড়, হাতে সেলাই।", "Three layers of cotton, sewn by hand."))],
        speciality: true,
        variants: vec![
            (name(&frame, ("লাল", "Red")), Paisa::new(250_000), super::weight(&frame, 1_500), 7),
            (String::new(), Paisa::new(280_000), super::weight(&frame, 800), 0),
        ],
        origin: name(&frame, ("জামালপুরের মেয়েদের হাতে", "By the women of Jamalpur")),
        ready: super::days(&frame, 20, "goods-ready-now"),
        returns: super::days(&frame, 0, "goods-no-returns"),
        category: ("craft.quilt".to_owned(), name(&frame, QUILT)),
        seller: (SELLER.to_owned(), name(&frame, STALL)),
        place: name(&frame, ("জামালপুর", "Jamalpur")),
        licence: "TRAD/DSCC/001".to_owned(),
        dbid: "DBID-204".to_owned(),
        preview: Some(frame.say("market-state-waiting")),
        lot: Some(super::haat::LotShown {
            least: frame.say_with("lot-least-is", &[("least", frame.number(50))]),
            grade: frame.say("lot-grade-a"),
            steps: super::lot_samples::steps(&frame),
        }),
        frame: frame.titled_as(quilt),
    }
    .render()
}

fn desk(frame: Frame, full: bool) -> DeskPage {
    let row = SellerRow {
        number: SELLER.to_owned(),
        name: name(&frame, STALL),
        kind: frame.say("market-kind-producer"),
        state: frame.say("seller-state-approved"),
        look: "",
        products: 5,
        shown: 3,
        returned: 1,
    };
    let sellers = if full { vec![row] } else { Vec::new() };
    DeskPage { has_seat: full, may_ask: !full, sellers, frame: frame.titled("market-title") }
}

fn product_row(frame: &Frame, state: &str, look: &'static str) -> ProductRow {
    ProductRow {
        address: ADDRESS.to_owned(),
        name: name(frame, QUILT),
        price: Paisa::new(250_000),
        state: frame.say(state),
        look,
        photos: 0,
        reason: name(frame, ("ছবিটি ঝাপসা", "The photo is blurred")),
    }
}

fn seller(frame: Frame) -> askama::Result<String> {
    SellerPage {
        number: SELLER.to_owned(),
        name: name(&frame, STALL),
        kind: frame.say("market-kind-merchant"),
        state: frame.say("seller-state-suspended"),
        look: "late",
        reason: name(&frame, ("নকল পণ্যের অভিযোগ", "Complaint of fake goods")),
        may_offer: true,
        products: vec![product_row(&frame, "market-state-returned", "late")],
        frame: frame.titled_as("S000001"),
    }
    .render()
}

fn register(frame: Frame, is_firm: bool) -> RegisterPage {
    RegisterPage {
        form_id: FORM.to_owned(),
        kind: if is_firm { "merchant" } else { "producer" },
        is_firm,
        said: Fields(vec![("name_bn".to_owned(), STALL.0.to_owned())]),
        districts: vec![("3026".to_owned(), name(&frame, ("ঢাকা", "Dhaka")))],
        faults: vec![("mobile".to_owned(), frame.say("market-register-mobile"))],
        frame: frame.titled(if is_firm { "register-firm-title" } else { "register-producer-title" }),
    }
}

fn listing(frame: Frame, open: bool) -> ListingPage {
    let row = VariantSaid {
        sku: "QUILT-RED".to_owned(),
        name_bn: "লাল".to_owned(),
        name_en: "Red".to_owned(),
        price: "2500".to_owned(),
        weight: "1500".to_owned(),
        size: "60x40x10".to_owned(),
    };
    let text = str::to_owned;
    let price = (text("sku-1"), text("QUILT-RED"), text("price-1"), text("QUILT-RED"), text("2500"));
    let state = if open { "returned" } else { "published" };
    let to = if open {
        ("waiting", frame.say("listing-to-waiting"), "")
    } else {
        ("withdrawn", frame.say("listing-to-withdrawn"), "quiet")
    };
    ListingPage {
        form_id: FORM.to_owned(),
        seller: (SELLER.to_owned(), name(&frame, STALL)),
        address: ADDRESS.to_owned(),
        name: name(&frame, QUILT),
        state: frame.say(&format!("market-state-{state}")),
        state_name: state,
        look: "plain",
        reason: if open {
            name(&frame, ("ছবিটি ঝাপসা", "The photo is blurred"))
        } else {
            String::new()
        },
        open,
        categories: vec![("craft.quilt".to_owned(), name(&frame, QUILT), false)],
        said: Fields(vec![("name_bn".to_owned(), QUILT.0.to_owned())]),
        variants: variant_rows(&frame, vec![row]),
        prices: vec![price],
        photos: vec![1],
        missing: vec![frame.say("listing-missing-about")],
        moves: vec![to],
        faults: if open {
            vec![("price-1".to_owned(), frame.say_with("market-save-variants", &[("max", frame.number(20))]))]
        } else {
            Faults::new()
        },
        frame: frame.titled("listing-new"),
    }
}

fn waiting(frame: &Frame) -> WaitingRow {
    WaitingRow {
        number: SELLER.to_owned(),
        name: name(frame, ("আলো ইলেকট্রিক", "Alo Electric")),
        kind: frame.say("market-kind-merchant"),
        state: frame.say("seller-state-checked"),
        look: "wait",
        since: name(frame, ("২৩ নভেম্বর ২০২৬", "23 November 2026")),
    }
}

fn vetting(frame: Frame) -> askama::Result<String> {
    VettingPage {
        sellers: vec![waiting(&frame)],
        goods: vec![product_row(&frame, "market-state-waiting", "wait")],
        suspended: vec![waiting(&frame)],
        in_office: true,
        in_figures: true,
        frame: frame.titled("vetting-title"),
    }
    .render()
}

fn vet_seller(frame: Frame) -> askama::Result<String> {
    VetSellerPage {
        form_id: FORM.to_owned(),
        row: waiting(&frame),
        state_name: "checked",
        is_firm: true,
        place: name(&frame, ("ঢাকা", "Dhaka")),
        licence: "TRAD/DSCC/001".to_owned(),
        dbid: "DBID-204".to_owned(),
        person: name(&frame, ("নমুনা কর্মকর্তা", "Sample Officer")),
        mobile: "+8801700000000".to_owned(),
        payout: frame.say_with("vetting-wallet", &[("end", "0000")]),
        consented: name(&frame, ("২৩ নভেম্বর ২০২৬", "23 November 2026")),
        reason: String::new(),
        moves: vec![
            ("approved", frame.say("vetting-to-approved"), ""),
            ("declined", frame.say("vetting-to-declined"), "grave"),
        ],
        said: String::new(),
        faults: vec![("reason".to_owned(), frame.say("vetting-reason-hint"))],
        frame: frame.titled("vetting-title"),
    }
    .render()
}

fn vet_goods(frame: Frame) -> askama::Result<String> {
    VetGoodsPage {
        form_id: FORM.to_owned(),
        address: ADDRESS.to_owned(),
        name: (QUILT.0.to_owned(), QUILT.1.to_owned()),
        state: frame.say("market-state-waiting"),
        state_name: "waiting",
        look: "wait",
        seller: (SELLER.to_owned(), name(&frame, STALL)),
        about: ("তিন স্তর সুতি কাপড়।".to_owned(), "Three layers of cotton.".to_owned()),
        origin: name(&frame, ("জামালপুর", "Jamalpur")),
        category: name(&frame, QUILT),
        variants: vec![(name(&frame, ("লাল", "Red")), "QUILT-RED".to_owned(), Paisa::new(250_000), "1.5".to_owned())],
        photos: vec![1],
        moves: vec![
            ("published", frame.say("vetting-goods-published"), ""),
            ("returned", frame.say("vetting-goods-returned"), "grave"),
        ],
        said: String::new(),
        faults: Faults::new(),
        frame: frame.titled_as(QUILT.0),
    }
    .render()
}
