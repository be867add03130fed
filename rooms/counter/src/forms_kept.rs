//! Compiled forms, kept by their text.
//!
//! Reading an `XLSForm` takes longer than taking the service; the same text always gives the same form.

use forms::Form;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

/// Forms kept, at most: several times the catalogue.
const FORMS_KEPT_MAX: usize = 1_000;

static KEPT: OnceLock<Mutex<HashMap<String, Arc<Form>>>> = OnceLock::new();

/// The form of this Markdown text; nothing when it is not a form (only a published text gets here, and those were read).
pub(crate) fn compiled(text: &str) -> Option<Arc<Form>> {
    let kept = KEPT.get_or_init(Mutex::default);
    if let Ok(kept) = kept.lock()
        && let Some(form) = kept.get(text)
    {
        return Some(form.clone());
    }
    let form = Arc::new(Form::from_markdown(text).ok()?);
    if let Ok(mut kept) = kept.lock() {
        if kept.len() >= FORMS_KEPT_MAX {
            kept.clear();
        }
        kept.insert(text.to_owned(), form.clone());
    }
    Some(form)
}
