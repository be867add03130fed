//! The market: what villagers make is shown to the whole country, and what the country sells comes to their centre.

mod alone;
mod api;
mod audit;
mod callback;
mod carrier;
mod category;
mod deeds;
mod dispute;
mod draft;
mod events;
mod evidence;
mod facts;
mod iso20022;
mod law;
mod lots;
mod money;
mod order;
mod pages;
mod papers;
mod partner;
mod product;
mod quoting;
mod rate;
mod reading;
mod round;
mod seller;
mod settlement;
mod showcase;
mod stock;
mod store;
mod texts;
mod trade;
mod wallet;

pub use alone::{code_text, phone_code};
pub use carrier::{ByRoad, Carriage, Carrier, HiredCarrier, Load, ROAD_WEIGHT_G_MAX, in_boxes};
pub use category::{Category, is_within};
pub use deeds::act_on_dispute::ActOnDispute;
pub use deeds::add_photo::{AddPhoto, NotAdded, PHOTO_SIZES};
pub use deeds::answer_lot::{AnswerLot, NotLotAnswered};
pub use deeds::ask_lot::{AskLot, NotLotAsked};
pub use deeds::ask_wallet::{AskWallet, NotAskedFor};
pub use deeds::change_draft::{ChangeDraft, DraftChange};
pub use deeds::change_prices::{ChangePrices, NotPriced};
pub use deeds::collect::{
    BOX_PHOTOS_MAX, BOX_SIZES, CODE_TRIES_MAX, Collect, CollectProof, Collected, MARK_BYTES_MAX, NotCollected,
    collect_code,
};
pub use deeds::count_stock::{CountStock, Counted, NotCounted, Pieces};
pub use deeds::end_reservation::EndReservations;
pub use deeds::hand_over_share::{HandOverShare, ReceiveShare};
pub use deeds::hold_order::{DISPUTE_CHARS_MAX, HoldOrder, NotHeldBack};
pub use deeds::make_key::{MakeKey, NotKeyed};
pub use deeds::make_quote::{BUYER_CHARS_MAX, HELP_POISHA_MAX, MakeQuote, NotQuoted, PARTS_MAX};
pub use deeds::map_kinds::{MapKinds, NotMapped};
pub use deeds::move_order::{MoveOrder, NotOrderMoved, WORDS_CHARS_MAX};
pub use deeds::move_product::{MoveProduct, NotMoved};
pub use deeds::offer_product::{NotOffered, OfferProduct, Offered, Outcome};
pub use deeds::pass_dispute::{NotPassed, PassDispute};
pub use deeds::pay_refund::{NotRefunded, PayRefund};
pub use deeds::place_order::{NotPlaced, PlaceOrder, Placed, REFUSALS_MAX};
pub use deeds::publish_categories::{CATEGORIES_MAX, NotATree, PublishCategories, stock_categories};
pub use deeds::register_seller::{LICENCE_CHARS_MAX, NotRegistered, RegisterSeller};
pub use deeds::release::{NotReleased, Release};
pub use deeds::remind_buyer::{NotReminded, RemindBuyer};
pub use deeds::remove_photo::RemovePhoto;
pub use deeds::replace_goods::{NotReplaced, ReplaceGoods, Replaced, lines_again, replacement_number};
pub use deeds::reserve::{LINE_PIECES_MAX, LINES_MAX, NotReserved, QUOTE_MS, Reserve, Reserved, Wanted};
pub use deeds::revoke_key::RevokeKey;
pub use deeds::save_product::{CAPACITY_MAX, NotSaved, SaveProduct, sku_of};
pub use deeds::send_refund::{NotSent, SendRefund};
pub use deeds::set_endpoint::{NotAnEndpoint, SetEndpoint};
pub use deeds::set_lot::{NotLot, SetLot};
pub use deeds::set_rate::{NotSet, SetRate};
pub use deeds::settle::{CloseRun, DecideRun, EndPayout, NotSettled, ProposeRun, SendPayout};
pub use deeds::settle_wallet::{NotSettledWallet, SettleWallet};
pub use deeds::vet_seller::{NotVetted, REASON_CHARS_MAX, VetSeller};
pub use dispute::read::dispute as dispute_now;
pub use dispute::{Desk, Dispute, DisputeStep, STEPS_MAX, StepKind};
pub use draft::{Draft, DraftLine, kept as draft_now};
pub use facts::read::facts_of_month;
pub use facts::{Fact, FactKind, fact_changes, fact_month, facts_of, within};
pub use iso20022::ProgrammeAccount;
pub use law::{LAWS, Law, law_on};
pub use lots::store::ask as lot_ask_now;
pub use lots::{
    ASK_DAYS_MAX, ASKS_WAITING_MAX, AskState, Grade, LOT_STEPS_MAX, LOT_WORDS_CHARS_MAX, Lot, LotAsk, LotUnit,
    OFFER_DAYS_MAX, Offer, PROMISED_DAYS_MAX, Step,
};
pub use order::{
    Buyer, Mover, Order, OrderLine, OrderStanding, OrderState, Part, Payment, Quote, QuoteState, REFUSE_REASONS,
    is_their_fault, wants_photo,
};
pub use papers::{Paper, PaperRow, PaperSection};
pub use partner::{
    BATCH_ITEMS_MAX, EVENTS_PAGE_MAX, KEYS_MAX, KIND_CHARS_MAX, KINDS_MAX, KeyStanding, LABEL_CHARS_MAX, MESSAGE_KINDS,
    MESSAGES_KEPT_MS, ORDERS_PAGE_MAX, OWN_REFERENCE_CHARS_MAX, PartnersTold, RETRY_MS, Scope, Told, key_doorkeeper,
    message_id, tell_partners,
};
pub use product::{
    ABOUT_CHARS_MAX, ABOUT_CHARS_MIN, LEAD_DAYS_MAX, Missing, NAME_CHARS_MAX, PHOTOS_MAX, PRICE_POISHA_MAX, Product,
    ProductStanding, ProductState, RETURN_DAYS_MAX, SIDE_CM_MAX, SKU_CHARS_MAX, Side, VARIANTS_MAX, Variant,
    WEIGHT_G_MAX, missing,
};
pub use quoting::{Basket, NotAsked, ask_for_quote, take_offer};
pub use rate::{RATES_PER_SUBJECT_MAX, Rate, Subject, WHOLE_BP, rate_on};
pub use reading::{order as order_now, product as product_now, stock as stock_now};
pub use round::{Rounded, go_round};
pub use seller::{Identity, Payout, Seller, SellerKind, SellerStanding, SellerState, is_seller_number, seller_number};
pub use settlement::{PAYOUTS_MAX, Payout as SellerPayout, PayoutState, Run, RunState};
pub use showcase::{Aisles, Found, Rack, Showcase, Shown, Wish};
pub use stock::{
    HOME, PIECES_MAX, PLACE_CHARS_MAX, PLACES_MAX, Pile, Reservation, ReservationState, SetAside, Source, Stock,
};
pub use texts::{BuyersTold, TellsBuyer, arrived_text, given_back_text, reminded_text, tell_buyers};
pub use wallet::{PAID_WITHIN_MS, QrMerchant, WalletStanding, WalletTransfer, carry_wallets, wallets};

