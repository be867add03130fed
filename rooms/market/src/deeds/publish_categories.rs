//! The tree of categories is published.

use crate::category::Category;
use crate::events::CategoriesPublished;
use base::Refusal;
use journal::{Deed, Envelope, Fault, Journal, NATION, Stop, Tx, happened};
use serde::{Deserialize, Serialize};

/// Categories of the tree, at most.
pub const CATEGORIES_MAX: usize = 1_000;
/// The tree that comes with the house.
const STOCK: &str = include_str!("../../data/categories.csv");

/// Publishes the whole tree in one entry; the same tree again enters nothing.
///
/// # Refusals
/// See [`NotATree`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct PublishCategories {
    /// All categories, a category after the one above it.
    pub categories: Vec<Category>,
}

/// Why it is no tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotATree {
    /// None, or more than [`CATEGORIES_MAX`].
    Count,
    /// A code that is not made of Latin letters between dots, stands twice, or has nothing above it.
    Code(String),
    /// A category without a name in both languages.
    Name(String),
}

impl Refusal for NotATree {
    fn code(&self) -> &'static str {
        match self {
            NotATree::Count => "market.categories.count",
            NotATree::Code(_) => "market.categories.code",
            NotATree::Name(_) => "market.categories.name",
        }
    }

    fn values(&self) -> Vec<(&'static str, String)> {
        match self {
            NotATree::Count => vec![("max", CATEGORIES_MAX.to_string())],
            NotATree::Code(code) | NotATree::Name(code) => vec![("category", code.clone())],
        }
    }
}

/// The codes of [`NotATree`].
pub(crate) const CODES: &[&str] = &["market.categories.count", "market.categories.code", "market.categories.name"];

/// Holds a list to the rules of a tree.
fn decide(categories: &[Category]) -> Result<(), NotATree> {
    if categories.is_empty() || categories.len() > CATEGORIES_MAX {
        return Err(NotATree::Count);
    }
    let mut above: Vec<&str> = Vec::with_capacity(categories.len());
    for category in categories {
        let code = category.code.as_str();
        let plain = code.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase()));
        let hangs = code.rsplit_once('.').is_none_or(|(parent, _)| above.contains(&parent));
        if !plain || !hangs || above.contains(&code) {
            return Err(NotATree::Code(code.chars().take(40).collect()));
        }
        if category.name.bn.is_empty() || category.name.en.is_empty() {
            return Err(NotATree::Name(code.to_owned()));
        }
        above.push(code);
    }
    Ok(())
}

impl Deed for PublishCategories {
    const NAME: &'static str = "market.publish_categories";
    /// True when something was entered.
    type Done = bool;
    type Refusal = NotATree;

    fn book(&self) -> &str {
        NATION
    }

    async fn run(&self, tx: &mut Tx<'_, '_>) -> Result<bool, Stop<NotATree>> {
        let now = crate::reading::categories(tx).await?;
        decide(&self.categories).map_err(Stop::Refused)?;
        if now == self.categories {
            return Ok(false);
        }
        let event = CategoriesPublished { categories: self.categories.clone() };
        tx.enter(NATION, vec![happened(event)]).await?;
        Ok(true)
    }
}

#[derive(Deserialize)]
struct StockRow {
    code: String,
    name_bn: String,
    name_en: String,
    aliases: String,
    banned: String,
}

/// Publishes the tree that comes with the house, unless it stands already.
///
/// # Errors
/// What the database says; a list that is no tree, which a test excludes.
pub async fn stock_categories(journal: &Journal) -> Result<(), Fault> {
    let mut categories = Vec::new();
    for row in csv::Reader::from_reader(STOCK.as_bytes()).deserialize::<StockRow>() {
        let row = row.map_err(|error| Fault::Unsound(format!("categories.csv: {error}")))?;
        let aliases = row.aliases.split(';').map(base::text::clean).filter(|alias| !alias.is_empty());
        categories.push(Category {
            aliases: aliases.collect(),
            name: base::Both::clean(&row.name_bn, &row.name_en),
            banned: row.banned == "yes",
            code: row.code,
        });
    }
    match journal.write(Envelope::system(), PublishCategories { categories }).await {
        Ok(_) => Ok(()),
        Err(Stop::Fault(fault)) => Err(fault),
        Err(stop) => Err(Fault::Unsound(format!("categories.csv: {stop:?}"))),
    }
}
