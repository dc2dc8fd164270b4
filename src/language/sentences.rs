//! Sentences of one block of text.
//!
//! What is decided:
//! - A sentence ends at `.` `!` `?` or `…` followed by white space or the end. The no-break spaces
//!   before `!` and `?`, and closing quotes and brackets after any of them, belong to the sentence.
//! - Nothing ends before a lower-case letter or before `,` `;` `:` — an unlisted abbreviation is then
//!   harmless, and « Qui ? » dit-il is one sentence. `…` and `...` end only before a capital; `(…)`,
//!   `[…]`, `(?)` and `(!)` never do.
//! - Abbreviations that lead to what follows (M., art., cf., p. ex.) never end a sentence; those of
//!   quantities (env., max., p.) do not before a digit, and do before a capital; « etc. » is a word
//!   like another. A single capital is an initial (« J. Dupont »), unless the word before makes it a
//!   name (« permis B. ») or the next one begins sentences (« Le », « Vous »).
//! - A number, a letter or a Roman numeral alone at the start (« 1. Remplissez ») numbers what follows.
//! - A full stop without its space ends a sentence between a lower-case letter and a capitalised word
//!   (« fin.Le début »).
//! - A sentence without a word is none. Line ends are spaces: blocks are cut before.

use std::ops::Range;

use super::Language;
use super::abbreviations::{begins_sentences, leads_on, leads_to_number, names_a_letter};
use super::words::{PLACEHOLDER, elision, is_apostrophe, is_hyphen, words};

/// The sentences of a text: byte ranges on character boundaries, in order, trimmed of white space.
pub fn sentences(text: &str, language: Language) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while let Some(stop) = next_stop(text, at) {
        at = stop.end;
        if ends_sentence(text, start, &stop, language) {
            push_trimmed(&mut found, text, start..stop.end);
            start = stop.end;
        }
    }
    push_trimmed(&mut found, text, start..text.len());
    found
}

/// A run of stops, and what closes after it.
struct Stop {
    /// Where the run begins.
    start: usize,
    /// Where the run ends, before any closing quote.
    run_end: usize,
    /// Where the sentence would end.
    end: usize,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    FullStop,
    Ellipsis,
    Mark,
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

pub(super) fn is_opener(c: char) -> bool {
    matches!(c, '«' | '“' | '‘' | '"' | '(' | '[' | '–' | '—' | '-' | '•' | '¿' | '¡' | '*')
        || is_apostrophe(c)
}

fn next_stop(text: &str, from: usize) -> Option<Stop> {
    let rest = text.get(from..)?;
    // The first byte of « … » is that of other signs too.
    let may_be = |byte: &u8| matches!(byte, b'.' | b'!' | b'?' | 0xE2);
    let at = |at: &usize| rest.get(*at..).is_some_and(|rest| rest.starts_with(is_stop));
    let mut places = rest.as_bytes().iter().enumerate().filter(|(_, byte)| may_be(byte)).map(|(at, _)| at);
    let start = from + places.find(at)?;
    let rest = text.get(start..)?;
    let mut run_end = start;
    let mut dots = 0;
    let mut kind = Kind::FullStop;
    for (at, c) in rest.char_indices() {
        match c {
            '.' => dots += 1,
            '…' => dots += 3,
            '!' | '?' => kind = Kind::Mark,
            // « ? ! »: the space belongs only if another mark follows.
            _ if c.is_whitespace() && c != '\n' && kind == Kind::Mark => {
                let next = rest.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
                if !matches!(next, Some('!' | '?')) {
                    break;
                }
            }
            _ => break,
        }
        run_end = start + at + c.len_utf8();
    }
    if kind == Kind::FullStop && dots > 1 {
        kind = Kind::Ellipsis;
    }
    Some(Stop { start, run_end, end: end_of_closers(text, run_end), kind })
}

/// Past the closing quotes, brackets and note calls that follow a stop.
fn end_of_closers(text: &str, from: usize) -> usize {
    let mut end = from;
    loop {
        let rest = text.get(end..).unwrap_or_default();
        let Some(c) = rest.chars().next() else { return end };
        let spaces = rest.len() - rest.trim_start().len();
        let after_spaces = rest.get(spaces..).unwrap_or_default();
        end += if after_spaces.starts_with('»') {
            spaces + '»'.len_utf8()
        } else if let Some(length) = note_call(rest) {
            length
        } else if matches!(c, ')' | ']' | '”' | '"' | '*' | '¹' | '²' | '³' | PLACEHOLDER) || is_apostrophe(c)
        {
            c.len_utf8()
        } else {
            return end;
        };
    }
}

/// The length of « [1] » at the start of a text.
fn note_call(rest: &str) -> Option<usize> {
    let inside = rest.strip_prefix('[')?;
    let digits = inside.bytes().take(5).take_while(u8::is_ascii_digit).count();
    (digits > 0 && inside.get(digits..)?.starts_with(']')).then_some(digits + 2)
}

fn push_trimmed(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let Some(sentence) = text.get(range.clone()) else { return };
    if words(sentence).next().is_some() {
        let start = range.start + (sentence.len() - sentence.trim_start().len());
        found.push(start..start + sentence.trim().len());
    }
}

/// What follows a stop.
enum Next {
    End,
    Capital,
    Lower,
    Digit,
    Pause,
    Other,
}

fn ends_sentence(text: &str, start: usize, stop: &Stop, language: Language) -> bool {
    let rest = text.get(stop.end..).unwrap_or_default();
    let next = following(rest);
    if matches!(next, Next::End) {
        return true;
    }
    let before = text.get(start..stop.start).unwrap_or_default();
    if !rest.starts_with(char::is_whitespace) {
        return stop.kind == Kind::FullStop && stop.end == stop.run_end && lacks_its_space(before, rest);
    }
    // « […] », « (?) »: something left out or doubted, in the middle of a sentence.
    let closed_at_once =
        text.get(stop.run_end..stop.end).is_some_and(|closers| closers.starts_with([')', ']']));
    if closed_at_once && before.trim_end().ends_with(['(', '[']) {
        return false;
    }
    match (stop.kind, next) {
        (_, Next::Lower | Next::Pause | Next::End) => false,
        (Kind::Ellipsis, next) => matches!(next, Next::Capital),
        (Kind::Mark, _) => true,
        // A quote or a bracket closed after the stop: no abbreviation leads past it.
        (Kind::FullStop, _) if stop.end > stop.run_end => true,
        (Kind::FullStop, next) => full_stop_ends(before, &next, rest, language),
    }
}

fn following(rest: &str) -> Next {
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_opener(c));
    match rest.chars().next() {
        None => Next::End,
        Some(c) if c.is_lowercase() => Next::Lower,
        Some(c) if c.is_alphabetic() => Next::Capital,
        Some(c) if c.is_numeric() => Next::Digit,
        Some(',' | ';' | ':' | ')' | ']' | '»' | '”' | '/' | '=') => Next::Pause,
        Some(_) => Next::Other,
    }
}

