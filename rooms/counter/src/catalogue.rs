//! The catalogue at hand: what is searched as people type.

use crate::amend::fields::{amount_rule, boths, list};
use crate::deeds::publish::PublishService;
use crate::deeds::set_tariff::SetTariff;
use crate::reading;
use crate::service::{Approver, Category, Connectivity, Offer, Service, Tariff};
use crate::stock_forms::{FORMS, SAMPLES};
use base::calendar::BusinessDay;
use base::text::Finder;
use base::{Both, Paisa};
use journal::{Envelope, Fault, Journal, Stop};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

/// All services on offer, with an index of their names. Read anew when the catalogue's folio moves.
#[derive(Clone, Default)]
pub struct Catalogue {
    kept: Arc<Mutex<Option<Arc<Shown>>>>,
}

/// The catalogue as it stood at one folio.
pub struct Shown {
    folio: i64,
    /// The services, in the order of their codes.
    pub offers: Vec<Offer>,
    places: HashMap<String, usize>,
    finder: Finder,
}

impl Shown {
    fn new(folio: i64, offers: Vec<Offer>) -> Shown {
        let places = offers.iter().zip(0..).map(|(offer, place)| (offer.service.code.clone(), place)).collect();
        let things = offers.iter().zip(0..).map(|(offer, place): (&Offer, usize)| {
            let service = &offer.service;
            let mut names = vec![service.code.clone(), service.name.bn.clone(), service.name.en.clone()];
            names.extend(service.synonyms.iter().cloned());
            (place, 1, names)
        });
        let finder = Finder::new(things.collect());
        Shown { folio, offers, places, finder }
    }

    /// One service.
    #[must_use]
    pub fn offer(&self, code: &str) -> Option<&Offer> {
        self.offers.get(*self.places.get(code)?)
    }

    /// What is meant by these letters: Bangla, English, romanised Bangla or a code; the best first.
    #[must_use]
    pub fn find(&self, query: &str, limit: usize) -> Vec<&Offer> {
        self.finder.find(query, limit).into_iter().filter_map(|place| self.offers.get(place)).collect()
    }

    /// The name of a service in a language; the code when it is gone.
    #[must_use]
    pub fn name(&self, code: &str, lang: base::Lang) -> String {
        self.offer(code).map_or_else(|| code.to_owned(), |offer| offer.service.name.in_lang(lang).to_owned())
    }
}

impl Catalogue {
    /// The catalogue as it stands now.
    ///
    /// # Errors
    /// What the database says.
    pub async fn now(&self, journal: &Journal) -> Result<Arc<Shown>, Fault> {
        let folio: i64 =
            journal.read::<i64, Fault, _>(|tx| Box::pin(async move { reading::catalogue_folio(tx).await })).await?;
        let broken = |_| Fault::Unsound("the catalogue is broken".to_owned());
        if let Some(shown) = &*self.kept.lock().map_err(broken)?
            && shown.folio == folio
        {
            return Ok(shown.clone());
        }
        let offers: Vec<Offer> =
            journal.read::<_, Fault, _>(|tx| Box::pin(async move { reading::offers(tx).await })).await?;
        let shown = Arc::new(Shown::new(folio, offers));
        *self.kept.lock().map_err(broken)? = Some(shown.clone());
        Ok(shown)
    }
}

/// The services that come with the program.
const STOCK: &str = include_str!("../services/catalogue.csv");

/// The first day of the tariffs that come with the program: before any register that may be entered.
const FIRST_DAY: (i16, i8, i8) = (2010, 11, 11);

/// Publishes the services and national tariffs that come with the program, as far as the store lacks them. A tariff
/// that people set later is never touched.
///
/// # Errors
/// What the database says; [`Fault::Unsound`] when our own data is refused.
pub async fn stock_catalogue(journal: &Journal, change: &str) -> Result<(), Fault> {
    let shown = Catalogue::default().now(journal).await?;
    for row in csv::Reader::from_reader(STOCK.as_bytes()).deserialize() {
        let row: StockRow = row.map_err(|error| Fault::Unsound(format!("catalogue.csv: {error}")))?;
        let (service, tariff, form) = row.read()?;
        let code = service.code.clone();
        let refused = |what: String| Fault::Unsound(format!("catalogue.csv {code}: {what}"));
        let deed = PublishService { service, form: form.to_owned(), change: change.to_owned() };
        match journal.write(Envelope::system(), deed).await {
            Ok(_) => {}
            Err(Stop::Fault(fault)) => return Err(fault),
            Err(stop) => return Err(refused(format!("{stop:?}"))),
        }
        if shown.offer(&code).is_none_or(|offer| offer.tariffs.is_empty()) {
            match journal.write(Envelope::system(), SetTariff { service: code.clone(), tariff }).await {
                Ok(_) => {}
                Err(Stop::Fault(fault)) => return Err(fault),
                Err(stop) => return Err(refused(format!("{stop:?}"))),
            }
        }
    }
    Ok(())
}

