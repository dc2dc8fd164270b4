//! Forms of a French term, for rules that list words.
//!
//! Conservative: a form that is no word (« dossière ») matches nothing and costs nothing, but one that
//! is another word (« conseille » for « conseil ») would accuse the innocent. So the feminine is made
//! only for endings where that is rare, and verbs are not conjugated: a rule lists those forms itself.

/// The term itself first, then its other forms, without repetition; apostrophes are straight, the rest
/// as the term is typed.
///
/// A single word takes its plural and, where its ending says so, its feminine; a word in capitals is an
/// acronym and takes none. A phrase takes the forms of its last word before what follows: « de »,
/// « d' », « du », « des »; « à », « au », « aux »; « que », « qu' ».
pub fn variants(term: &str) -> Vec<String> {
    let term = term.trim();
    let mut forms = vec![term.to_owned()];
    if term.is_empty() {
        return forms;
    }
    match term.rsplit_once(char::is_whitespace) {
        Some((_, last)) => {
            let stem = term.strip_suffix(last).unwrap_or_default();
            forms.extend(before_a_word(last).iter().map(|form| format!("{stem}{form}")));
        }
        None => {
            let grammatical = before_a_word(term);
            if grammatical.is_empty() {
                forms.extend(inflexions(term));
            } else {
                forms.extend(grammatical.iter().map(|form| (*form).to_owned()));
            }
        }
    }
    let mut seen = Vec::with_capacity(forms.len());
    forms.retain(|form| {
        let new = !seen.contains(form);
        seen.push(form.clone());
        new
    });
    forms
}

/// What a little word becomes before a vowel or an article.
fn before_a_word(word: &str) -> &'static [&'static str] {
    match word {
        "de" => &["d'", "du", "des"],
        "à" => &["au", "aux"],
        "que" => &["qu'"],
        "jusque" => &["jusqu'"],
        "lorsque" => &["lorsqu'"],
        "puisque" => &["puisqu'"],
        "quoique" => &["quoiqu'"],
        "le" | "la" => &["l'"],
        "je" => &["j'"],
        "me" => &["m'"],
        "te" => &["t'"],
        "se" => &["s'"],
        "ne" => &["n'"],
        "ce" => &["c'"],
        _ => &[],
    }
}

fn inflexions(word: &str) -> Vec<String> {
    let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’'));
    if !plain || !word.chars().any(char::is_lowercase) || is_invariable(word) {
        return Vec::new();
    }
    if let Some(forms) = irregular(word) {
        return forms.iter().map(|form| (*form).to_owned()).collect();
    }
    let mut forms = plurals(word);
    if let Some(feminine) = feminine(word) {
        forms.push(format!("{feminine}s"));
        forms.push(feminine);
    }
    forms
}

/// Words of grammar, adverbs: « afins » is harmless but « pars » and « ors » are words.
fn is_invariable(word: &str) -> bool {
    const INVARIABLE: [&str; 26] = [
        "par", "pour", "or", "car", "et", "ou", "où", "si", "ni", "mais", "donc", "sur", "sous", "dans",
        "en", "y", "il", "on", "un", "qui", "quoi", "dont", "avec", "sans", "non", "afin",
    ];
    INVARIABLE.contains(&word)
}

fn irregular(word: &str) -> Option<&'static [&'static str]> {
    Some(match word {
        "ledit" => &["ladite", "lesdits", "lesdites"],
        "dudit" => &["desdits", "desdites"],
        "audit" => &["auxdits", "auxdites"],
        "travail" => &["travaux"],
        "bail" => &["baux"],
        "vitrail" => &["vitraux"],
        "nouveau" => &["nouvel", "nouveaux", "nouvelle", "nouvelles"],
        "complet" => &["complets", "complète", "complètes"],
        "incomplet" => &["incomplets", "incomplète", "incomplètes"],
        "concret" => &["concrets", "concrète", "concrètes"],
        "monsieur" => &["messieurs"],
        "madame" => &["mesdames"],
        _ => return None,
    })
}

fn plurals(word: &str) -> Vec<String> {
    const ALS: [&str; 12] = [
        "bal", "carnaval", "festival", "récital", "régal", "naval", "fatal", "final", "banal", "glacial",
        "bancal", "natal",
    ];
    if word.ends_with(['s', 'x', 'z']) {
        return Vec::new();
    }
    if let Some(stem) = word.strip_suffix("al") {
        let mut forms = vec![format!("{stem}aux")];
        if ALS.contains(&word) {
            forms.push(format!("{word}s"));
        }
        return forms;
    }
    let takes_x = word.ends_with("au") || (word.ends_with("eu") && !matches!(word, "bleu" | "pneu"));
    vec![format!("{word}{}", if takes_x { 'x' } else { 's' })]
}