/// « fin.Le début », but not « Node.JS » nor « M.Dupont ».
fn lacks_its_space(before: &str, rest: &str) -> bool {
    let mut next = rest.chars();
    let mut last = before.chars().rev();
    last.by_ref().take(2).all(char::is_lowercase)
        && before.chars().rev().nth(1).is_some()
        && next.next().is_some_and(char::is_uppercase)
        && next.next().is_some_and(|c| c.is_lowercase() || c == ' ' || is_apostrophe(c))
}

/// Whether a single full stop before a capital, a digit or a sign ends the sentence it closes.
fn full_stop_ends(before: &str, next: &Next, rest: &str, language: Language) -> bool {
    let token = last_token(before);
    if before.trim() == token && numbers_what_follows(token) {
        return false;
    }
    let folded = token.to_lowercase();
    if leads_on(&folded, token, language) {
        return false;
    }
    match next {
        Next::Digit => !leads_to_number(&folded, language) && !is_initial(token),
        Next::Capital if is_initial(token) || (language == Language::English && is_dotted(token)) => {
            names_a_letter(before.strip_suffix(token).unwrap_or_default()) || begins_sentences(rest, language)
        }
        _ => true,
    }
}

/// The last word before a stop, without an elided particle or an opening sign.
fn last_token(before: &str) -> &str {
    let begins = |c: char| c.is_whitespace() || matches!(c, '(' | '[' | '«' | '“' | '"' | '/' | '\u{2013}');
    let word = before.rsplit(begins).next().unwrap_or_default();
    word.get(elision(word)..).unwrap_or_default()
}

/// « 1 », « 12 », « 1.2 », « a », « IV »: what numbers an item.
fn numbers_what_follows(token: &str) -> bool {
    let digits = token.len() <= 6
        && token
            .split('.')
            .all(|part| (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()));
    let roman = (1..=5).contains(&token.len()) && token.bytes().all(|b| b"IVXL".contains(&b));
    let letter = token.len() == 1 && token.bytes().all(|b| b.is_ascii_alphabetic());
    digits || roman || letter
}

