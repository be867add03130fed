//! One statement of a wallet against what the counter and the market asked of it, in the whole house.

use crate::kit::{CENTRE, Got, Kit, PATH, ask};
use axum::body::Body;
use base::{Both, Paisa};
use counter::{RequestTransfer, SettleTransfer, TILL, sample_answers, stock_catalogue};
use image::{DynamicImage, ImageFormat};
use journal::{Deed, Envelope, Fault, Journal};
use ledger::{TopUpFloat, TransferState};
use market::{
    AddPhoto, AskWallet, Basket, ByRoad, CountStock, MoveOrder, MoveProduct, Mover, OrderState, PHOTO_SIZES, Pieces,
    Product, ProductState, Quote, RegisterSeller, SaveProduct, SellerKind, SendRefund, SettleWallet, Side, Variant,
    Wanted, ask_for_quote, stock_categories,
};
use network::deeds::{LoadPlaces, OpenCentre};
use network::person::Sex;
use std::io::Cursor;

const PLACE: &str = "30261447";
const SKU: &str = "QUILT-RED";

async fn does<D: Deed>(journal: &Journal, deed: D) -> D::Done {
    match journal.write(Envelope::system(), deed).await {
        Ok(written) => written.done,
        Err(stop) => panic!("{}: {stop:?}", D::NAME),
    }
}

fn named(bn: &str, en: &str) -> Both {
    Both { bn: bn.to_owned(), en: en.to_owned() }
}

fn picture() -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    DynamicImage::new_rgb8(64, 48).write_to(&mut file, ImageFormat::Png).unwrap();
    file.into_inner()
}

/// A producer of the centre.
async fn seller(journal: &Journal) -> String {
    let producer = RegisterSeller {
        kind: SellerKind::Producer,
        name: named("সুইসুতার ঘর", "House of Thread"),
        centre: CENTRE.to_owned(),
        place: PLACE.to_owned(),
        person: "জরিনা বেগম".to_owned(),
        mobile: "01711000001".to_owned(),
        nid: "1989273645".to_owned(),
        sex: Some(Sex::Woman),
        licence: String::new(),
        dbid: String::new(),
        routing: String::new(),
        account: String::new(),
        consent: true,
    };
    does(journal, producer).await
}

/// A quilt of this seller's, published, of which ten lie ready; its number.
async fn quilt(journal: &Journal, seller: &str) -> String {
    let variant = Variant {
        sku: SKU.to_owned(),
        name: named("লাল", ""),
        price: Paisa::from_taka(2_500).unwrap(),
        weight_g: 1_500,
        size_cm: Some((60, 40, 10)),
    };
    let product = Product {
        number: String::new(),
        category: "craft.quilt".to_owned(),
        name: named("নকশি কাঁথা", "Embroidered quilt"),
        about: named("তিন স্তর সুতি কাপড়, হাতে সেলাই করা ফুল।", "Three layers of cotton."),
        origin: named("জামালপুরের মেয়েদের হাতে", "By the women of Jamalpur"),
        return_days: 7,
        lead_days: 0,
        capacity_month: None,
        speciality: true,
        variants: vec![variant],
    };
    let number = does(journal, SaveProduct { seller: seller.to_owned(), product }).await;
    let sizes = web::Picture::read_sized(&picture(), PHOTO_SIZES).unwrap();
    does(journal, AddPhoto::of(seller, &number, sizes).unwrap()).await;
    let (draft, waiting, shown) = (ProductState::Draft, ProductState::Waiting, ProductState::Published);
    for (side, expects, to) in [(Side::Keeper, draft, waiting), (Side::Vetter, waiting, shown)] {
        let (seller, product) = (seller.to_owned(), number.clone());
        does(journal, MoveProduct { seller, product, side, expects, to, reason: String::new() }).await;
    }
    let (seller, sku) = (seller.to_owned(), SKU.to_owned());
    does(journal, CountStock { seller, sku, place: String::new(), pieces: Pieces::There(10) }).await;
    number
}

async fn quoted(journal: &Journal, key: &str, (seller, product): (&str, &str)) -> Quote {
    let shown = Paisa::from_taka(2_500).unwrap();
    let wanted = Wanted { product: product.to_owned(), sku: SKU.to_owned(), pieces: 1, shown };
    let basket = Basket {
        key: key.to_owned(),
        book: CENTRE.to_owned(),
        path: PATH.to_owned(),
        name: "রহিম মিয়া".to_owned(),
        mobile: "01911000003".to_owned(),
        household: String::new(),
        parts: vec![(seller.to_owned(), vec![wanted])],
        help: Paisa::ZERO,
    };
    ask_for_quote(journal, &ByRoad, "p-rahima", &basket).await.unwrap()
}

/// A wallet is asked for a quote, and its provider says this of it; the transfer's id.
async fn asked(journal: &Journal, quote: &Quote, said: TransferState) -> String {
    let asking = AskWallet {
        book: CENTRE.to_owned(),
        quote: quote.number.clone(),
        provider: "wallet".to_owned(),
        wallet: "01911000003".to_owned(),
        consent: true,
    };
    let id = does(journal, asking).await;
    settled(journal, &id, said).await;
    id
}

async fn settled(journal: &Journal, id: &str, said: TransferState) {
    let (reference, code) = (String::new(), String::new());
    does(journal, SettleWallet { book: CENTRE.to_owned(), id: id.to_owned(), said, reference, code }).await;
}

