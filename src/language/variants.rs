//! Forms of a French term, for rules that list words.
//!
//! Conservative: a form that is no word (« dossière ») matches nothing and costs nothing, but one that
//! is another word (« conseille » for « conseil ») would accuse the innocent. So the feminine is made
//! only for endings where that is rare, and verbs are not conjugated: a rule lists those forms itself.

/// One form of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// As it is looked for; apostrophes are straight, the rest as the term is typed.
    pub text: String,
    /// Its nouns and adjectives are in the plural, where the term's are not.
    pub plural: bool,
    /// They are in the feminine.
    pub feminine: bool,
    /// The little word at its end, as the term has it and as this form does: `de`, `du`.
    pub tail: Option<(&'static str, &'static str)>,
}

/// The term itself first, then its other forms, without repetition.
///
/// - A word takes its plural and, where its ending says so, its feminine; one in capitals is an acronym
///   and takes none.
/// - A phrase that opens with a noun or an adjective takes the plural of what stands before its first
///   preposition: « mises en demeure », « pièces justificatives », « procès-verbaux de constat ».
/// - A phrase that ends with a little word takes the forms of it: « de », « d' », « du », « des »;
///   « à », « au », « aux »; « que », « qu' ».
pub fn forms(term: &str) -> Vec<Form> {
    let term = term.trim();
    let words: Vec<&str> = term.split_whitespace().collect();
    let tail = words.last().map_or(&[][..], |last| before_a_word(last));
    let one = words.len() == 1;
    let inflected = if one && !tail.is_empty() { Vec::new() } else { inflexions(&words, !tail.is_empty()) };
    let itself = Form { text: term.to_owned(), plural: false, feminine: false, tail: None };
    let mut forms = Vec::new();
    for form in std::iter::once(itself).chain(inflected) {
        let Some((base, others)) = tail.split_first() else {
            forms.push(form);
            continue;
        };
        let stem = form.text.strip_suffix(base).unwrap_or_default().to_owned();
        forms.push(Form { tail: Some((base, base)), ..form.clone() });
        let with = |other: &&'static str| Form {
            text: format!("{stem}{other}"),
            tail: Some((base, other)),
            ..form.clone()
        };
        forms.extend(others.iter().map(with));
    }
    // A handful of forms: looking back over them costs less than a set.
    let mut rank = 0;
    while let Some((before, [form, ..])) = forms.split_at_checked(rank) {
        if before.iter().any(|earlier| earlier.text == form.text) {
            forms.remove(rank);
        } else {
            rank += 1;
        }
    }
    forms
}

/// The texts of the [`forms`] of a term.
pub fn variants(term: &str) -> Vec<String> {
    forms(term).into_iter().map(|form| form.text).collect()
}

/// The plural of an expression; none when it cannot be told. What does not change is its own plural.
pub fn plural(term: &str) -> Option<String> {
    let words: Vec<&str> = term.split_whitespace().collect();
    let form = inflexions(&words, false).into_iter().find(|form| form.plural && !form.feminine)?;
    Some(form.text)
}

/// A little word, then what it becomes before a vowel or an article.
fn before_a_word(word: &str) -> &'static [&'static str] {
    match word {
        "de" => &["de", "d'", "du", "des"],
        "à" => &["à", "au", "aux"],
        "que" => &["que", "qu'"],
        "jusque" => &["jusque", "jusqu'"],
        "lorsque" => &["lorsque", "lorsqu'"],
        "puisque" => &["puisque", "puisqu'"],
        "quoique" => &["quoique", "quoiqu'"],
        "le" => &["le", "l'"],
        "la" => &["la", "l'"],
        "je" => &["je", "j'"],
        "me" => &["me", "m'"],
        "te" => &["te", "t'"],
        "se" => &["se", "s'"],
        "ne" => &["ne", "n'"],
        "ce" => &["ce", "c'"],
        _ => &[],
    }
}

