//! The counter: services are taken, a citizen leaves with a receipt that anybody can check.

mod amend;
mod api;
mod audit;
mod carry;
mod cart;
mod case;
mod cases;
mod catalogue;
mod day;
mod day_paper;
mod deeds;
mod drawer;
mod events;
mod forms_kept;
mod held;
mod income;
mod number;
mod pages;
mod papers;
mod reading;
mod receipt;
mod register;
mod service;
mod service_rules;
mod sms;
mod stock_forms;
mod store;
mod tally;
mod tariff;
mod texts;

mod complaints;
mod honest;

mod attendance;
mod commission;
mod reconcile;
mod stock;
mod supervise;
mod transfer;

pub use carry::Carrier;
pub use cart::{Cart, CartChange, CartLine, FeeShown, PaidCart};
pub use case::{Case, CaseOwner, CaseState, case_number};
pub use catalogue::{Catalogue, Shown, sample_answers, stock_catalogue};
pub use day::DayCounts;
pub use deeds::change_cart::ChangeCart;
pub use deeds::close_day::{CloseDay, NotClosed};
pub use deeds::pay_cart::{NotPaid, PayCart};
pub use deeds::print_receipt::{NotPrinted, PrintReceipt};
pub use deeds::publish::PublishService;
pub use deeds::request_transfer::{NotRequested, RequestTransfer, Requested};
pub use deeds::reverse::{NotReversed, ReverseReceipt};
pub use deeds::set_limit::{LimitNotSet, SetLimit};
pub use deeds::set_tariff::{NotSet, SetTariff};
pub use deeds::settle_transfer::{NotSettled, SettleTransfer};
pub use deeds::take::{CustomerGiven, Given, LineGiven, NotTaken, TILL, TakeServices};
pub use income::{Stream, together};
pub use ledger::{ASK_AFTER_MS, GIVE_UP_AFTER_MS, LOST_AFTER_MS};
pub use number::{book_of, check_code, code_holds, receipt_number, typed};
pub use papers::{PageSize, Paper};
pub use print::Printer;
pub use receipt::{Line, REASONS, Receipt, Reversal, Standing, state_word};
pub use register::{NotImported, NotRead, RegisterReport, RowRefused, import_register};
pub use service::{AmountRule, Approver, Category, Connectivity, Direction, Offer, Service, Tariff, tariff_at};
pub use sms::{
    SMS_LETTERS_MAX, complaint_text, letters, moved_text, question_text, ready_text, receipt_text, returned_text,
    reversed_text, sent_text,
};
pub use tally::{Tally, month_of};
// Tariffs and catalogue.
pub use amend::{Amendment, BadRow, NotAmended, ServiceChange};
pub use deeds::amend::{DropAmendment, KeepAmendment, PublishAmendment};
pub use deeds::close_service::{CloseService, NotClosedAt, ReopenService};
pub use deeds::decide_tariff::{ApproveTariff, DeclineTariff, WithdrawTariff};
pub use deeds::propose_tariff::{NotProposed, ProposeTariff};
pub use deeds::undo_last::{NotUndone, UndoLast};
pub use held::{DropCart, HoldCart, NotHeld, RecallCart, SweepHeldCarts, held_carts};
pub use service_rules::NotPublished;
pub use tariff::{NotATariff, Proposal, ProposalState};

pub use deeds::inspect::{NotInspected, RecordInspection};
pub use supervise::grade::{Grade, Letter, Measures, Reason, Why};
pub use supervise::inspection::{Finding, Inspection, InspectionKind, Looked};

pub use cases::{
    AttachmentKind, CaseSeen, Hand, PICTURES_MAX, ProofKind, Relation, SendsText, Texting, Waiting, allowed, late,
    reasons_for, waiting_counts,
};
pub use complaints::{
    COMPLAINT_DUE_MS, COMPLAINTS_EVER_MAX, COMPLAINTS_OPEN_MAX, Complaint, ComplaintKind, ComplaintState, Side,
    complaint_number,
};
pub use deeds::cases::attach::{AttachPicture, NotAttached};
pub use deeds::cases::correct::{CorrectCase, NotCorrected};
pub use deeds::cases::hand_over::{HandOver, Handed, NotHandedOver, PostTo, Proof};
pub use deeds::cases::keep_draft::{KeepDraft, NotKept};
pub use deeds::cases::move_case::{MoveCase, NotMoved};
pub use deeds::cases::open_draft::{NotOpened, OpenDraft};
pub use deeds::cases::send_code::{CodeToSend, NotSent, SendHandoverCode};
pub use deeds::complaints::handle::{HandleComplaint, NotHandled};
pub use deeds::complaints::make::{Made, MakeComplaint, NotMade};
pub use deeds::questions::{AskWhatWasPaid, DrawQuestion, HearAnswer, NotAnswered};
pub use deeds::statements::assign::AssignItem;
pub use deeds::statements::read::{NotReadIn, ReadStatement, StatementDone};
pub use deeds::statements::resolve::{NotResolved, ResolveItem};
pub use honest::answers::{ANSWER_CHARS_MAX, ASKED_ONE_IN, OFF_POISHA_MAX, is_asked, is_otherwise, sum_in};
pub use honest::questions::{
    ANSWERED_WITHIN_MS_MAX, ASKED_AFTER_MS, AnswerHeard, HeardAnswer, TextGateway, ask_what_was_paid, hear_answer,
};
pub use honest::rules::{PersonDay, Unlike, usual};
pub use number::{book_of_case, draft_number};
pub use number::{complaint_code, complaint_code_holds};
pub use reconcile::item::{AGES, END_REASONS, Item as OpenItem, ItemKind, ItemOwner, ItemStanding, age_of};
pub use reconcile::read::NotAStatement;
pub use reconcile::{BadLine, StatementLine, Summary};
pub use texts::{TEXT_AGE_MS_MAX, TEXTS, tell_by_text};
pub use transfer::limit::{Limit, subject_of_provider, subject_of_service};
// The day.
pub use deeds::count_drawer::{COUNTS_PER_DAY_MAX, CountDrawer, NotDrawerCounted};
pub use deeds::move_cash::{MoveCash, NotCashMoved};
pub use deeds::open_day::{NotDayOpened, OpenDay};
pub use deeds::pass_shift::{NotShiftPassed, PassShift};
pub use drawer::read::drawer_holder;
pub use drawer::rules::DayShut;
pub use drawer::{
    CASH_MEMO_CHARS_MAX, CASH_MOVE_POISHA_MAX, Closing, Count, CountTaken, DENOMINATIONS, DIFFERENCE_FREE_POISHA_MAX,
    DIFFERENCE_NOTE_CHARS_MAX, DIFFERENCE_REASONS, DrawerDone, DrawerEntry, MoveSums, NotACount, OperatorTotal,
    PIECES_MAX, ServiceTotal, SessionNumbers, Totals, needs_reason,
};
pub use transfer::{Outcome, Transfer, TransferStanding, TransferState, per_thousand};

