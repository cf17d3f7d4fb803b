//! Case files: sections that begin with `--- name kind ---`.

/// One case.
#[derive(Debug, Clone)]
pub(crate) struct Section {
    /// What it shows, as part of the test's name.
    pub(crate) name: String,
    /// Its text, without the heading.
    pub(crate) text: String,
}

/// The cases of a file, in order. What stands before the first heading is for readers.
pub(crate) fn sections(file: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in file.lines() {
        if let Some(name) = heading(line) {
            sections.push(Section {
                name: name.to_owned(),
                text: String::new(),
            });
        } else if let Some(section) = sections.last_mut() {
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    sections
}

/// The name in `--- name kind ---`.
fn heading(line: &str) -> Option<&str> {
    let inside = line.strip_prefix("--- ")?.strip_suffix(" ---")?;
    let (name, _kind) = inside.trim().rsplit_once(' ')?;
    Some(name.trim())
}