/// The plural and the feminine of a term.
fn inflexions(words: &[&str], has_tail: bool) -> Vec<Form> {
    // « être tenu de »: the verb is not conjugated, what follows agrees.
    let auxiliaries = words.iter().take_while(|word| AUXILIARIES.contains(word)).count();
    let after = words.get(auxiliaries..).unwrap_or_default();
    let group = after.iter().take_while(|word| !links(word)).count();
    // « déposer une demande », « procéder à »: no noun stands there.
    let before_determiner = after.get(1).is_some_and(|next| DETERMINERS.contains(next));
    let infinitive = has_tail && after.len() == 2 && after.first().is_some_and(|word| word.ends_with("er"));
    let is_verb = group == 1 && (before_determiner || infinitive);
    if group == 0 || group > 3 || is_verb || !after.iter().take(group).all(|word| is_inflected(word)) {
        return Vec::new();
    }
    let (agreeing, rest) = after.split_at(group);
    let of_each: Vec<Inflected> = agreeing.iter().map(|word| inflected(word)).collect();
    let joined = |chosen: Vec<String>, plural: bool, feminine: bool| {
        let kept = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        let leading = words.get(..auxiliaries).unwrap_or_default();
        let text = [kept(leading), chosen, kept(rest)].concat().join(" ");
        Form { text, plural, feminine, tail: None }
    };
    let mut forms = Vec::new();
    let most = of_each.iter().map(|word| word.plurals.len()).max().unwrap_or(0);
    for rank in 0..most {
        let plural = |word: &Inflected| word.plurals.get(rank).or(word.plurals.last()).cloned();
        forms
            .extend(of_each.iter().map(plural).collect::<Option<Vec<_>>>().map(|it| joined(it, true, false)));
    }
    // « pris en charge » has no feminine here: « la prise en charge » is a noun.
    if rest.is_empty() || group > 1 || (has_tail && rest.len() == 1) {
        let plural = |word: &Inflected| word.feminine.as_ref().map(|(_, plural)| plural.clone());
        let single = |word: &Inflected| word.feminine.as_ref().map(|(single, _)| single.clone());
        forms.extend(of_each.iter().map(plural).collect::<Option<Vec<_>>>().map(|it| joined(it, true, true)));
        forms
            .extend(of_each.iter().map(single).collect::<Option<Vec<_>>>().map(|it| joined(it, false, true)));
        if let [Inflected { before_vowel: Some(form), .. }] = of_each.as_slice() {
            forms.push(joined(vec![(*form).to_owned()], false, false));
        }
    }
    forms
}

const AUXILIARIES: [&str; 14] = [
    "être", "est", "êtes", "sont", "es", "suis", "sommes", "sera", "serez", "seront", "soit", "soient",
    "était", "étaient",
];

const DETERMINERS: [&str; 20] = [
    "le", "la", "les", "un", "une", "des", "ce", "cet", "cette", "ces", "votre", "vos", "son", "sa", "ses",
    "leur", "leurs", "notre", "nos", "toute",
];

/// Whether a word ends what agrees with the noun: a preposition, a determiner, « que »…
fn links(word: &str) -> bool {
    const LINKS: [&str; 36] = [
        "de", "du", "à", "au", "aux", "en", "sur", "sous", "sans", "pour", "par", "avec", "dans", "entre",
        "vers", "contre", "chez", "depuis", "dès", "selon", "lors", "et", "ou", "que", "qui", "dont", "où",
        "ne", "pas", "ni", "si", "comme", "afin", "hors", "près", "après",
    ];
    let elided = super::words::elision(word) > 0;
    elided || LINKS.contains(&word) || DETERMINERS.contains(&word)
}

/// Whether a word has other forms than the one typed, as far as one can tell.
fn is_inflected(word: &str) -> bool {
    let plain = word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\u{2011}' | '\'' | '’'));
    plain && word.chars().any(char::is_lowercase) && !is_invariable(word)
}

