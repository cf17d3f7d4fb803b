//! Finds the Z3 library before the linker can take a wrong one, and has the programs load that same file.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

/// Names the folder of libz3; `.cargo/config.toml` sets it to `.z3/lib` unless the user's environment does.
const LIBRARY_FOLDER: &str = "Z3_LIBRARY_PATH_OVERRIDE";

/// Holds the one line that pins the Z3 version.
const PIN_FILE: &str = ".cargo/config.toml";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={PIN_FILE}");
    println!("cargo::rerun-if-env-changed={LIBRARY_FOLDER}");

    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    if let Some(pin) = pinned_version(&root) {
        println!("cargo::rustc-env=ORILEX_Z3_PIN={pin}");
    } else {
        println!("cargo::error=`{PIN_FILE}` has no line `Z3_SYS_Z3_VERSION = \"...\"` that pins the version of Z3");
    }
    // Built from source, Z3 becomes part of the program: nothing to find, nothing to load.
    if env::var_os("CARGO_FEATURE_VENDORED_Z3").is_none() {
        link_library(&root);
    }
}

/// Reads the pinned version from the file that cargo reads it from.
fn pinned_version(root: &Path) -> Option<String> {
    let text = fs::read_to_string(root.join(PIN_FILE)).ok()?;
    let line = text.lines().find(|line| line.starts_with("Z3_SYS_Z3_VERSION"))?;
    line.split('"').nth(1).map(str::to_owned)
}

/// Points linker and loader at the folder of libz3, or stops the build if the library is not there.
///
/// Without this check the linker would silently fall back to the system's libz3, which is often years older.
fn link_library(root: &Path) {
    let folder = env::var_os(LIBRARY_FOLDER).map_or_else(|| root.join(".z3/lib"), PathBuf::from);
    let system = env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let name = match system.as_str() {
        "macos" => "libz3.dylib",
        "windows" => "libz3.lib",
        _ => "libz3.so",
    };
    let library = folder.join(name);
    println!("cargo::rerun-if-changed={}", library.display());
    if !library.exists() {
        println!("cargo::error=no `{name}` in `{}`: run `make z3`", folder.display());
        println!("cargo::error=or set {LIBRARY_FOLDER} to the folder of your own libz3, or use --features vendored-z3");
        return;
    }
    println!("cargo::rustc-link-search=native={}", folder.display());
    if system != "windows" {
        println!("cargo::rustc-link-arg=-Wl,-rpath,{}", folder.display());
    }
}