/// A row of `services/catalogue.csv`. Amounts in taka; lists are parted by `;`, the two languages by `|`.
#[derive(Debug, serde::Deserialize)]
struct StockRow {
    code: String,
    name_bn: String,
    name_en: String,
    #[serde(default)]
    category: Category,
    group: String,
    provider_bn: String,
    provider_en: String,
    agency: String,
    unit: String,
    sla_days: u32,
    connectivity: Connectivity,
    #[serde(default)]
    approver: Approver,
    official_taka: String,
    shop_taka: String,
    programme_taka: String,
    #[serde(default)]
    partner_taka: String,
    #[serde(default)]
    per_thousand: bool,
    #[serde(default)]
    outsiders_official_only: bool,
    #[serde(default)]
    fee_basis: String,
    /// `in:PROVIDER:MIN:MAX` or `out:…`, in taka; empty when no amount is entered.
    #[serde(default)]
    amount: String,
    #[serde(default)]
    by_post: bool,
    #[serde(default)]
    course: String,
    form: String,
    documents: String,
    #[serde(default)]
    prerequisites: String,
    synonyms: String,
}

impl StockRow {
    fn read(self) -> Result<(Service, Tariff, &'static str), Fault> {
        let tariff = self.tariff()?;
        let form = match self.form.as_str() {
            "" => "",
            name => FORMS.iter().find(|(known, _)| *known == name).ok_or_else(|| self.unsound("the form"))?.1,
        };
        let amount = amount_rule(&self.amount).map_err(|_| self.unsound("the rule of its amount"))?;
        let service = Service {
            code: self.code,
            name: Both { bn: self.name_bn, en: self.name_en },
            group: self.group,
            provider: Both { bn: self.provider_bn, en: self.provider_en },
            agency: self.agency,
            unit: self.unit,
            sla_days: self.sla_days,
            connectivity: self.connectivity,
            documents: boths(&self.documents),
            synonyms: list(&self.synonyms).map(str::to_owned).collect(),
            category: self.category,
            prerequisites: boths(&self.prerequisites),
            approver: self.approver,
            amount,
            by_post: self.by_post,
            course: Some(self.course).filter(|course| !course.is_empty()),
            fee_basis: self.fee_basis,
            retired: false,
        };
        Ok((service, tariff, form))
    }

    fn unsound(&self, what: &str) -> Fault {
        Fault::Unsound(format!("catalogue.csv {}: {what}", self.code))
    }

    fn taka(&self, text: &str) -> Result<Paisa, Fault> {
        if text.is_empty() { Ok(Paisa::ZERO) } else { Paisa::parse(text).map_err(|_| self.unsound("an amount")) }
    }

    fn tariff(&self) -> Result<Tariff, Fault> {
        let (year, month, day) = FIRST_DAY;
        let from = BusinessDay::new(year, month, day).ok_or_else(|| self.unsound("the first day"))?;
        let amounts = [self.taka(&self.official_taka)?, self.taka(&self.shop_taka)?, self.taka(&self.programme_taka)?];
        Ok(Tariff {
            partner: self.taka(&self.partner_taka)?,
            per_thousand: self.per_thousand,
            outsiders_official_only: self.outsiders_official_only,
            ..Tariff::new("/", from, amounts)
        })
    }
}

/// Invented answers to the form of a service, as good on this day; nothing when it has no form.
#[must_use]
pub fn sample_answers(code: &str, day: BusinessDay) -> Option<BTreeMap<String, String>> {
    let mut rows = csv::Reader::from_reader(STOCK.as_bytes());
    let row = rows.deserialize::<StockRow>().filter_map(Result::ok).find(|row| row.code == code)?;
    let (_, text) = SAMPLES.iter().find(|(known, _)| *known == row.form)?;
    let json: serde_json::Value = serde_json::from_str(text).ok()?;
    let answers = forms::Answers::from_json(&json).ok()?.on_day(day);
    Some(answers.iter().map(|(key, value)| (key.to_owned(), value.to_owned())).collect())
}
