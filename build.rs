//! Makes what the program embeds: the lexicon of French out of its tables, as one automaton, and the
//! built-in rules and theme, again when one of their files comes, goes or changes (the macro that embeds
//! the folders only sees the files that were there at the last build).
#![allow(clippy::print_stdout, reason = "a build script speaks to cargo by printing")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// What a form of the lexicon may be, one bit each. The build script and the program share the file.
#[path = "src/language/lexicon/bits.rs"]
#[allow(dead_code, reason = "the program reads what the script only writes")]
mod bits;

/// The verbs with numbers of their own, in order. They win where a form belongs to several.
const FIRST_VERBS: [&str; 8] = ["être", "avoir", "devoir", "pouvoir", "faire", "aller", "venir", "falloir"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=lints");
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=src/language/lexicon");
    let tables = Path::new("src/language/lexicon");
    let forms = forms(tables)?;
    let mut automaton = fst::MapBuilder::memory();
    for (form, value) in &forms {
        automaton.insert(form, *value)?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo gives OUT_DIR")?);
    fs::write(out.join("lexicon.fst"), automaton.into_inner()?)?;
    Ok(())
}

/// Every form of every verb with what it may be, and adverbs.
fn forms(tables: &Path) -> Result<BTreeMap<String, u64>, Box<dyn Error>> {
    let endings = lines(&tables.join("endings.tsv"))?;
    let endings: Vec<Vec<(&str, u64)>> = endings.iter().map(|line| table(line)).collect::<Result<_, _>>()?;
    let mut verbs = lines(&tables.join("verbs.tsv"))?;
    // The rank of a verb is its number. The first ones win where a form belongs to more than two.
    verbs.sort_by_key(|line| rank(line));
    let mut forms = BTreeMap::new();
    for (number, line) in verbs.iter().enumerate() {
        let mut fields = line.split('\t');
        let mut field = || fields.next().ok_or_else(|| format!("a verb lacks a field: {line}"));
        let ((stem, _), table, traits) =
            (field()?.split_once('|').ok_or("a verb lacks its bar")?, field()?, field()?);
        let table = endings.get(table.parse::<usize>()?).ok_or("a verb names no table")?;
        for (ending, read) in table {
            let mut value = *read;
            if value & bits::PARTICIPLE != 0 {
                value |= if traits.contains('t') { bits::TAKES_OBJECT } else { 0 };
                value |= if traits.contains('e') { bits::WITH_ETRE } else { 0 };
            }
            add(&mut forms, &format!("{stem}{ending}"), value, Some(u64::try_from(number)?));
        }
    }
    for word in lines(&tables.join("homographs.txt"))? {
        add(&mut forms, &word, bits::NOUN_OR_ADJECTIVE, None);
    }
    for word in lines(&tables.join("adverbs.txt"))? {
        add(&mut forms, &word, bits::ADVERB, None);
    }
    Ok(forms)
}

fn lines(path: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    Ok(lines.map(str::to_owned).collect())
}

/// The verbs that most forms belong to come first.
fn rank(line: &str) -> usize {
    let lemma = line.split('\t').next().unwrap_or("").replace('|', "");
    FIRST_VERBS.iter().position(|verb| *verb == lemma).unwrap_or(FIRST_VERBS.len())
}

/// `ez:E5,P5 é:Vms`: endings and what they make of a stem.
fn table(line: &str) -> Result<Vec<(&str, u64)>, Box<dyn Error>> {
    let ending = |part| {
        let (ending, names) = str::split_once(part, ':').ok_or("an ending lacks its names")?;
        let mut value = 0;
        for name in names.split(',') {
            value |= of_name(name).ok_or_else(|| format!("what is {name}?"))?;
        }
        Ok((if ending == "-" { "" } else { ending }, value))
    };
    line.split(' ').map(ending).collect()
}

/// Adds a reading to a form. Two verbs may share it: « suis » is être and suivre.
fn add(forms: &mut BTreeMap<String, u64>, form: &str, read: u64, verb: Option<u64>) {
    let form = form.replace('œ', "oe").replace('æ', "ae");
    let value = forms.entry(form).or_default();
    *value |= read;
    let Some(verb) = verb.map(|number| number + 1) else { return };
    let shifts = [bits::FIRST_VERB_SHIFT, bits::SECOND_VERB_SHIFT];
    for shift in shifts {
        let there = (*value >> shift) & bits::VERB_MASK;
        if there == verb {
            return;
        }
        if there == 0 {
            *value |= verb << shift;
            return;
        }
    }
}

/// The bits of a name of the tables: `P3` is a third person of the present.
fn of_name(name: &str) -> Option<u64> {
    let mut letters = name.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    let tense = match kind {
        'I' => return Some(bits::INFINITIVE),
        'G' => return Some(bits::PRESENT_PARTICIPLE),
        'V' => {
            return match rest {
                "ms" => Some(bits::PARTICIPLE_MS),
                "mp" => Some(bits::PARTICIPLE_MP),
                "fs" => Some(bits::PARTICIPLE_FS),
                "fp" => Some(bits::PARTICIPLE_FP),
                _ => None,
            };
        }
        'P' => bits::PRESENT,
        'M' => bits::IMPERFECT,
        'H' => bits::PAST_HISTORIC,
        'F' => bits::FUTURE,
        'C' => bits::CONDITIONAL,
        'S' => bits::SUBJUNCTIVE,
        'T' => bits::SUBJUNCTIVE_IMPERFECT,
        'E' => bits::IMPERATIVE,
        _ => return None,
    };
    let person: u32 = rest.parse().ok().filter(|person| (1..=6).contains(person))?;
    Some(tense | 1 << (bits::FIRST_PERSON_SHIFT + person - 1))
}