/// The feminine singular, for the endings where it is hardly ever another word.
fn feminine(word: &str) -> Option<String> {
    // Nouns whose « feminine » would be a form of a verb, or another noun.
    const NOUNS: [&str; 12] = [
        "appel",
        "rappel",
        "accent",
        "talent",
        "crédit",
        "moyen",
        "oubli",
        "enfant",
        "instant",
        "argent",
        "tout",
        "événement",
    ];
    if NOUNS.contains(&word) {
        return None;
    }
    let letters = word.chars().count();
    let replaced = |from: &str, to: &str| word.strip_suffix(from).map(|stem| format!("{stem}{to}"));
    if let Some(form) =
        replaced("if", "ive").or_else(|| replaced("eux", "euse")).or_else(|| replaced("ier", "ière"))
    {
        return Some(form);
    }
    let doubled = (word.ends_with("el") && letters > 4) || word.ends_with("ien") || word.ends_with("éen");
    if doubled {
        let last = word.chars().next_back()?;
        return Some(format!("{word}{last}e"));
    }
    let takes_e = word.ends_with('é')
        || word.ends_with("al")
        || (word.ends_with("ant") && letters >= 6)
        || (word.ends_with("ent") && letters >= 5 && !word.ends_with("ment"))
        || (word.ends_with('u') && !word.ends_with("au") && !word.ends_with("eu") && !word.ends_with("ou"))
        || (word.ends_with("ain") && letters >= 6)
        || [
            "crit", "sdit", "quis", "mis", "pris", "clus", "vert", "uni", "ini", "rni", "abli", "uivi",
            "çais",
        ]
        .iter()
        .any(|ending| word.ends_with(ending) && letters > 4);
    takes_e.then(|| format!("{word}e"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn forms_of_a_term() {
        let table: &[(&str, &str)] = &[
            ("", ""),
            ("usager", "usager usagers"),
            ("susvisé", "susvisé susvisés susvisées susvisée"),
            ("afférent", "afférent afférents afférentes afférente"),
            ("communal", "communal communaux communales communale"),
            ("festival", "festival festivaux festivals festivales festivale"),
            ("administratif", "administratif administratifs administratives administrative"),
            ("demandeur", "demandeur demandeurs"),
            ("onéreux", "onéreux onéreuses onéreuse"),
            ("matériel", "matériel matériels matérielles matérielle"),
            ("appel", "appel appels"),
            ("conseil", "conseil conseils"),
            ("document", "document documents"),
            ("citoyen", "citoyen citoyens"),
            ("européen", "européen européens européennes européenne"),
            ("prévu", "prévu prévus prévues prévue"),
            ("lieu", "lieu lieux"),
            ("bureau", "bureau bureaux"),
            ("requis", "requis requises requise"),
            ("avis", "avis"),
            ("mois", "mois"),
            ("premier", "premier premiers premières première"),
            ("justificative", "justificative justificatives"),
            ("ledit", "ledit ladite lesdits lesdites"),
            ("travail", "travail travaux"),
            ("PACS", "PACS"),
            ("par", "par"),
            ("12", "12"),
            ("que", "que qu'"),
        ];
        for (term, expected) in table {
            assert_eq!(variants(term).join(" "), *expected, "of {term:?}");
        }
    }

    #[test]
    fn forms_of_a_phrase() {
        let table: &[(&str, &[&str])] = &[
            (
                "dans le cadre de",
                &["dans le cadre de", "dans le cadre d'", "dans le cadre du", "dans le cadre des"],
            ),
            ("afin que", &["afin que", "afin qu'"]),
            ("procéder à", &["procéder à", "procéder au", "procéder aux"]),
            ("il convient de se", &["il convient de se", "il convient de s'"]),
            ("d’ores et déjà", &["d’ores et déjà"]),
            (" mise en demeure ", &["mise en demeure"]),
        ];
        for (term, expected) in table {
            assert_eq!(variants(term), *expected, "of {term:?}");
        }
    }

    proptest! {
        #[test]
        fn the_term_comes_first_and_nothing_twice(term in "[a-zéàç’ -]{0,12}|.{0,20}") {
            let forms = variants(&term);
            prop_assert_eq!(forms[0].as_str(), term.trim());
            let unique: std::collections::BTreeSet<_> = forms.iter().collect();
            prop_assert_eq!(unique.len(), forms.len());
        }
    }
}
