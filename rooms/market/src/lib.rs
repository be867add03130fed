//! The market: what villagers make is shown to the whole country, and what the country sells comes to their centre.

mod api;
mod audit;
mod carrier;
mod category;
mod deeds;
mod dispute;
mod draft;
mod events;
mod evidence;
mod facts;
mod law;
mod money;
mod order;
mod pages;
mod product;
mod quoting;
mod rate;
mod reading;
mod round;
mod seller;
mod showcase;
mod stock;
mod store;
mod texts;
mod trade;

pub use carrier::{ByRoad, Carriage, Carrier, HiredCarrier, Load, ROAD_WEIGHT_G_MAX};
pub use category::{Category, is_within};
pub use deeds::act_on_dispute::ActOnDispute;
pub use deeds::add_photo::{AddPhoto, NotAdded, PHOTO_SIZES};
pub use deeds::change_draft::{ChangeDraft, DraftChange};
pub use deeds::change_prices::{ChangePrices, NotPriced};
pub use deeds::collect::{
    BOX_PHOTOS_MAX, BOX_SIZES, CODE_TRIES_MAX, Collect, CollectProof, Collected, MARK_BYTES_MAX, NotCollected,
    collect_code,
};
pub use deeds::count_stock::{CountStock, NotCounted, Pieces};
pub use deeds::end_reservation::EndReservations;
pub use deeds::hand_over_share::{HandOverShare, ReceiveShare};
pub use deeds::hold_order::{DISPUTE_CHARS_MAX, HoldOrder, NotHeldBack};
pub use deeds::make_quote::{BUYER_CHARS_MAX, HELP_POISHA_MAX, MakeQuote, NotQuoted, PARTS_MAX};
pub use deeds::move_order::{MoveOrder, NotOrderMoved, WORDS_CHARS_MAX};
pub use deeds::move_product::{MoveProduct, NotMoved};
pub use deeds::pass_dispute::{NotPassed, PassDispute};
pub use deeds::pay_refund::{NotRefunded, PayRefund};
pub use deeds::place_order::{NotPlaced, PlaceOrder, Placed, REFUSALS_MAX};
pub use deeds::publish_categories::{CATEGORIES_MAX, NotATree, PublishCategories, stock_categories};
pub use deeds::register_seller::{LICENCE_CHARS_MAX, NotRegistered, RegisterSeller};
pub use deeds::release::{NotReleased, Release};
pub use deeds::remind_buyer::{NotReminded, RemindBuyer};
pub use deeds::remove_photo::RemovePhoto;
pub use deeds::reserve::{LINE_PIECES_MAX, LINES_MAX, NotReserved, QUOTE_MS, Reserve, Reserved, Wanted};
pub use deeds::save_product::{CAPACITY_MAX, NotSaved, SaveProduct, sku_of};
pub use deeds::set_rate::{NotSet, SetRate};
pub use deeds::vet_seller::{NotVetted, REASON_CHARS_MAX, VetSeller};
pub use dispute::read::dispute as dispute_now;
pub use dispute::{Desk, Dispute, DisputeStep, STEPS_MAX, StepKind};
pub use draft::{Draft, DraftLine, kept as draft_now};
pub use facts::read::facts_of_month;
pub use facts::{Fact, FactKind, fact_changes, fact_month, facts_of, within};
pub use law::{LAWS, Law, law_on};
pub use order::{
    Buyer, Mover, Order, OrderLine, OrderStanding, OrderState, Part, Payment, Quote, REFUSE_REASONS, is_their_fault,
    wants_photo,
};
pub use product::{
    ABOUT_CHARS_MAX, ABOUT_CHARS_MIN, LEAD_DAYS_MAX, Missing, NAME_CHARS_MAX, PHOTOS_MAX, PRICE_POISHA_MAX, Product,
    ProductStanding, ProductState, RETURN_DAYS_MAX, SIDE_CM_MAX, SKU_CHARS_MAX, Side, VARIANTS_MAX, Variant,
    WEIGHT_G_MAX, missing,
};
pub use quoting::{Basket, NotAsked, ask_for_quote};
pub use rate::{RATES_PER_SUBJECT_MAX, Rate, Subject, WHOLE_BP, rate_on};
pub use reading::{order as order_now, product as product_now, stock as stock_now};
pub use round::{Rounded, go_round};
pub use seller::{Identity, Payout, Seller, SellerKind, SellerStanding, SellerState, is_seller_number, seller_number};
pub use showcase::{Aisles, Found, Showcase, Shown, Wish};
pub use stock::{
    HOME, PIECES_MAX, PLACE_CHARS_MAX, PLACES_MAX, Pile, Reservation, ReservationState, SetAside, Source, Stock,
};
pub use texts::{BuyersTold, TellsBuyer, arrived_text, given_back_text, reminded_text, tell_buyers};

/// The pure rules of an order's money, for whoever checks them.
pub mod rules {
    pub use crate::deeds::collect::{Opened, decide};
    pub use crate::deeds::move_order::given_back;
    pub use crate::deeds::release::ends_so;
    pub use crate::money::{Shares, paid_legs, refund_due_legs, refund_paid_legs, released_legs, shares};
}

use std::sync::LazyLock;
use web::{Room, Wording};

/// Every refusal that the market gives, for the test that each is worded.
static REFUSALS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    [
        deeds::add_photo::CODES,
        deeds::change_prices::CODES,
        deeds::collect::CODES,
        deeds::count_stock::CODES,
        deeds::hold_order::CODES,
        deeds::make_quote::CODES,
        deeds::move_order::CODES,
        deeds::move_product::CODES,
        deeds::pass_dispute::CODES,
        deeds::pay_refund::CODES,
        deeds::place_order::CODES,
        deeds::publish_categories::CODES,
        deeds::register_seller::CODES,
        deeds::release::CODES,
        deeds::remind_buyer::CODES,
        deeds::reserve::CODES,
        deeds::save_product::CODES,
        deeds::set_rate::CODES,
        quoting::CODES,
        deeds::vet_seller::CODES,
    ]
    .concat()
});

/// Every statement of this room.
static STATEMENTS: LazyLock<Vec<&'static db::Statement>> =
    LazyLock::new(|| [store::ALL, trade::store::ALL, dispute::store::ALL, facts::store::ALL].concat());

/// The descriptor of this room.
#[must_use]
pub fn room() -> Room {
    Room {
        migrations: store::MIGRATIONS,
        statements: &STATEMENTS,
        views: store::VIEWS,
        kept: store::KEPT,
        events: events::all(),
        audits: &[audit::AUDIT, audit::ESCROWS, audit::FACTS],
        listeners: vec![round::STOCK_FOLLOWS],
        routes: pages::routes(),
        permissions: &["complaint.handle", "market.sell", "market.vet", "report.view"],
        samples: pages::samples(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: &REFUSALS,
        openapi: Some(api::openapi),
        ..Room::named("market")
    }
}
