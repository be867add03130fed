//! What a deed is given: the verbs, the time, new ids, and the book to enter into.

use crate::entry::Line;
use crate::open::Ground;
use crate::store::{ENTRIES, HEADS, OPEN_SEAL, SEALS, SUBJECTS};
use crate::{AnyEvent, Entered, EntryHead, Fault, Keys, Sealed, chain_hash, seal};
use db::{Kind, Value};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::ops::{Deref, DerefMut};

/// A transaction with a journal: everything of [`db::Tx`], and entering.
pub struct Tx<'a, 'b> {
    pub(crate) db: &'a mut db::Tx<'b>,
    pub(crate) ground: &'a Ground,
    pub(crate) by: &'a str,
    pub(crate) deed: &'static str,
    pub(crate) deed_key: &'a [u8],
}

impl<'b> Deref for Tx<'_, 'b> {
    type Target = db::Tx<'b>;

    fn deref(&self) -> &db::Tx<'b> {
        self.db
    }
}

impl<'b> DerefMut for Tx<'_, 'b> {
    fn deref_mut(&mut self) -> &mut db::Tx<'b> {
        self.db
    }
}

impl Tx<'_, '_> {
    /// The store's keys: for check codes and blind indexes.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.ground.keys
    }

    /// Who does this: a person's id or `system`.
    #[must_use]
    pub fn by(&self) -> &str {
        self.by
    }

    /// The session of this store, 16 hexadecimal digits.
    #[must_use]
    pub fn session(&self) -> &str {
        &self.ground.session
    }

    /// The hash of the last entry of a book: whoever has it on paper can prove everything before it. None for a book
    /// without entries.
    ///
    /// # Errors
    /// What the database says.
    pub async fn head_hash(&mut self, book: &str) -> Result<Option<Vec<u8>>, Fault> {
        let head = self.db.fetch(&HEADS, vec![book.into()]).await?;
        Ok(head.and_then(|mut row| match row.pop() {
            Some(Value::Bytes(hash)) => Some(hash),
            _ => None,
        }))
    }

    /// Enters what happened: appends one entry to the book and applies its events to the rooms' tables.
    ///
    /// # Errors
    /// What the database says.
    pub async fn enter(&mut self, book: &str, events: Vec<Box<dyn AnyEvent>>) -> Result<Entered, Fault> {
        let row = self.db.fetch(&HEADS, vec![book.into()]).await?;
        let (seq, folio, previous) = self.next_place(row)?;
        let head = EntryHead {
            book: book.to_owned(),
            session: self.ground.session.clone(),
            seq,
            folio,
            at: self.db.now(),
            by: self.by.to_owned(),
            deed: self.deed.to_owned(),
            deed_key: self.deed_key.to_vec(),
        };
        let bytes = bytes_of(&events)?;
        let hash = chain_hash(&head, &previous, &bytes);
        self.db.put(
            &HEADS,
            vec![book.into()],
            vec![head.session.as_str().into(), seq.into(), folio.into(), hash.into()],
        );
        let rest = vec![
            Value::from(head.session.as_str()),
            seq.into(),
            head.at.into(),
            head.by.as_str().into(),
            self.deed.into(),
            self.deed_key.into(),
            bytes.into(),
            previous.into(),
            hash.into(),
        ];
        self.db.add(&ENTRIES, vec![book.into(), folio.into()], rest);
        for event in &events {
            event.apply(&head, self.db).await?;
        }
        Ok(Entered { book: head.book, session: head.session, seq, folio })
    }

    /// The next seq, folio and previous hash. A new session counts from 1 and names the last entry it knows.
    fn next_place(&self, head: Option<Vec<Value>>) -> Result<(i64, i64, Vec<u8>), Fault> {
        let Some(head) = head else {
            return Ok((1, 1, vec![0; 32]));
        };
        let [Value::Text(session), Value::Integer(seq), Value::Integer(folio), Value::Bytes(hash)] = head.as_slice()
        else {
            return Err(Fault::Unsound("a head of another shape".to_owned()));
        };
        let seq = if *session == self.ground.session { seq.saturating_add(1) } else { 1 };
        Ok((seq, folio.saturating_add(1), hash.clone()))
    }

    /// Seals personal data under the key of its subject, who gets one at first need.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the subject was erased: nothing may be sealed for them again.
    pub async fn seal<T: Serialize>(&mut self, book: &str, subject: &str, data: &T) -> Result<Sealed, Fault> {
        let plain = serde_json::to_vec(data).map_err(|error| Fault::Unsound(format!("sealing: {error}")))?;
        self.seal_bytes(book, subject, &plain).await
    }

    /// Seals bytes as they are: a scan, a photo. [`Tx::seal`] is for values.
    ///
    /// # Errors
    /// As [`Tx::seal`].
    pub async fn seal_bytes(&mut self, book: &str, subject: &str, plain: &[u8]) -> Result<Sealed, Fault> {
        let place = format!("{book}/{subject}");
        let key = match self.db.fetch(&SUBJECTS, vec![book.into(), subject.into()]).await?.as_deref() {
            Some([Value::Bytes(wrapped), ..]) => seal::unwrap_key(&self.ground.keys, &place, wrapped)?,
            Some(_) => return Err(Fault::Unsound("this person was erased".to_owned())),
            None => {
                let key: [u8; 32] = self.db.random()?;
                let wrapped = seal::wrap(&self.ground.keys, self.db.random()?, &place, &key)?;
                let row = vec![wrapped.into(), self.db.now().into(), Value::Null(Kind::Integer)];
                self.db.add(&SUBJECTS, vec![book.into(), subject.into()], row);
                key
            }
        };
        let id = self.db.new_id()?.to_string();
        let sealed = seal::close(&key, self.db.random()?, &format!("{place}/{id}"), plain)?;
        let hash = seal::hash_of(&sealed);
        self.db.add(&SEALS, vec![book.into(), id.as_str().into()], vec![subject.into(), sealed.into()]);
        Ok(Sealed { seal: id, hash })
    }

    /// [`Tx::seal`] for a subject that begins with this, named by an id or a number that was just given: nobody looks
    /// whether there is one. If there is, the deed fails.
    ///
    /// # Errors
    /// As [`Tx::seal`].
    pub async fn seal_new<T: Serialize>(&mut self, book: &str, subject: &str, data: &T) -> Result<Sealed, Fault> {
        self.db.presume_absent(&SUBJECTS, vec![book.into(), subject.into()]);
        self.seal(book, subject, data).await
    }

    /// Opens a seal of a value; nothing when its subject was erased.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the data was changed, is of another shape, or the master key is another.
    pub async fn unseal<T: DeserializeOwned>(&mut self, book: &str, id: &str) -> Result<Option<T>, Fault> {
        let plain = self.unseal_bytes(book, id).await?;
        let read = |plain: Vec<u8>| serde_json::from_slice(&plain);
        plain.map(read).transpose().map_err(|error| Fault::Unsound(format!("seal {id}: {error}")))
    }

    /// Opens a seal of bytes; nothing when its subject was erased.
    ///
    /// # Errors
    /// [`Fault::Unsound`] when the data was changed or the master key is another.
    pub async fn unseal_bytes(&mut self, book: &str, id: &str) -> Result<Option<Vec<u8>>, Fault> {
        let Some(row) = self.db.optional(&OPEN_SEAL, &[book.into(), id.into()]).await? else {
            return Err(Fault::Unsound(format!("book {book}: no seal {id}")));
        };
        let Some(wrapped) = row.get::<Option<Vec<u8>>>("wrapped")? else {
            return Ok(None);
        };
        let place = format!("{book}/{}", row.get::<String>("subject")?);
        let key = seal::unwrap_key(&self.ground.keys, &place, &wrapped)?;
        seal::open(&key, &format!("{place}/{id}"), &row.get::<Vec<u8>>("box")?).map(Some)
    }

    /// Destroys a subject's key: everything sealed for them can never be read again.
    ///
    /// # Errors
    /// What the database says.
    pub async fn erase(&mut self, book: &str, subject: &str) -> Result<(), Fault> {
        let key = vec![book.into(), subject.into()];
        if let Some(row) = self.db.fetch(&SUBJECTS, key.clone()).await? {
            let made = row.get(1).cloned().unwrap_or(Value::Integer(0));
            self.db.put(&SUBJECTS, key, vec![Value::Null(Kind::Bytes), made, self.db.now().into()]);
        }
        Ok(())
    }
}

/// The exact bytes of a list of events.
fn bytes_of(events: &[Box<dyn AnyEvent>]) -> Result<Vec<u8>, Fault> {
    let unsound = |error: serde_json::Error| Fault::Unsound(format!("an event cannot be written: {error}"));
    let texts: Vec<Box<RawValue>> =
        events.iter().map(|event| RawValue::from_string(event.bytes()?).map_err(unsound)).collect::<Result<_, _>>()?;
    let lines: Vec<Line<'_>> = events
        .iter()
        .zip(&texts)
        .map(|(event, data)| Line { kind: event.kind(), version: event.version(), data })
        .collect();
    serde_json::to_vec(&lines).map_err(unsound)
}