/// Words of grammar and adverbs: « afins » is harmless, but « pars », « ors » and « biens » are words.
fn is_invariable(word: &str) -> bool {
    const INVARIABLE: [&str; 66] = [
        "par",
        "pour",
        "or",
        "car",
        "et",
        "ou",
        "où",
        "si",
        "ni",
        "mais",
        "donc",
        "sur",
        "sous",
        "dans",
        "en",
        "y",
        "il",
        "on",
        "un",
        "qui",
        "quoi",
        "dont",
        "avec",
        "sans",
        "non",
        "afin",
        "bien",
        "mal",
        "tard",
        "tôt",
        "fort",
        "plus",
        "moins",
        "très",
        "trop",
        "peu",
        "ici",
        "là",
        "ci",
        "lors",
        "vu",
        "hors",
        "hormis",
        "via",
        "pendant",
        "durant",
        "suivant",
        "concernant",
        "moyennant",
        "nonobstant",
        "touchant",
        "cependant",
        "auparavant",
        "maintenant",
        "dorénavant",
        "souvent",
        "être",
        "avoir",
        "pouvoir",
        "devoir",
        "savoir",
        "vouloir",
        "faire",
        "dire",
        "elle",
        "tout",
    ];
    INVARIABLE.contains(&word)
}

/// What a word becomes.
#[derive(Default)]
struct Inflected {
    /// The plural; two where usage hesitates, or where only one of them is a word. The word itself
    /// when it does not change.
    plurals: Vec<String>,
    /// The feminine and its plural, where the ending says so.
    feminine: Option<(String, String)>,
    /// « nouvel ».
    before_vowel: Option<&'static str>,
}

fn inflected(word: &str) -> Inflected {
    if let Some(irregular) = irregular(word) {
        return irregular;
    }
    let plurals = plurals(word);
    let feminine = feminine(word).map(|single| {
        let plural = format!("{single}s");
        (single, plural)
    });
    Inflected { plurals, feminine, before_vowel: None }
}

fn irregular(word: &str) -> Option<Inflected> {
    let (plurals, feminine): (&[&str], Option<(&str, &str)>) = match word {
        "ledit" => (&["lesdits"], Some(("ladite", "lesdites"))),
        "dudit" => (&["desdits"], Some(("desdites", "desdites"))),
        "audit" => (&["auxdits"], Some(("auxdites", "auxdites"))),
        "travail" => (&["travaux"], None),
        "bail" => (&["baux"], None),
        "vitrail" => (&["vitraux"], None),
        "nouveau" => (&["nouveaux"], Some(("nouvelle", "nouvelles"))),
        "complet" => (&["complets"], Some(("complète", "complètes"))),
        "incomplet" => (&["incomplets"], Some(("incomplète", "incomplètes"))),
        "concret" => (&["concrets"], Some(("concrète", "concrètes"))),
        "monsieur" => (&["messieurs"], None),
        "madame" => (&["mesdames"], None),
        "public" => (&["publics"], Some(("publique", "publiques"))),
        "ayant-droit" => (&["ayants-droit", "ayants droit"], None),
        "tel" => (&["tels"], Some(("telle", "telles"))),
        _ => return None,
    };
    Some(Inflected {
        plurals: plurals.iter().map(|form| (*form).to_owned()).collect(),
        feminine: feminine.map(|(single, plural)| (single.to_owned(), plural.to_owned())),
        before_vowel: (word == "nouveau").then_some("nouvel"),
    })
}

fn plurals(word: &str) -> Vec<String> {
    let parts: Vec<&str> = word.split(['-', '\u{2011}']).collect();
    let [first, .., last] = parts.as_slice() else { return plurals_of_simple(word) };
    let of = |part: &str| plurals_of_simple(part).into_iter().next().unwrap_or_default();
    let stem = word.strip_suffix(last).unwrap_or_default();
    // « arcs-en-ciel »: a preposition inside keeps what follows it.
    if parts.len() > 2 && parts.iter().skip(1).any(|part| links(part)) {
        let rest = word.strip_prefix(first).unwrap_or_default();
        return vec![format!("{}{rest}", of(first))];
    }
    // « main-d’œuvre », « porte-monnaie », « après-midi ».
    if super::words::elision(last) > 0 {
        return vec![format!("{}-{last}", of(first))];
    }
    let at_the_end = format!("{stem}{}", of(last));
    // « sous-préfets », but « chefs-lieux »: the one that is no word is never met.
    let every = parts.iter().map(|part| of(part)).collect::<Vec<_>>().join("-");
    if every == at_the_end || parts.len() > 2 { vec![at_the_end] } else { vec![at_the_end, every] }
}

