//! What is kept between runs of `check`, and when it is used.

use std::fs;
use std::path::Path;

use libtest_mimic::Trial;
use sha2::{Digest as _, Sha256};

use super::Outcome;
use super::run;

pub(crate) fn trials() -> Vec<Trial> {
    vec![
        Trial::test(
            "cli::cache::a second run says the same from what was kept",
            says_the_same,
        ),
        Trial::test("cli::cache::texts of the same files are kept apart", texts_apart),
        Trial::test("cli::cache::what was damaged is found again", damaged),
        Trial::test("cli::cache::a text that changed is asked again", changed),
        Trial::test("cli::cache::no-cache neither reads nor writes", unused),
    ]
}

/// Checks the rulebook in the folder, with the cache beside it.
fn check(folder: &Path, options: &[&str]) -> Result<String, String> {
    let arguments: Vec<&str> = ["check", "a.roo"].iter().chain(options).copied().collect();
    let mut command = run::program(folder, &arguments);
    command.env("ORILEX_CACHE", folder.join("cache"));
    let ended = command.output().map_err(|error| error.to_string())?;
    Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
}

/// Replaces words in all that is kept; `sums` says whether what is kept is made to look undamaged.
fn tamper(folder: &Path, from: &str, to: &str, sums: bool) -> Result<usize, String> {
    let mut many = 0;
    for entry in fs::read_dir(folder.join("cache")).map_err(|error| error.to_string())? {
        let path = entry.map_err(|error| error.to_string())?.path();
        let content = fs::read_to_string(&path).map_err(|error| error.to_string())?;
        let (sum, found) = content.split_once('\n').ok_or("no sum")?;
        if !found.contains(from) {
            continue;
        }
        many += 1;
        let found = found.replace(from, to);
        let sum = if sums {
            hex(&Sha256::digest(&found))
        } else {
            sum.to_owned()
        };
        fs::write(&path, format!("{sum}\n{found}")).map_err(|error| error.to_string())?;
    }
    Ok(many)
}

fn folder() -> Result<tempfile::TempDir, String> {
    run::folder(&[("a.roo", run::CARS.as_bytes())]).map_err(|error| error.to_string())
}

fn says_the_same() -> Outcome {
    let folder = folder()?;
    for format in ["human", "json", "short"] {
        let first = check(folder.path(), &["--format", format])?;
        let second = check(folder.path(), &["--format", format])?;
        if first != second || !first.contains("some_car") {
            return Err(format!("{first}\nand then\n{second}").into());
        }
    }
    // That it was read and not proved again shows in a word that no proof would say.
    if tamper(folder.path(), "there is such a good", "so it is remembered", true)? == 0 {
        return Err("nothing was kept".into());
    }
    let third = check(folder.path(), &[])?;
    if third.contains("so it is remembered") {
        Ok(())
    } else {
        Err(format!("what was kept was not used\n{third}").into())
    }
}

/// What a proposal makes of an agreement is another text, written in the same files; so is what a second one makes of it.
fn texts_apart() -> Outcome {
    let more = "
proposal higher \"sixty\" amends A by USA cites \"tabled\" { replace product rule cars \"cars\" for 87.03 cites \"Annex, 87.03\" { require content: rvc >= 60% } }
proposal lower \"forty\" amends A by CAN cites \"tabled\" { replace product rule cars \"cars\" for 87.03 cites \"Annex, 87.03\" { require content: rvc >= 40% } }
claim higher_floor \"sixty\" cites \"constructed\": the smallest rvc of any good in 87.03 that originates under higher is 60%
claim lower_floor \"forty\" cites \"constructed\": the smallest rvc of any good in 87.03 that originates under lower is 40%
";
    let folder = run::folder(&[("a.roo", format!("{}{more}", run::CARS).as_bytes())])?;
    let fresh = check(folder.path(), &["--no-cache"])?;
    if !["A", "higher", "lower"]
        .iter()
        .all(|text| fresh.contains(&format!("\n{text}\n")))
    {
        return Err(format!("not three texts\n{fresh}").into());
    }
    for time in ["first", "second"] {
        let found = check(folder.path(), &[])?;
        if found != fresh {
            return Err(format!("the {time} time\n{found}\nand not\n{fresh}").into());
        }
    }
    Ok(())
}

fn damaged() -> Outcome {
    let folder = folder()?;
    let first = check(folder.path(), &[])?;
    if tamper(folder.path(), "there is such a good", "there is none", false)? == 0 {
        return Err("nothing was kept".into());
    }
    let second = check(folder.path(), &[])?;
    if first == second {
        Ok(())
    } else {
        Err(format!("{first}\nand then\n{second}").into())
    }
}

fn changed() -> Outcome {
    let folder = folder()?;
    let first = check(folder.path(), &[])?;
    fs::write(
        folder.path().join("a.roo"),
        run::CARS.replace("rvc >= 50%", "rvc >= 60%"),
    )?;
    let second = check(folder.path(), &[])?;
    if first.contains("1 refuted") || !second.contains("1 refuted") {
        return Err(format!("{first}\nand then\n{second}").into());
    }
    Ok(())
}

fn unused() -> Outcome {
    let folder = folder()?;
    let first = check(folder.path(), &["--no-cache"])?;
    if folder.path().join("cache").exists() {
        return Err("something was kept".into());
    }
    check(folder.path(), &[])?;
    tamper(folder.path(), "there is such a good", "so it is remembered", true)?;
    let second = check(folder.path(), &["--no-cache"])?;
    if first == second {
        Ok(())
    } else {
        Err(format!("{first}\nand then\n{second}").into())
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|half| char::from_digit(u32::from(half), 16));
    bytes.iter().flat_map(digits).flatten().collect()
}
