//! Roles: what each may do. A table in code, so that a change of rights is reviewed like any other change.

use crate::place::PlaceKind;

/// What a person is in the programme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// The a2i programme's administrator: people, centres, grants, approval of tariffs.
    Administrator,
    /// Keeps the catalogue and proposes tariffs (a2i).
    CatalogueKeeper,
    /// Of the e-commerce association, the knowledge partner.
    ECabOfficer,
    /// Reads everything and changes nothing.
    Auditor,
    /// The divisional commissioner's office.
    DivisionSupervisor,
    /// The deputy commissioner's office (DC).
    DistrictSupervisor,
    /// The upazila nirbahi officer (UNO).
    UpazilaSupervisor,
    /// The chairman of the parishad that hosts the centre.
    Chairman,
    /// Its secretary.
    Secretary,
    /// Runs the counter. Given and ended with a seat, never by itself.
    Entrepreneur,
    /// Of a post office.
    Postmaster,
    /// Of a merchant.
    MerchantStaff,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct RoleRow {
    /// The role.
    pub role: Role,
    /// As it is stored and as words are keyed by it.
    pub name: &'static str,
    /// What it may do, `resource.action`.
    pub permissions: &'static [&'static str],
    /// What it may hand on to others without being able to do it. Without this nobody could appoint an auditor, since
    /// whoever gives rights must not read the audit (security.md 4.6).
    pub hands_on: &'static [&'static str],
    /// The kinds of places at which it is held.
    pub at: &'static [PlaceKind],
    /// True when it is an office: a second factor is needed and sessions end after 15 idle minutes.
    pub office: bool,
}

/// Every permission of the house that a role can hold.
pub const PERMISSIONS: &[&str] = &[
    "audit.view",
    "book.view",
    "case.approve",
    "case.handle",
    "catalogue.edit",
    "catalogue.view",
    "centre.open",
    "centre.suspend",
    "commission.pay",
    "complaint.handle",
    "float.ask",
    "float.topup",
    "grant.give",
    "inspection.record",
    "limit.set",
    "market.sell",
    "market.vet",
    "people.manage",
    "people.view",
    "pii.reveal",
    "receipt.view",
    "report.view",
    "sale.create",
    "sale.reverse",
    "seat.assign",
    "statement.reconcile",
    "statement.view",
    "tariff.approve",
    "tariff.propose",
];

/// Pairs that nobody may hold together where their places overlap (security.md 4.6): who proposes a price does not
/// approve it, who gives rights does not audit, who sells is not the auditor of the same centre, who asks for money does
/// not approve it, who sells suspends nobody and is never the one to lift it, who sells goods does not check them.
pub const CONFLICTS: &[(&str, &str)] = &[
    ("tariff.propose", "tariff.approve"),
    ("grant.give", "audit.view"),
    ("sale.create", "audit.view"),
    ("float.ask", "float.topup"),
    ("sale.create", "complaint.handle"),
    ("sale.create", "centre.suspend"),
    ("sale.create", "statement.reconcile"),
    ("market.sell", "market.vet"),
];

const COUNTRY: &[PlaceKind] = &[PlaceKind::Country];
const HOSTS: &[PlaceKind] = &[PlaceKind::Union, PlaceKind::Pourashava, PlaceKind::Ward];

