//! One service, changed by hand: every field of it, and its form.

use super::seen::choice;
use super::{known, may, told_unfit};
use crate::amend::fields::{
    APPROVERS, CATEGORIES, CONNECTIVITIES, FEE_BASES, FIELDS, NotAField, OWN_FORM, form_name, put, text_of,
};
use crate::amend::{Amendment, NotAmended, ServiceChange};
use crate::deeds::amend::KeepAmendment;
use crate::pages::{Faults, catalogue, told};
use crate::reading;
use crate::service::Service;
use crate::service_rules::NotPublished;
use crate::stock_forms::FORMS;
use askama::Template;
use axum::extract::{Path, State};
use base::Refusal;
use journal::{Envelope, Fault, Stop};
use std::collections::BTreeMap;
use web::{Answer, Frame, House, Trouble, Upload, Visitor};

#[derive(Template)]
#[template(path = "service_edit.html")]
pub(super) struct EditPage {
    pub frame: Frame,
    /// Empty for a new service.
    pub code: String,
    /// What it is called now.
    pub name: String,
    pub given: Given,
    pub faults: Faults,
}

impl EditPage {
    /// Where the form leads.
    fn action(&self) -> String {
        if self.code.is_empty() {
            "/counter/catalogue/new".to_owned()
        } else {
            format!("/counter/catalogue/{}/edit", self.code)
        }
    }

    /// The choices of a field: (value, words, chosen).
    fn choices(&self, field: &str) -> Vec<(String, String, bool)> {
        let keys = known(&self.frame);
        let owned = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        let mut values: Vec<String> = match field {
            "category" => owned(&CATEGORIES),
            "group" => keys.groups,
            "unit" => keys.units,
            "connectivity" => owned(&CONNECTIVITIES),
            "approver" => owned(&APPROVERS),
            "fee_basis" => owned(&FEE_BASES),
            "direction" => owned(&["", "in", "out"]),
            _ => ["", OWN_FORM].into_iter().chain(FORMS.iter().map(|(name, _)| *name)).map(str::to_owned).collect(),
        };
        let chosen = self.given.text(field);
        // A new service has neither yet: a browser must not choose the first of the list for its manager.
        if matches!(field, "group" | "unit") && chosen.is_empty() {
            values.insert(0, String::new());
        }
        values
            .into_iter()
            .map(|value| {
                let (words, chosen) = (choice(&self.frame, field, &value), value == chosen);
                (value, words, chosen)
            })
            .collect()
    }
}

/// What is typed into the fields.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(pub BTreeMap<String, String>);

impl Given {
    pub(super) fn text(&self, field: &str) -> &str {
        self.0.get(field).map_or("", String::as_str)
    }

    /// True for a box that is ticked.
    fn is(&self, field: &str) -> bool {
        self.text(field) == "yes"
    }

    /// What the page begins with.
    pub(super) fn of(service: &Service, form: &str, version: i64) -> Given {
        let mut given = BTreeMap::new();
        for field in FIELDS {
            let text = text_of(service, form, field);
            let lines = matches!(field, "documents" | "prerequisites" | "synonyms");
            given.insert(field.to_owned(), if lines { text.replace("; ", "\n") } else { text });
        }
        let amount = text_of(service, form, "amount");
        for (part, text) in ["direction", "amount_provider", "amount_min", "amount_max"].iter().zip(amount.split(':')) {
            given.insert((*part).to_owned(), text.to_owned());
        }
        if form_name(form) == OWN_FORM {
            given.insert("form_text".to_owned(), form.to_owned());
        }
        given.insert("made_from".to_owned(), version.to_string());
        Given(given)
    }

    /// What was sent. The four fields of an amount are one, and a ticked box is a yes.
    fn sent(upload: &Upload) -> Given {
        let mut given: BTreeMap<String, String> = upload.fields.iter().cloned().collect();
        let text = |field: &str| upload.text(field).trim().to_owned();
        let amount = match text("direction").as_str() {
            "" => String::new(),
            way => format!("{way}:{}:{}:{}", text("amount_provider"), text("amount_min"), text("amount_max")),
        };
        given.insert("amount".to_owned(), amount);
        Given(given)
    }

    /// The service and its form as typed, or what is wrong with each field.
    fn read(
        &self,
        frame: &Frame,
        (mut service, mut form): (Service, String),
        upload: &Upload,
    ) -> Result<(Service, String), Vec<(String, NotAField)>> {
        let keys = known(frame);
        let mut wrong = Vec::new();
        for field in FIELDS.into_iter().filter(|field| *field != "form") {
            // The code of a service never changes; a new one brings its own.
            if field == "code" && !service.code.is_empty() {
                continue;
            }
            if let Err(not) = put((&mut service, &mut form), field, self.text(field), &keys) {
                wrong.push((field.to_owned(), not));
            }
        }
        match self.form(&form, upload) {
            Ok(read) => form = read,
            Err(not) => wrong.push(("form".to_owned(), not)),
        }
        if wrong.is_empty() { Ok((service, form)) } else { Err(wrong) }
    }

