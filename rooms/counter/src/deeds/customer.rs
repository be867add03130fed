//! A customer is found by the mobile number, or made.

use crate::deeds::take::{CustomerGiven, NotTaken};
use crate::events::CustomerMet;
use crate::service::is_default;
use crate::store::CUSTOMER_MOBILES;
use base::mobile::Mobile;
use db::Value;
use journal::{Fault, Sealed, Stop, Tx};
use network::person::Sex;
use serde::{Deserialize, Serialize};

/// Characters of a customer's name, at most.
pub const NAME_CHARS_MAX: usize = 80;

/// What is sealed of a customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerData {
    /// The name, as given.
    pub name: String,
    /// The mobile number in E.164; empty when there is none.
    pub mobile: String,
    /// The sex, when somebody said it once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub sex: Option<Sex>,
}

/// A customer of this receipt.
pub(super) struct Known {
    pub customer: String,
    pub seal: String,
    /// The sex, as it was said now or before.
    pub sex: Option<Sex>,
    /// What is to be entered, when the customer is new or gave another name.
    pub met: Option<CustomerMet>,
}

/// Finds or makes the customer; nobody when neither name nor number was given.
pub(super) async fn known(
    tx: &mut Tx<'_, '_>,
    book: &str,
    given: Option<&CustomerGiven>,
) -> Result<Option<Known>, Stop<NotTaken>> {
    let Some(given) = given else { return Ok(None) };
    let name = base::text::clean(given.name.as_deref().unwrap_or(""));
    let mobile = given.mobile.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let mobile = mobile.map(Mobile::parse).transpose().map_err(|refused| Stop::Refused(NotTaken::Mobile(refused)))?;
    if name.chars().count() > NAME_CHARS_MAX {
        return Err(Stop::Refused(NotTaken::Name));
    }
    let Some(mobile) = mobile else {
        if name.is_empty() {
            return Ok(None);
        }
        let data = CustomerData { name, mobile: String::new(), sex: given.sex };
        return Ok(Some(meet_first(tx, book, None, &data).await?));
    };
    let data = CustomerData { name, mobile: mobile.e164(), sex: given.sex };
    let blind = tx.keys().blind("mobile", &data.mobile);
    let found = tx.fetch(&CUSTOMER_MOBILES, vec![book.into(), blind.as_str().into()]).await?;
    let Some([Value::Text(customer), Value::Text(seal)]) = found.as_deref() else {
        return Ok(Some(meet_first(tx, book, Some(blind), &data).await?));
    };
    let before: Option<CustomerData> = tx.unseal(book, seal).await?;
    match before {
        // Erased: the number may come back as a new customer, of whom nothing old is known.
        None => Ok(Some(meet_first(tx, book, Some(blind), &data).await?)),
        // What is not said this time stays as it was said before.
        Some(before) => {
            let name = if data.name.is_empty() { before.name.clone() } else { data.name };
            let data = CustomerData { name, sex: data.sex.or(before.sex), ..data };
            if data == before {
                return Ok(Some(Known { customer: customer.clone(), seal: seal.clone(), sex: data.sex, met: None }));
            }
            let sealed = tx.seal(book, customer, &data).await?;
            Ok(Some(met(customer.clone(), sealed, Some(blind), data.sex)))
        }
    }
}

async fn meet_first(
    tx: &mut Tx<'_, '_>,
    book: &str,
    mobile_blind: Option<String>,
    data: &CustomerData,
) -> Result<Known, Fault> {
    let customer = tx.new_id()?.to_string();
    let sealed = tx.seal_new(book, &customer, data).await?;
    Ok(met(customer, sealed, mobile_blind, data.sex))
}

fn met(customer: String, data: Sealed, mobile_blind: Option<String>, sex: Option<Sex>) -> Known {
    let seal = data.seal.clone();
    let met = Some(CustomerMet { customer: customer.clone(), data, mobile_blind });
    Known { customer, seal, sex, met }
}