/// The seller does not take the order: what was paid goes back to the wallet. How much, and its transfer's id.
async fn paid_back(journal: &Journal, order: String) -> (Paisa, String) {
    let rejects = MoveOrder {
        book: CENTRE.to_owned(),
        order: order.clone(),
        mover: Mover::Seller,
        expects: OrderState::Placed,
        to: OrderState::PartnerRejected,
        reason: "নেই".to_owned(),
        tracking: String::new(),
        back: Vec::new(),
        again: false,
    };
    does(journal, rejects).await;
    let number = order.clone();
    let read = journal.read::<_, Fault, _>(|tx| Box::pin(async move { market::order_now(tx, CENTRE, &number).await }));
    let poisha = read.await.unwrap().unwrap().refund_due;
    let id = does(journal, SendRefund { book: CENTRE.to_owned(), order, poisha }).await;
    settled(journal, &id, TransferState::Done).await;
    (poisha, id)
}

/// Cash that a customer paid in at the counter for a wallet.
async fn cash_in(journal: &Journal) -> String {
    let deed = RequestTransfer {
        book: CENTRE.into(),
        path: PATH.into(),
        till: TILL.into(),
        service: "P017".into(),
        amount: Paisa::from_taka(100).unwrap(),
        answers: sample_answers("P017", journal.now().day()),
        customer: None,
        fee_shown: None,
        tendered: None,
    };
    let id = does(journal, deed).await.id;
    let (book, provider, said) = (CENTRE.into(), "wallet".into(), TransferState::Done);
    let (reference, code) = (String::new(), String::new());
    does(journal, SettleTransfer { book, id: id.clone(), provider, said, reference, code }).await;
    id
}

fn line(way: &str, poisha: Paisa, reference: &str, id: &str) -> String {
    let (taka, rest) = (poisha.get() / 100, poisha.get() % 100);
    format!("wallet,2026-11-23,{way},{taka}.{rest:02},BDT,{reference},{id}\r\n")
}

/// Sends a statement in, as an administrator's browser does, and opens the page of what came of it.
async fn read_in(kit: &Kit, lines: &str) -> Got {
    let token = kit.house.form_key().token("session-of-administrator");
    let part =
        |name: &str, value: &str| format!("--b\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    let file = format!("provider,day,direction,amount,currency,reference,transfer\r\n{lines}");
    let body = [
        part("csrf", &token),
        part("provider", "wallet"),
        part("file\"; filename=\"s.csv", &file),
        "--b--\r\n".to_owned(),
    ];
    let request = ask("POST", "/counter/statements", Some("administrator"))
        .header("content-type", "multipart/form-data; boundary=b")
        .header("sec-fetch-site", "same-origin");
    let sent = kit.send(request.body(Body::from(body.concat())).unwrap()).await;
    assert_eq!(sent.status, 303, "{}", sent.body);
    page(kit, sent.header("location")).await
}

async fn page(kit: &Kit, path: &str) -> Got {
    kit.knock("GET", path, Some(("administrator", "session-of-administrator"))).await
}

#[test]
fn a_wallets_statement_is_held_against_the_counter_and_the_market_at_once() {
    trial::run(async {
        let kit = Kit::new().await;
        let journal = &kit.trial.journal;
        does(journal, LoadPlaces { only: vec!["bd".to_owned(), "30".to_owned()] }).await;
        let (code, place) = (Some(CENTRE.to_owned()), PLACE.to_owned());
        does(journal, OpenCentre { code, place, name_bn: None, name_en: None }).await;
        stock_catalogue(journal, "first").await.unwrap();
        stock_categories(journal).await.unwrap();
        let float = Paisa::from_taka(20_000).unwrap();
        does(journal, TopUpFloat { book: CENTRE.to_owned(), poisha: float, proof: "SLIP-1".to_owned() }).await;
        let seller = seller(journal).await;
        let quilt = quilt(journal, &seller).await;
        let cash = cash_in(journal).await;
        let (bought, dropped) =
            (quoted(journal, "a", (&seller, &quilt)).await, quoted(journal, "b", (&seller, &quilt)).await);
        let payment = asked(journal, &bought, TransferState::Done).await;
        let (back, refund) = paid_back(journal, format!("{}-1", bought.number)).await;
        let failed = asked(journal, &dropped, TransferState::Failed).await;
        let (paid, lost) = (bought.total().unwrap(), dropped.total().unwrap());
        let lines = [
            line("in", Paisa::from_taka(100).unwrap(), "S-1", &cash),
            line("in", paid, "S-2", &payment),
            line("out", back, "S-3", ""),
            line("in", lost, "S-4", &failed),
        ];
        let read = read_in(&kit, &lines.concat()).await;
        assert!(read.body.contains("4 / 4"), "{}", read.body);
        let items: Vec<&str> = read.body.split("href=\"/counter/unmatched/").skip(1).collect();
        assert_eq!(items.len(), 1, "the refund has its line too, by amount and day: {refund} {}", read.body);
        let item = format!("/counter/unmatched/{}", items[0].split('"').next().unwrap());
        let told = page(&kit, &item).await;
        assert!(told.body.contains("Not done with us, done with them"), "{}", told.body);
        let own = format!("/market/wallets/{CENTRE}/{failed}");
        assert!(told.body.contains(&format!("href=\"{own}\"")), "{}", told.body);
        assert!(page(&kit, &own).await.body.contains(&dropped.number), "whoever reconciles may open it");
        let session = Some(("administrator", "session-of-administrator"));
        assert_eq!(kit.knock("POST", &format!("{item}/settle"), session).await.status, 422);
        kit.trial.verify().await;
        journal.rebuild().await.unwrap();
        kit.trial.verify().await;
    });
}
