//! The page that asks for one thing: one form, whose fields are data.

use super::show::{Faults, form_id};
use askama::Template;
use base::Refusal;
use journal::Stop;
use web::{Answer, Frame, Trouble};

/// How a field is filled.
#[derive(Clone)]
pub(super) enum Shape {
    /// Not at all: it is carried along.
    Hidden,
    /// On one line; the type of the input and our own literal attributes.
    Line(&'static str, &'static str),
    /// On several lines.
    Long,
    /// From a list of (value, words).
    Choice(Vec<(String, String)>),
}

/// One field.
#[derive(Clone)]
pub(super) struct Field {
    pub name: &'static str,
    pub label: String,
    pub hint: String,
    pub value: String,
    pub shape: Shape,
}

impl Field {
    /// A field whose label and hint are words of these keys; no hint for an empty key.
    pub fn new(frame: &Frame, name: &'static str, label: &str, hint: &str, value: &str, shape: Shape) -> Field {
        let hint = if hint.is_empty() { String::new() } else { frame.say(hint) };
        Field { name, label: frame.say(label), hint, value: value.to_owned(), shape }
    }

    /// A field that is carried along unseen.
    pub fn hidden(name: &'static str, value: &str) -> Field {
        Field { name, label: String::new(), hint: String::new(), value: value.to_owned(), shape: Shape::Hidden }
    }
}

/// The page.
#[derive(Template)]
#[template(path = "ask.html")]
pub(super) struct AskPage {
    pub frame: Frame,
    pub back_href: String,
    pub back: String,
    pub about: String,
    pub action: String,
    pub form_id: String,
    pub fields: Vec<Field>,
    pub button: String,
    pub grave: bool,
    pub faults: Faults,
}

impl AskPage {
    /// An empty page with this title, leading back and acting at these addresses.
    pub fn new(frame: Frame, back_href: String, back: String, action: String) -> Result<AskPage, Trouble> {
        Ok(AskPage {
            button: frame.title.clone(),
            frame,
            back_href,
            back,
            about: String::new(),
            action,
            form_id: form_id()?,
            fields: Vec::new(),
            grave: false,
            faults: Vec::new(),
        })
    }

    /// The page with its form unfilled.
    pub fn show(&self) -> Answer {
        web::page(self)
    }

    /// The same page once more with the reason beside the field: the form keeps its id, so nothing is done twice.
    pub fn refused(mut self, form_id: String, refusal: &dyn Refusal) -> Answer {
        self.faults = super::show::fault(&self.frame, refusal);
        self.form_id = form_id;
        web::page_refused(&self, refusal)
    }

    /// The same for what a plain noun refuses at this field.
    pub fn refused_at(mut self, form_id: String, refusal: &dyn Refusal, field: &str) -> Answer {
        self.faults = super::show::fault_at(&self.frame, refusal, field);
        self.form_id = form_id;
        web::page_refused(&self, refusal)
    }

    /// What became of a deed: on to this address, or this page again.
    pub fn after<D, R: Refusal + 'static>(self, outcome: Result<D, Stop<R>>, form_id: String, next: &str) -> Answer {
        match outcome {
            Ok(_) => Ok(web::see_other(next)),
            Err(Stop::Refused(refusal)) if refusal.status() == 422 => self.refused(form_id, &refusal),
            Err(stop) => Err(stop.into()),
        }
    }
}