// The registers.
pub use attendance::{ABSENCE_AHEAD_DAYS_MAX, ABSENCE_BACK_DAYS_MAX, ABSENCE_DAYS_MAX, Absence, AwayFor};
pub use commission::{Part, PayRule, parts, rule_for};
pub use deeds::record_absence::{NotAbsent, RecordAbsence};
pub use deeds::stock::NotStocked;
pub use deeds::stock::count::CountStock;
pub use deeds::stock::receive::ReceiveStock;
pub use deeds::stock::set_low::SetStockLimit;
pub use deeds::stock::take_back::TakeBackStock;
pub use deeds::stock::use_up::UseStock;
pub use deeds::withdraw_absence::WithdrawAbsence;
pub use stock::read::low_stock;
pub use stock::{CountReason, ITEMS, Item, PaidFrom, STOCK_UNITS_MAX, days_left};

use std::sync::LazyLock;
use web::{Room, Wording};

/// Every refusal that the counter gives, for the test that each is worded. Of the forms' own answers too: `forms` stands
/// below and speaks no language of the house.
static REFUSALS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let own = [
        deeds::close_day::CODES,
        deeds::pay_cart::CODES,
        deeds::print_receipt::CODES,
        service_rules::CODES,
        deeds::reverse::CODES,
        deeds::set_tariff::CODES,
        deeds::take::CODES,
        register::CODES,
        // Tariffs and catalogue.
        deeds::propose_tariff::CODES,
        deeds::undo_last::CODES,
        deeds::close_service::CODES,
        held::CODES,
        amend::CODES,
        amend::sheet::CODES,
        deeds::inspect::CODES,
        deeds::cases::attach::CODES,
        deeds::cases::correct::CODES,
        deeds::cases::hand_over::CODES,
        deeds::cases::keep_draft::CODES,
        deeds::cases::move_case::CODES,
        deeds::cases::send_code::CODES,
        pages::CASE_CODES,
        deeds::request_transfer::CODES,
        deeds::set_limit::CODES,
        deeds::settle_transfer::CODES,
        deeds::statements::read::CODES,
        deeds::statements::resolve::CODES,
        reconcile::read::CODES,
        pages::STATEMENT_CODES,
        deeds::complaints::handle::CODES,
        deeds::complaints::make::CODES,
        deeds::questions::CODES,
        drawer::COUNT_CODES,
        drawer::rules::CODES,
        deeds::open_day::CODES,
        deeds::move_cash::CODES,
        deeds::pass_shift::CODES,
        deeds::count_drawer::CODES,
        deeds::record_absence::CODES,
        deeds::stock::CODES,
    ];
    own.concat().into_iter().chain(forms::AnswerCode::ALL.map(forms::AnswerCode::code)).collect()
});

/// Every statement of this room.
static STATEMENTS: LazyLock<Vec<&'static db::Statement>> = LazyLock::new(|| {
    let own = [
        store::ALL,
        income::store::ALL,
        tariff::ALL,
        held::ALL,
        amend::store::ALL,
        supervise::store::ALL,
        cases::store::ALL,
        transfer::store::ALL,
        complaints::store::ALL,
        honest::store::ALL,
        drawer::store::ALL,
        attendance::store::ALL,
        stock::store::ALL,
        reconcile::store::ALL,
    ];
    own.concat()
});

/// The descriptor of this room.
#[must_use]
pub fn room() -> Room {
    let mut routes = pages::routes();
    routes.extend(pages::supervise::routes());
    routes.extend(pages::registers::routes());
    routes.extend(api::routes());
    Room {
        migrations: store::MIGRATIONS,
        statements: &STATEMENTS,
        views: store::VIEWS,
        kept: store::KEPT,
        events: events::all(),
        audits: &[audit::AUDIT, supervise::audit::AUDIT, stock::audit::AUDIT],
        routes,
        permissions: &[
            "catalogue.edit",
            "catalogue.view",
            "receipt.view",
            "sale.create",
            "sale.reverse",
            "tariff.approve",
            "tariff.propose",
            "report.view",
            "inspection.record",
            "case.approve",
            "case.handle",
            "complaint.handle",
            "limit.set",
            "centre.suspend",
            "statement.reconcile",
            "statement.view",
        ],
        samples: [pages::samples(), pages::supervise::samples(), pages::registers::samples()].concat(),
        words: Wording { bn: include_str!("../words/bn.ftl"), en: include_str!("../words/en.ftl") },
        refusals: &REFUSALS,
        openapi: Some(api::openapi),
        ..Room::named("counter")
    }
}
