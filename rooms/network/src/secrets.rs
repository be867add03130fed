//! Secrets: tokens, one-time codes, passwords. What is stored of them is a hash, and comparing costs the same for all.

use crate::refusals::NotChosen;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use base::mobile::Mobile;
use journal::{Fault, Keys};
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;

/// Characters of a password, at least (ASVS 6.2.1; the page advises 12).
pub const PASSWORD_CHARS_MIN: usize = 8;
/// Characters of a password, at most.
pub const PASSWORD_CHARS_MAX: usize = 128;
/// Passwords hashed at once. Each takes 19 MB and about 25 ms of a core, so more would starve the counters.
const HASHES_AT_ONCE_MAX: usize = 2;

/// Passwords that everybody tries first, in lower case.
const KNOWN: &str = include_str!("known_passwords.txt");

/// Letters of one-time codes: none that looks like another (Crockford's base 32).
const CODE_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The hash of nobody's password: no password gives 32 zero bytes.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

static HASHING: Semaphore = Semaphore::const_new(HASHES_AT_ONCE_MAX);

/// A new token of 32 random bytes, in hexadecimal: what a cookie or a bearer carries.
///
/// # Errors
/// [`Fault::Unsound`] when the machine gives no random bytes.
pub fn new_token() -> Result<String, Fault> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Unsound(format!("no random bytes: {error}")))?;
    Ok(base::text::hex(&bytes))
}

/// What is stored of a token or a one-time code: its SHA-256. Both are random enough that nobody can try them all.
#[must_use]
pub fn fingerprint(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A one-time code of 80 bits for whatever the seed names, in four groups of four letters. The same seed gives the
/// same code, so a form pressed twice shows it twice; without the store's keys nobody can make it.
#[must_use]
pub fn one_time_code(keys: &Keys, seed: &str) -> String {
    let signed = keys.sign("one-time code", seed);
    let bits = signed.iter().take(10).fold(0_u128, |bits, byte| (bits << 8) | u128::from(*byte));
    let mut code = String::with_capacity(19);
    for place in 0..16_u32 {
        if place > 0 && place % 4 == 0 {
            code.push('-');
        }
        let shift = 75_u32.saturating_sub(place.saturating_mul(5));
        let letter = usize::try_from((bits >> shift) & 31).ok().and_then(|place| CODE_LETTERS.get(place));
        code.extend(letter.map(|letter| char::from(*letter)));
    }
    code
}

/// A one-time code as a person typed it, in its one form: Bangla digits, small letters and look-alikes are forgiven.
#[must_use]
pub fn plain_code(typed: &str) -> String {
    let letters: Vec<char> = base::number::to_latin_digits(typed)
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            'U' => 'V',
            other => other,
        })
        .collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// A password in the one form in which it is hashed: NFKC, so that the same keys on another keyboard give the same.
/// Case and spaces stay as they are (ASVS 6.2.8).
#[must_use]
pub fn normal(password: &str) -> String {
    base::text::nfkc(password)
}

/// Checks a new password. There are no rules of composition (NIST 800-63B): length, and not one of those tried first.
///
/// # Errors
/// Too short, too long, known to everybody, or the person's own mobile number.
pub fn check_password(password: &str, mobile: &Mobile) -> Result<(), NotChosen> {
    let password = normal(password);
    let length = password.chars().count();
    if length < PASSWORD_CHARS_MIN {
        return Err(NotChosen::TooShort);
    }
    if length > PASSWORD_CHARS_MAX {
        return Err(NotChosen::TooLong);
    }
    if Mobile::parse(&password).is_ok_and(|typed| typed == *mobile) {
        return Err(NotChosen::IsMobile);
    }
    let lower = password.to_lowercase();
    let one_letter = lower.chars().all(|c| lower.starts_with(c));
    if one_letter || KNOWN.lines().any(|known| known == lower) {
        return Err(NotChosen::Known);
    }
    Ok(())
}

/// Hashes a password (argon2id, 19 MiB, 2 passes), off the async threads and at most two at once.
///
/// # Errors
/// [`Fault::Unsound`] when the machine gives no random bytes or the program is ending.
pub async fn hash_password(password: &str) -> Result<String, Fault> {
    let password = normal(password);
    hashing(move || make_hash(&password)).await?
}

/// True when the password is that of the hash. Without a hash it works as long for nothing, so that the time tells
/// nobody whether a mobile number is known here.
///
/// # Errors
/// As [`hash_password`].
pub async fn is_password(password: &str, hash: Option<String>) -> Result<bool, Fault> {
    if password.chars().count() > PASSWORD_CHARS_MAX {
        return Ok(false); // no password of ours; nothing is learnt from its quick answer
    }
    let password = normal(password);
    hashing(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS.to_owned());
        let unsound = |error| Fault::Unsound(format!("a password hash cannot be read: {error}"));
        let hash = PasswordHash::new(&hash).map_err(unsound)?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await?
}

fn make_hash(password: &str) -> Result<String, Fault> {
    let hash: Result<PasswordHash, _> = Argon2::default().hash_password(password.as_bytes());
    hash.map(|hash| hash.to_string()).map_err(|error| Fault::Unsound(format!("a password cannot be hashed: {error}")))
}

async fn hashing<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Fault> {
    let ending = || Fault::Away("the program is ending".to_owned());
    let _permit = HASHING.acquire().await.map_err(|_| ending())?;
    tokio::task::spawn_blocking(work).await.map_err(|_| ending())
}