/// The pure rules of an order's money, for whoever checks them.
pub mod rules {
    pub use crate::deeds::collect::{Opened, decide};
    pub use crate::deeds::move_order::given_back;
    pub use crate::deeds::release::ends_so;
    pub use crate::deeds::replace_goods::part_again;
    pub use crate::deeds::settle_wallet::{Then, decide as decide_wallet};
    pub use crate::money::{
        Shares, paid_legs, refund_due_legs, refund_paid_legs, released_legs, replaced_legs, shares, wallet_paid_legs,
        wallet_refund_legs,
    };
    pub use crate::partner::{MessageState, after_try, body_of};
}

use std::sync::LazyLock;
use web::{Room, Wording};

/// Every refusal that the market gives, for the test that each is worded.
static REFUSALS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    [
        deeds::add_photo::CODES,
        deeds::answer_lot::CODES,
        deeds::ask_lot::CODES,
        deeds::set_lot::CODES,
        deeds::ask_wallet::CODES,
        pages::ALONE_REFUSED,
        deeds::begin_batch::CODES,
        deeds::change_prices::CODES,
        deeds::collect::CODES,
        deeds::count_stock::CODES,
        deeds::hold_order::CODES,
        deeds::make_key::CODES,
        deeds::make_quote::CODES,
        deeds::map_kinds::CODES,
        deeds::move_order::CODES,
        deeds::move_product::CODES,
        deeds::offer_product::CODES,
        deeds::pass_dispute::CODES,
        deeds::pay_refund::CODES,
        deeds::place_order::CODES,
        deeds::publish_categories::CODES,
        deeds::register_seller::CODES,
        deeds::release::CODES,
        deeds::remind_buyer::CODES,
        deeds::replace_goods::CODES,
        deeds::reserve::CODES,
        deeds::save_product::CODES,
        deeds::set_endpoint::CODES,
        deeds::send_refund::CODES,
        deeds::set_rate::CODES,
        deeds::settle::CODES,
        partner::sheet::CODES,
        quoting::CODES,
        deeds::vet_seller::CODES,
    ]
    .concat()
});

/// Every statement of this room.
static STATEMENTS: LazyLock<Vec<&'static db::Statement>> = LazyLock::new(|| {
    [store::ALL, trade::store::ALL, partner::store::ALL, lots::store::ALL, dispute::store::ALL, facts::store::ALL]
        .concat()
});

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
        permissions: &[
            "complaint.handle",
            "market.sell",
            "market.vet",
            "partner.catalogue",
            "partner.orders",
            "partner.events",
            "report.view",
            "statement.view",
        ],
        samples: pages::samples(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: &REFUSALS,
        openapi: Some(api::openapi),
        ..Room::named("market")
    }
}
