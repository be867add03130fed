//! Embeds the built front end (`assets/dist`) with the hash of each file, so that a browser may keep it for ever.

use sha2::{Digest, Sha256};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Hexadecimal digits of the hash that stand in an address: 48 bits, plenty against a stale file.
const HASH_DIGITS: usize = 12;

fn main() -> Result<(), Box<dyn Error>> {
    let dist = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../../assets/dist");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", dist.display());
    if !dist.join("haat.css").is_file() {
        return Err(
            "the front end is not built yet: run `make assets` (npm ci && npm run build in assets/) and build again"
                .into(),
        );
    }
    let mut files: Vec<PathBuf> =
        fs::read_dir(&dist)?.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    files.retain(|path| path.is_file());
    files.sort();

    let mut text =
        String::from("/// Every embedded file, sorted by name.\npub(crate) static EMBEDDED: &[Asset] = &[\n");
    for path in files {
        println!("cargo::rerun-if-changed={}", path.display());
        let name = path.file_name().and_then(|name| name.to_str()).ok_or("an asset has no readable name")?;
        let kind = kind_of(name).ok_or_else(|| format!("assets/dist/{name}: no content type is known for it"))?;
        let hash: String =
            Sha256::digest(fs::read(&path)?).iter().map(|byte| format!("{byte:02x}")).take(HASH_DIGITS / 2).collect();
        let path = path.canonicalize()?;
        let path = path.to_str().ok_or("the way to an asset is no text")?;
        writeln!(
            text,
            "    Asset {{ name: {name:?}, hash: {hash:?}, kind: {kind:?}, bytes: include_bytes!({path:?}) }},"
        )?;
    }
    text.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("embedded.rs"), text)?;
    Ok(())
}

/// The content type of a file, by the end of its name.
fn kind_of(name: &str) -> Option<&'static str> {
    Some(match name.rsplit('.').next()? {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "json" | "webmanifest" => "application/manifest+json",
        "woff2" => "font/woff2",
        "ico" => "image/x-icon",
        _ => return None,
    })
}
