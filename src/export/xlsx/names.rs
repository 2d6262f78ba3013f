//! Names Excel accepts: of sheets, and of cells.

/// The most UTF-16 units of a sheet's name.
const LONGEST: usize = 31;

/// Gives out sheet names, each only once.
#[derive(Default)]
pub(super) struct SheetNames {
    taken: Vec<String>,
}

impl SheetNames {
    /// The legal name nearest to `wanted` that no other sheet has.
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let plain = legal(wanted);
        let plain = if plain.is_empty() { "表" } else { &plain };
        let mut name = shortened(plain, LONGEST);
        let mut copy = 2;
        while self.is_taken(&name) {
            let tail = format!("（{copy}）");
            let room = LONGEST - tail.chars().count();
            name = shortened(plain, room) + &tail;
            copy += 1;
        }
        self.taken.push(name.clone());
        name
    }

    /// Keeps a name, legal already, from being given out.
    pub(super) fn reserve(&mut self, name: &str) {
        self.taken.push(name.to_owned());
    }

    /// Excel tells no case apart, and keeps `History` for itself.
    fn is_taken(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        name == "history" || self.taken.iter().any(|taken| taken.to_lowercase() == name)
    }
}

/// A name without the characters sheets can't have.
fn legal(wanted: &str) -> String {
    let name: String = wanted
        .chars()
        .filter(|c| !c.is_control())
        .map(|c| match c {
            '[' => '［',
            ']' => '］',
            ':' => '：',
            '*' => '＊',
            '?' => '？',
            '/' => '／',
            '\\' => '＼',
            '\'' => '’',
            other => other,
        })
        .collect();
    name.trim().to_owned()
}

/// As many characters as fit into `room` UTF-16 units.
fn shortened(name: &str, room: usize) -> String {
    let mut used = 0;
    name.chars()
        .take_while(|c| {
            used += c.len_utf16();
            used <= room
        })
        .collect()
}

/// The defined name of a figure's cell: its key with `__` for the colon.
///
/// Letters, digits, `.` and `_` are all Excel takes; anything else becomes `_`.
/// The table in front and the `__` keep it from looking like an address.
pub fn defined_name(key: &str) -> String {
    key.replace(':', "__")
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '_'
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheet_names_are_legal_and_different() {
        let mut names = SheetNames::default();
        assert_eq!(names.take("二、主动公开"), "二、主动公开");
        assert_eq!(names.take("二、主动公开"), "二、主动公开（2）");
        assert_eq!(names.take("a/b[c]:'*?\\"), "a／b［c］：’＊？＼");
        assert_eq!(names.take("History"), "History（2）");
        assert_eq!(names.take(""), "表");
        let long = "长".repeat(40);
        assert_eq!(names.take(&long).chars().count(), 31);
        assert_eq!(names.take(&long).chars().count(), 31);
    }

    #[test]
    fn defined_names_come_from_keys() {
        assert_eq!(
            defined_name("applications.result.granted:org.business"),
            "applications.result.granted__org.business"
        );
    }
}