/// The table.
pub const ROLES: &[RoleRow] = &[
    RoleRow {
        role: Role::Administrator,
        name: "administrator",
        permissions: &[
            "book.view",
            "catalogue.view",
            "centre.open",
            "centre.suspend",
            "commission.pay",
            "float.topup",
            "grant.give",
            "limit.set",
            "people.manage",
            "people.view",
            "pii.reveal",
            "receipt.view",
            "report.view",
            "seat.assign",
            "statement.reconcile",
            "statement.view",
            "tariff.approve",
        ],
        hands_on: PERMISSIONS,
        at: COUNTRY,
        office: true,
    },
    RoleRow {
        role: Role::CatalogueKeeper,
        name: "catalogue_manager",
        permissions: &["catalogue.edit", "catalogue.view", "report.view", "tariff.propose"],
        hands_on: &[],
        at: COUNTRY,
        office: true,
    },
    RoleRow {
        role: Role::ECabOfficer,
        name: "e_cab_officer",
        permissions: &["catalogue.view", "market.vet", "report.view"],
        hands_on: &[],
        at: COUNTRY,
        office: true,
    },
    RoleRow {
        role: Role::Auditor,
        name: "auditor",
        permissions: &[
            "audit.view",
            "book.view",
            "catalogue.view",
            "people.view",
            "receipt.view",
            "report.view",
            "statement.view",
        ],
        hands_on: &[],
        at: &[PlaceKind::Country, PlaceKind::Division, PlaceKind::District, PlaceKind::Upazila],
        office: true,
    },
    RoleRow {
        role: Role::DivisionSupervisor,
        name: "division_supervisor",
        permissions: &[
            "book.view",
            "catalogue.view",
            "inspection.record",
            "people.view",
            "receipt.view",
            "report.view",
        ],
        hands_on: &[],
        at: &[PlaceKind::Division],
        office: true,
    },
    RoleRow {
        role: Role::DistrictSupervisor,
        name: "district_supervisor",
        permissions: &[
            "book.view",
            "catalogue.view",
            "centre.open",
            "centre.suspend",
            "complaint.handle",
            "grant.give",
            "inspection.record",
            "limit.set",
            "people.manage",
            "people.view",
            "pii.reveal",
            "receipt.view",
            "report.view",
            "seat.assign",
        ],
        hands_on: &["case.approve", "float.topup"],
        at: &[PlaceKind::District],
        office: true,
    },
    RoleRow {
        role: Role::UpazilaSupervisor,
        name: "upazila_supervisor",
        permissions: &[
            "book.view",
            "catalogue.view",
            "centre.suspend",
            "complaint.handle",
            "inspection.record",
            "people.manage",
            "people.view",
            "pii.reveal",
            "receipt.view",
            "report.view",
            "seat.assign",
        ],
        hands_on: &[],
        at: &[PlaceKind::Upazila, PlaceKind::CityCorporation],
        office: true,
    },
    RoleRow {
        role: Role::Chairman,
        name: "chairman",
        permissions: &["case.approve", "catalogue.view", "people.view", "receipt.view", "report.view"],
        hands_on: &[],
        at: HOSTS,
        office: true,
    },
    RoleRow {
        role: Role::Secretary,
        name: "secretary",
        permissions: &["book.view", "case.approve", "catalogue.view", "people.view", "receipt.view", "report.view"],
        hands_on: &[],
        at: HOSTS,
        office: true,
    },
    RoleRow {
        role: Role::Entrepreneur,
        name: "entrepreneur",
        permissions: &[
            "book.view",
            "case.handle",
            "catalogue.view",
            "float.ask",
            "market.sell",
            "receipt.view",
            "report.view",
            "sale.create",
            "sale.reverse",
        ],
        hands_on: &[],
        at: HOSTS,
        office: false,
    },
    RoleRow {
        role: Role::Postmaster,
        name: "postmaster",
        permissions: &["catalogue.view"],
        hands_on: &[],
        at: &[PlaceKind::District, PlaceKind::Upazila, PlaceKind::CityCorporation],
        office: false,
    },
    RoleRow {
        role: Role::MerchantStaff,
        name: "merchant_staff",
        permissions: &["catalogue.view", "market.sell"],
        hands_on: &[],
        at: &[
            PlaceKind::District,
            PlaceKind::Upazila,
            PlaceKind::CityCorporation,
            PlaceKind::Union,
            PlaceKind::Pourashava,
        ],
        office: false,
    },
];

impl Role {
    /// Its row. The table holds every role, which a test proves; an unknown one would be allowed nothing.
    #[must_use]
    pub fn row(self) -> &'static RoleRow {
        const NOTHING: &RoleRow =
            &RoleRow { role: Role::MerchantStaff, name: "", permissions: &[], hands_on: &[], at: &[], office: true };
        ROLES.iter().find(|row| row.role == self).unwrap_or(NOTHING)
    }

    /// The role of this name.
    #[must_use]
    pub fn of_name(name: &str) -> Option<Role> {
        ROLES.iter().find(|row| row.name == name).map(|row| row.role)
    }

    /// As it is stored.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// What it may do.
    #[must_use]
    pub fn permissions(self) -> &'static [&'static str] {
        self.row().permissions
    }
}