    /// The form: a file that was sent, else what is chosen.
    fn form(&self, now: &str, upload: &Upload) -> Result<String, NotAField> {
        if let Some(file) = upload.file("form_file") {
            let read = forms::markdown_of_xlsx(&file.bytes);
            return read.map_err(|faults| NotAField::Rule(NotPublished::Form(faults)));
        }
        let (mut service, mut form) = (Service::default(), now.to_owned());
        let chosen = self.text("form");
        let typed = self.text("form_text").replace('\r', "");
        if chosen == OWN_FORM && !typed.trim().is_empty() {
            return Ok(format!("{}\n", typed.trim()));
        }
        put((&mut service, &mut form), "form", chosen, &crate::amend::fields::Known::default())?;
        Ok(form)
    }
}

/// A service as it stands, with its form and its version.
async fn standing(house: &House, code: &str) -> Result<(Service, String, i64), Trouble> {
    let shown = catalogue(house).await?;
    let offer = shown.offer(code).ok_or(Trouble::NotFound)?;
    let (of, version) = (code.to_owned(), offer.version);
    let read = house
        .journal
        .read::<_, Fault, _>(move |tx| Box::pin(async move { reading::form_text(tx, &of, version).await }));
    Ok((offer.service.clone(), read.await?, version))
}

fn page_of(frame: Frame, service: &Service, given: Given) -> EditPage {
    let (code, name) = (service.code.clone(), service.name.in_lang(frame.lang).to_owned());
    let frame = frame.titled(if code.is_empty() { "service-new" } else { "service-edit" });
    EditPage { code, name, given, faults: Faults::new(), frame }
}

/// `GET /counter/catalogue/new`.
pub(super) async fn ask_new(frame: Frame, visitor: Visitor) -> Answer {
    may(&visitor)?;
    let service = Service::default();
    let given = Given::of(&service, "", 0);
    web::page(&page_of(frame, &service, given))
}

/// `GET /counter/catalogue/{code}/edit`.
pub(super) async fn ask(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
) -> Answer {
    may(&visitor)?;
    let (service, form, version) = standing(&house, &code).await?;
    let given = Given::of(&service, &form, version);
    web::page(&page_of(frame, &service, given))
}

/// `POST /counter/catalogue/new`.
pub(super) async fn keep_new(State(house): State<House>, frame: Frame, visitor: Visitor, sent: Upload) -> Answer {
    may(&visitor)?;
    kept(&house, frame, &visitor, (Service::default(), String::new()), &sent).await
}

/// `POST /counter/catalogue/{code}/edit`: on to what would change.
pub(super) async fn keep(
    State(house): State<House>,
    frame: Frame,
    visitor: Visitor,
    Path(code): Path<String>,
    sent: Upload,
) -> Answer {
    may(&visitor)?;
    let (service, form, _) = standing(&house, &code).await?;
    kept(&house, frame, &visitor, (service, form), &sent).await
}

async fn kept(house: &House, frame: Frame, visitor: &Visitor, stands: (Service, String), sent: &Upload) -> Answer {
    let given = Given::sent(sent);
    let mut page = page_of(frame, &stands.0, given.clone());
    let (service, form) = match given.read(&page.frame, stands, sent) {
        Ok(read) => read,
        Err(wrong) => {
            page.faults = wrong.iter().map(|(field, not)| (field.clone(), told_field(&page.frame, not))).collect();
            let first = wrong.into_iter().next().map(|(_, not)| not).ok_or(Trouble::NotFound)?;
            return web::page_refused(&page, &first);
        }
    };
    let made_from = base::number::parse_integer(given.text("made_from")).unwrap_or(0);
    let note = base::text::clean(given.text("note"));
    let changes = vec![ServiceChange { service, form, made_from }];
    let amendment = Amendment { note, changes, ..Amendment::default() };
    let deed = KeepAmendment { person: visitor.person.clone(), amendment };
    match house.journal.write(Envelope::keyless(&visitor.person), deed).await {
        Ok(_) => Ok(web::see_other("/counter/catalogue/changes")),
        Err(Stop::Refused(refusal)) => {
            let words = match &refusal {
                NotAmended::Unfit(unfit) => told_unfit(&page.frame, unfit),
                other => told(&page.frame, other),
            };
            page.faults = vec![(refusal.field().unwrap_or_default(), words)];
            web::page_refused(&page, &refusal)
        }
        Err(stop) => Err(stop.into()),
    }
}

fn told_field(frame: &Frame, not: &NotAField) -> String {
    if let NotAField::Rule(unfit) = not { told_unfit(frame, unfit) } else { told(frame, not) }
}
