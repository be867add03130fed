//! A ruled page: registers and statements in the shape in which offices keep them, on A4. The caller says what stands in
//! the columns; headings, rules, page numbers and lines for signatures are the same on all of them.

use crate::{PrintFault, page};
use serde_json::{Value, json};

/// How the page is set.
const RULED: &str = include_str!("../pages/ruled.typ");
/// Points of an ordinary letter on these pages; columns of a whole month of days take smaller ones.
const POINTS: f64 = 9.0;

/// Where the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// Words.
    Left,
    /// Numbers.
    Right,
    /// Marks.
    Centre,
}

impl Stands {
    const fn name(self) -> &'static str {
        match self {
            Stands::Left => "left",
            Stands::Right => "right",
            Stands::Centre => "centre",
        }
    }
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    heading: String,
    stands: Stands,
    part: i64,
}

impl Column {
    /// A column that is as wide as its widest cell.
    pub fn new(heading: impl Into<String>, stands: Stands) -> Column {
        Column { heading: heading.into(), stands, part: 0 }
    }

    /// It takes so many parts of what the others leave.
    #[must_use]
    pub fn wide(self, parts: u8) -> Column {
        Column { part: i64::from(parts), ..self }
    }
}

/// A ruled page.
#[derive(Debug, Clone)]
pub struct Ruled {
    lang: &'static str,
    title: String,
    owner: String,
    place: String,
    period: String,
    across: bool,
    points: f64,
    groups: Vec<Value>,
    columns: Vec<Column>,
    rows: Vec<Value>,
    notes: Vec<String>,
    signatures: Vec<String>,
}

impl Ruled {
    /// A page of this title about a period, kept by an owner (a centre, an office) at a place. `lang` is `bn` or `en`.
    pub fn new(lang: &'static str, title: impl Into<String>, period: impl Into<String>) -> Ruled {
        Ruled {
            lang,
            title: title.into(),
            owner: String::new(),
            place: String::new(),
            period: period.into(),
            across: false,
            points: POINTS,
            groups: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            notes: Vec::new(),
            signatures: Vec::new(),
        }
    }

    /// Whose it is, and where that is.
    #[must_use]
    pub fn of(self, owner: impl Into<String>, place: impl Into<String>) -> Ruled {
        Ruled { owner: owner.into(), place: place.into(), ..self }
    }

    /// The sheet lies across.
    #[must_use]
    pub fn across(self) -> Ruled {
        Ruled { across: true, ..self }
    }

    /// The table in smaller letters, in points.
    #[must_use]
    pub fn points(self, points: f64) -> Ruled {
        Ruled { points, ..self }
    }

    /// The columns.
    #[must_use]
    pub fn columns(self, columns: impl IntoIterator<Item = Column>) -> Ruled {
        Ruled { columns: columns.into_iter().collect(), ..self }
    }

    /// A heading over the next so many columns.
    #[must_use]
    pub fn group(mut self, name: &str, columns: u8) -> Ruled {
        self.groups.push(json!({ "name": name, "columns": columns }));
        self
    }

    /// A row. Cells that are missing are empty, cells beyond the last column are left away.
    #[must_use]
    pub fn row(self, cells: Vec<String>) -> Ruled {
        self.with_row(cells, false)
    }

    /// A row that stands out: what was brought forward, a sum.
    #[must_use]
    pub fn strong(self, cells: Vec<String>) -> Ruled {
        self.with_row(cells, true)
    }

    fn with_row(mut self, mut cells: Vec<String>, strong: bool) -> Ruled {
        cells.resize(self.columns.len(), String::new());
        self.rows.push(json!({ "cells": cells, "strong": strong }));
        self
    }

    /// A sentence below the table.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Ruled {
        self.notes.push(note.into());
        self
    }

    /// A line on which somebody signs, with what stands below it.
    #[must_use]
    pub fn signed_by(mut self, name: impl Into<String>) -> Ruled {
        self.signatures.push(name.into());
        self
    }

    /// The page as PDF. It is set on the calling thread: off the async threads.
    ///
    /// # Errors
    /// As [`page::pdf`].
    pub fn pdf(&self) -> Result<Vec<u8>, PrintFault> {
        let column = |column: &Column| {
            json!({
                "heading": column.heading, "align": column.stands.name(), "part": column.part,
            })
        };
        let data = json!({
            "lang": self.lang, "title": self.title, "owner": self.owner, "place": self.place, "period": self.period,
            "across": self.across, "size": self.points, "groups": self.groups,
            "columns": self.columns.iter().map(column).collect::<Vec<_>>(),
            "rows": self.rows, "notes": self.notes, "signatures": self.signatures,
        });
        page::pdf(RULED, &data)
    }
}