fn plurals_of_simple(word: &str) -> Vec<String> {
    const ALS: [&str; 12] = [
        "bal", "carnaval", "festival", "récital", "régal", "naval", "fatal", "final", "banal", "glacial",
        "bancal", "natal",
    ];
    if word.ends_with(['s', 'x', 'z']) || is_invariable(word) {
        return vec![word.to_owned()];
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
    const NOUNS: [&str; 40] = [
        "accent",
        "appel",
        "argent",
        "arrêté",
        "canif",
        "corrigé",
        "courant",
        "crédit",
        "côté",
        "enfant",
        "entretien",
        "exposé",
        "imprimé",
        "instant",
        "intitulé",
        "maintien",
        "menu",
        "montant",
        "motif",
        "moyen",
        "oubli",
        "permis",
        "pavé",
        "procédé",
        "rappel",
        "relevé",
        "revenu",
        "reçu",
        "résumé",
        "soutien",
        "suivi",
        "talent",
        "traité",
        "tout",
        "vu",
        "contenu",
        "compromis",
        "énoncé",
        "écrit",
        "événement",
    ];
    if NOUNS.contains(&word) || word.split('-').count() > 2 {
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
            ("ledit", "ledit lesdits lesdites ladite"),
            ("travail", "travail travaux"),
            ("PACS", "PACS"),
            ("par", "par"),
            ("12", "12"),
            ("que", "que qu'"),
            ("nouveau", "nouveau nouveaux nouvelles nouvelle nouvel"),
            ("procès-verbal", "procès-verbal procès-verbaux procès-verbales procès-verbale"),
            ("chef-lieu", "chef-lieu chef-lieux chefs-lieux"),
            ("arc-en-ciel", "arc-en-ciel arcs-en-ciel"),
            ("main-d’œuvre", "main-d’œuvre mains-d’œuvre"),
            // « une motive », « revenue », « des biens », « des pouvoirs » are other words.
            ("motif", "motif motifs"),
            ("revenu", "revenu revenus"),
            ("arrêté", "arrêté arrêtés"),
            ("bien", "bien"),
            ("pouvoir", "pouvoir"),
            ("suivant", "suivant"),
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
            (" mise en demeure ", &["mise en demeure", "mises en demeure"]),
            ("pièce justificative", &["pièce justificative", "pièces justificatives"]),
            (
                "administré concerné",
                &[
                    "administré concerné",
                    "administrés concernés",
                    "administrées concernées",
                    "administrée concernée",
                ],
            ),
            ("procès-verbal de constat", &["procès-verbal de constat", "procès-verbaux de constat"]),
            ("recours contentieux", &["recours contentieux"]),
            ("arrêté préfectoral", &["arrêté préfectoral", "arrêtés préfectoraux"]),
            ("pris en charge", &["pris en charge"]),
            ("déposer une demande", &["déposer une demande"]),
            ("dans les meilleurs délais", &["dans les meilleurs délais"]),
            ("le cas échéant", &["le cas échéant"]),
            ("PV de constat", &["PV de constat"]),
            (
                "êtes tenu de",
                &[
                    "êtes tenu de",
                    "êtes tenu d'",
                    "êtes tenu du",
                    "êtes tenu des",
                    "êtes tenus de",
                    "êtes tenus d'",
                    "êtes tenus du",
                    "êtes tenus des",
                    "êtes tenues de",
                    "êtes tenues d'",
                    "êtes tenues du",
                    "êtes tenues des",
                    "êtes tenue de",
                    "êtes tenue d'",
                    "êtes tenue du",
                    "êtes tenue des",
                ],
            ),
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