/// « J », « J.-P », « É », « A.B »: capitals that stand for a name.
fn is_initial(token: &str) -> bool {
    let mut parts = token.split('.').peekable();
    parts.peek().is_some()
        && parts.all(|part| {
            let mut chars = part.trim_start_matches(is_hyphen).chars();
            chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
        })
        && (token.contains(is_hyphen) || !is_dotted(token))
        && token != "J.-C"
}

/// « U.E », « p.m »: letters with full stops between them.
fn is_dotted(token: &str) -> bool {
    token.contains('.') && token.split('.').all(|part| part.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::Language::{English, French};
    use super::*;
    use proptest::prelude::*;

    /// Each case is a text whose sentences are parted by `|`; the bar stands for one space.
    const FRENCH_CASES: &[&str] = &[
        "Une phrase.",
        "Une phrase sans point",
        "Une phrase.|Une autre.",
        "Vous déménagez ?|Signalez-le !|Merci.",
        "Vous déménagez\u{A0}?|Signalez-le\u{202F}!|Merci.",
        "Écrivez à M. Dupont.|Il répondra.",
        "Écrivez à Mme. Durand ou à MM. Durand et Martin.",
        "M. et Mme Martin habitent ici.|Ils votent.",
        "Le Dr. Petit et Me. Grand sont là.",
        "Selon l’art. L. 123-1 du code.|Le délai court.",
        "Selon l’article L. 2121-10.|Le délai court.",
        "L’article R. 12 et l’article D. 45 s’appliquent.",
        "Art. 4 du décret.|Il est abrogé.",
        "L’art. 5, al. 2. dit cela.",
        "Fournissez un justificatif (p. ex. une facture).|Gardez l’original.",
        "Des pièces, p. ex. Facture ou quittance.",
        "Un titre (ex. : carte) suffit.",
        "Apportez vos pièces, etc.|La mairie les copie.",
        "Pain, lait, etc. sont taxés.",
        "Voir cf. Annexe 2 du guide.",
        "Comptez env. 20 jours.|C’est long.",
        "Durée : 3 mois max.|Au-delà, écrivez.",
        "Il faut min. 2 photos.",
        "Appelez au tél. 01 23 45 67 89.|Un agent répond.",
        "Allez au 12 bd. Victor-Hugo ou 3 av. Foch.",
        "La ville de St. Denis recrute.",
        "En 52 av. J.-C. la Gaule était libre.",
        "Née en 52 av. J.-C.|La ville a grandi.",
        "Il est majeur, c.-à-d. Français de plus de 18 ans.",
        "Appelez J. Dupont ou J.-P. Martin.",
        "Elle cite A. B. Durand.|Il a raison.",
        "Écrivez à Paul ou J. Martin.",
        "Il a les permis A et B.|Martin aussi.",
        "Vous avez le permis B.|Conduisez prudemment.",
        "Vous relevez de la catégorie A.|Martin aussi.",
        "Prenez la vitamine C.|Elle aide.",
        "Il signe X.|L’agent relit.",
        "L’État et l’U.E.|Chaque pays décide.",
        "Le prix est de 3.50 euros.|Payez en ligne.",
        "Le prix est de 1\u{202F}429,50\u{A0}€.|Payez en ligne.",
        "Le délai est de 2 mois.|15 jours suffisent parfois.",
        "La loi date de 2026.|Elle s’applique.",
        "Allez sur www.service-public.fr.|Cliquez.",
        "Allez sur service-public.fr pour cela.",
        "Écrivez à a.b@mairie.fr.|Merci.",
        "Attendez… puis recommencez.",
        "Attendez…|Puis recommencez.",
        "Attendez... 3 jours suffisent.",
        "Attendez...|Puis recommencez.",
        "Le texte dit : « La mairie […] Délivre l’acte ».",
        "Le texte (…) Dit cela.",
        "Un usager (?) Dupont est venu.",
        "« Je suis né ici. »|Il le prouve.",
        "« Je suis né ici.\u{A0}»|Il le prouve.",
        "Il dit « Venez ! » puis sort.",
        "« Qui est là ? » demande-t-il.",
        "« Qui est là ? », demande Jean.",
        "« Oui. »|« Non. »",
        "“Je suis né ici.”|Il le prouve.",
        "Il dit \"Venez.\"|Il sort.",
        "(Voir le guide.)|Puis écrivez.",
        "Écrivez (voir le guide).|Puis signez.",
        "Pourquoi (et comment ?) demander un acte.",
        "Vraiment ?!|Oui.",
        "Vraiment ? !|Oui.",
        "1. Remplissez le formulaire.|2. Signez-le.",
        "1.2. Objet de la demande",
        "a. Demande écrite.|Elle suffit.",
        "IV. Dispositions diverses.|Le reste suit.",
        "C’est la fin.[1]|Le début suit.",
        "C’est la fin.²|Le début suit.",
        "C’est la fin.\u{FFFC}|Le début suit.",
        "Cliquez sur \u{FFFC}.|\u{FFFC} s’affiche.",
        "\u{FFFC}",
        "Le n°. 12 et le no. 13 sont prêts.",
        "Voir p. 12 et pp. 14-15.|Lisez tout.",
        "Cass. soc., 1er oct. 2003, no 00-46.428.|Elle fait foi.",
        "La pièce fait 20 m.|Elle est claire.",
        "Un délai ; Un autre.",
        "Réf. Dossier 12 à rappeler.",
        "École fermée.|Église ouverte.",
        "Fermé.|À bientôt.",
        "Fermé.|– Ouvert demain.",
        "Fermé.|\u{1F642} Ouvert.",
        "Le décret n° 2016-685 du 27 mai 2016.|Il fixe la liste.",
        "Le C. trav. art. L. 1 le dit.|Lisez-le.",
    ];

    const ENGLISH_CASES: &[&str] = &[
        "One sentence.|Another one.",
        "Write to Mr. Smith or Mrs. Jones.|They will answer.",
        "Bring a document, e.g. Passport or card.",
        "Bring one, i.e. the card.|It is free.",
        "Come at 3 p.m.|The office is open.",
        "The U.K. Government decides.",
        "She lives in the U.K.|The law applies.",
        "See No. 5 on the list.|It is short.",
        "The answer is no.|You may appeal.",
        "J. Smith signed.|He left.",
        "The fee is €1,429.50.|Pay online.",
        "Are you moving?|Tell us!",
        "“Come in.”|He did.",
        "See Dr. Who vs. Them.",
    ];

    fn check(cases: &[&str], language: Language) {
        let cut = |case: &&str| {
            let text = case.replace('|', " ");
            let found: Vec<_> = sentences(&text, language).into_iter().map(|range| &text[range]).collect();
            found.join("|")
        };
        let wrong: Vec<_> = cases.iter().map(cut).zip(cases).filter(|(found, case)| found != *case).collect();
        assert!(wrong.is_empty(), "(found, expected): {wrong:#?}");
    }

    #[test]
    fn french() {
        check(FRENCH_CASES, French);
    }

    #[test]
    fn english() {
        check(ENGLISH_CASES, English);
    }

    #[test]
    fn what_is_not_one_space() {
        let table: &[(&str, &[&str])] = &[
            ("", &[]),
            (" . … ! ", &[]),
            ("),", &[]),
            ("  Bonjour.  \u{A0} Merci. ", &["Bonjour.", "Merci."]),
            ("Bonjour. ... Merci.", &["Bonjour.", "Merci."]),
            ("C’est la fin.Le début suit.", &["C’est la fin.", "Le début suit."]),
            ("Un\ndeux.\nTrois.", &["Un\ndeux.", "Trois."]),
            ("M.Dupont et Node.JS.", &["M.Dupont et Node.JS."]),
        ];
        for (text, expected) in table {
            let found: Vec<_> = sentences(text, French).into_iter().map(|range| &text[range]).collect();
            assert_eq!(found, *expected, "in {text:?}");
        }
    }

    proptest! {
        #[test]
        fn ranges_hold(text in "([.!?…»«\\[\\]()\"’ \u{A0}-]|[A-Za-zÉé0-9]|M\\.|etc\\.|art\\.|\u{FFFC}|fin){0,25}|.{0,40}") {
            for language in [French, English] {
                let mut end = 0;
                for range in sentences(&text, language) {
                    let sentence = text.get(range.clone());
                    prop_assert!(range.start >= end && sentence.is_some());
                    let sentence = sentence.unwrap_or_default();
                    prop_assert_eq!(sentence.trim(), sentence);
                    prop_assert!(words(sentence).next().is_some());
                    end = range.end;
                }
            }
        }

        #[test]
        fn no_word_is_lost(text in "[A-Za-zé .!?…]{0,60}") {
            let inside: usize = sentences(&text, French).into_iter().map(|range| words(&text[range]).count()).sum();
            prop_assert_eq!(inside, words(&text).count());
        }
    }
}
