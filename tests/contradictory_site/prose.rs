//! What the pages say that is not planted. Prices, delays and telephone numbers differ from town to town,
//! by age and by territory, and that contradicts nothing.

use std::fmt::Write;

/// A page before it is written.
#[derive(Clone)]
pub(super) struct Page {
    pub(super) path: String,
    pub(super) title: String,
    /// Lines of its front matter.
    pub(super) front: Vec<String>,
    /// Blocks of its body.
    pub(super) blocks: Vec<String>,
}

impl Page {
    /// A page that somebody else wrote.
    pub(super) fn of(path: &str, text: &str) -> Self {
        let front = text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"));
        let (front, body) = front.unwrap_or(("", text));
        let (titles, front): (Vec<&str>, Vec<&str>) =
            front.lines().partition(|line| line.starts_with("title:"));
        let title = titles.first().and_then(|line| line.strip_prefix("title: ")).unwrap_or("Page");
        Self {
            path: path.to_owned(),
            title: title.to_owned(),
            front: front.into_iter().map(str::to_owned).collect(),
            blocks: body.split("\n\n").map(|block| block.trim().to_owned()).collect(),
        }
    }

    /// Blocks that begin with a word.
    pub(super) fn paragraphs(&self) -> Vec<usize> {
        (0..self.blocks.len()).filter(|at| self.blocks[*at].starts_with(char::is_alphabetic)).collect()
    }

    pub(super) fn text(&self) -> String {
        let mut text = format!("---\ntitle: {}\n", self.title);
        for line in &self.front {
            let _ = writeln!(text, "{line}");
        }
        text.push_str("---\n\n");
        text.push_str(&self.blocks.join("\n\n"));
        text.push('\n');
        text
    }
}

/// Numbers that look drawn, the same at each run (xorshift, Marsaglia, 2003).
struct Dice(u64);

impl Dice {
    fn new(seed: usize) -> Self {
        Self((seed as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % below
    }

    fn one<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.next(list.len())]
    }
}

/// The page of a rank: a thing to ask for, in a town.
pub(super) fn page(rank: usize) -> Page {
    let mut dice = Dice::new(rank);
    // Each thing in each town once: the three lengths have no common divisor with the steps.
    let (head, feminine) = HEADS[rank % HEADS.len()];
    let complement = COMPLEMENTS[(rank / HEADS.len()) % COMPLEMENTS.len()];
    let place = (rank * 7 + rank / 600) % TOWNS.len();
    let town = TOWNS[place];
    let thing = format!("{head} {complement}");
    let (a, the, of) = articles(&thing, feminine);
    let action = dice.one(&["Demander", "Obtenir", "Renouveler", "Modifier", "Comprendre"]);
    let title = format!("{action} {a} à {town}");
    let price = 5 + dice.next(60);
    let days = 5 * (1 + dice.next(10));
    let months = 1 + dice.next(5);
    let values = [
        ("{a}", a.clone()),
        ("{le}", the),
        ("{du}", of),
        ("{ville}", town.to_owned()),
        ("{prix}", price.to_string()),
        ("{moitié}", (price / 2 + 1).to_string()),
        ("{jours}", days.to_string()),
        ("{mois}", months.to_string()),
        ("{tél}", phone(place, 10)),
        ("{autre}", phone(rank % 97, 20 + rank % 70)),
        ("{rue}", dice.one(&STREETS).to_owned()),
        ("{n}", (2 + dice.next(9)).to_string()),
    ];
    let mut blocks = Vec::new();
    for section in SECTIONS {
        if !section.always && dice.next(4) == 0 {
            continue;
        }
        if let Some(headings) = section.headings {
            blocks.push(format!("## {}", dice.one(headings)));
        }
        let mut first = dice.next(section.texts.len());
        for _ in 0..section.taken {
            blocks.push(section.texts[first % section.texts.len()].to_owned());
            first += 1 + dice.next(2);
        }
    }
    if dice.next(5) < 3 {
        blocks.push(BOILERPLATE.to_owned());
    }
    let fill =
        |text: &str| values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(name, value));
    let blocks = blocks.iter().map(|block| capital(&fill(block))).collect();
    let mut front = vec![TYPE.to_owned()];
    if dice.next(3) == 0 {
        front.push(format!("cost: {price} €"));
    }
    if dice.next(3) == 0 {
        front.push(format!("deadlines: {days} jours"));
    }
    if dice.next(2) == 0 {
        front.push(format!("reviewed: 2026-{:02}-{:02}", 1 + dice.next(9), 1 + dice.next(28)));
    }
    let path = format!("rubrique-{:02}/page-{rank:04}.md", rank % 25);
    Page { path, title, front, blocks }
}

/// What the front matter of each page says.
pub(super) const TYPE: &str = "type: procedure";

/// A copy of a page as people make them: a new title, a few words changed, a sentence more, one less.
pub(super) fn copy(page: &Page, rank: usize) -> Page {
    let mut dice = Dice::new(10_000 + rank);
    let mut copy = page.clone();
    copy.path = format!("copies/copie-{rank:02}.md");
    copy.title = format!("{} (mode d’emploi)", page.title.trim_matches('"'));
    let mut left = 2 + rank / 2;
    for (from, to) in SYNONYMS {
        let Some(block) = copy.blocks.iter_mut().find(|block| block.contains(from)) else { continue };
        if left == 0 {
            break;
        }
        *block = block.replacen(from, to, 1);
        left -= 1;
    }
    let paragraphs = copy.paragraphs();
    if rank.is_multiple_of(3) {
        copy.blocks.remove(paragraphs[dice.next(paragraphs.len())]);
    }
    copy.blocks.push(dice.one(&ADDED).to_owned());
    copy
}

fn articles(thing: &str, feminine: bool) -> (String, String, String) {
    let vowel = thing.starts_with(['a', 'e', 'é', 'i', 'o', 'u', 'h']);
    match (vowel, feminine) {
        (true, true) => (format!("une {thing}"), format!("l’{thing}"), format!("de l’{thing}")),
        (true, false) => (format!("un {thing}"), format!("l’{thing}"), format!("de l’{thing}")),
        (false, true) => (format!("une {thing}"), format!("la {thing}"), format!("de la {thing}")),
        (false, false) => (format!("un {thing}"), format!("le {thing}"), format!("du {thing}")),
    }
}

/// A number kept for fiction: 01 99 00, 02 61 91, 03 53 01, 04 65 71, 05 36 49.
fn phone(town: usize, line: usize) -> String {
    let zone = ["01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49"][town % 5];
    format!("{zone} {:02} {:02}", town % 100, line % 100)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

const HEADS: [(&str, bool); 24] = [
    ("autorisation", true),
    ("permis", false),
    ("déclaration", true),
    ("licence", true),
    ("carte", true),
    ("certificat", false),
    ("attestation", true),
    ("agrément", false),
    ("dérogation", true),
    ("inscription", true),
    ("abonnement", false),
    ("badge", false),
    ("concession", true),
    ("convention", true),
    ("aide", true),
    ("subvention", true),
    ("bourse", true),
    ("exonération", true),
    ("copie", true),
    ("extrait", false),
    ("visite", true),
    ("location", true),
    ("place", true),
    ("réservation", true),
];

const COMPLEMENTS: [&str; 25] = [
    "de terrasse",
    "de kiosque",
    "de vente au déballage",
    "de barnum",
    "de clôture",
    "de ravalement",
    "d’abattage d’arbre",
    "de puits",
    "d’échafaudage",
    "de benne",
    "de déménagement",
    "de tournage",
    "de fête de quartier",
    "de marché",
    "de food-truck",
    "de port à sec",
    "de mouillage",
    "de baignade surveillée",
    "de patinoire",
    "de musique",
    "de théâtre",
    "de crèche",
    "de centre aéré",
    "de transport scolaire",
    "de verger partagé",
];

const TOWNS: [&str; 59] = [
    "Brévilliers",
    "Ormoy-le-Haut",
    "Valcendre",
    "Trézac",
    "Pont-Rozan",
    "Les Aubrais-Basses",
    "Quermont",
    "Saulx-la-Ville",
    "Fontrive",
    "Marsannes",
    "Bourdelière",
    "Chantemelle",
    "Grandvaux-sur-Eure",
    "Hérissart-le-Neuf",
    "Izernay",
    "Jonquerolles",
    "Kervalec",
    "Lannemouche",
    "Mirevent",
    "Nozeroy-les-Bains",
    "Orsigny",
    "Puyferrand",
    "Quincy-Bas",
    "Rochetaille",
    "Saint-Elvain",
    "Thorigné-la-Rive",
    "Ussel-le-Pont",
    "Vaucresson-Haut",
    "Wadelay",
    "Xaintrailles-Neuf",
    "Yvrandes",
    "Zicavelle",
    "Arbois-le-Lac",
    "Belleroche",
    "Coulanges-Vieille",
    "Donzac",
    "Essertines",
    "Flavigny-Bas",
    "Gisorel",
    "Hautecombe",
    "Irigny-le-Port",
    "Jussac-Neuf",
    "Kerbihan",
    "Lussat",
    "Montjavel",
    "Nérigean",
    "Oradelle",
    "Plouvenec",
    "Quissac-Haut",
    "Roquevaire-Basse",
    "Salvagnac",
    "Tourmelin",
    "Urbeis-Neuf",
    "Vézinnes",
    "Warmeriville-Sud",
    "Yssandon",
    "Aigrefond",
    "Bazouges-la-Mer",
    "Cernoy",
];

const STREETS: [&str; 8] = [
    "rue des Lavandières",
    "place du Marché-Couvert",
    "quai des Tanneurs",
    "rue de la Vieille-École",
    "impasse des Forges",
    "avenue du Vieux-Pont",
    "cour des Dîmes",
    "rue aux Grains",
];

struct Section {
    headings: Option<&'static [&'static str]>,
    texts: &'static [&'static str],
    taken: usize,
    always: bool,
}

const SECTIONS: [Section; 7] = [
    Section {
        headings: None,
        texts: &[
            "À {ville}, {le} se demande avant le premier jour d’usage. Sans réponse de notre part, n’entreprenez rien.",
            "Vous préparez un projet à {ville} ? {le} en fait partie dans la plupart des cas. Cette page vous guide.",
            "Habitants et entreprises de {ville} peuvent obtenir {a}. Le dossier tient en trois feuilles.",
            "Depuis la réforme du conseil, {le} relève de la commune. {ville} l’examine en commission.",
            "{le} existe à {ville} depuis longtemps. Les règles ont été réécrites pour tenir sur une page.",
            "Besoin {du} ? Les agents de {ville} vous répondent et relisent votre dossier avec vous.",
        ],
        taken: 2,
        always: true,
    },
    Section {
        headings: Some(&["Qui est concerné", "Pour qui", "Conditions"]),
        texts: &[
            "Toute personne majeure qui habite la commune peut déposer un dossier. Les associations aussi, par leur président.",
            "Vous devez occuper les lieux à titre de propriétaire ou de locataire. Une personne hébergée joint l’accord de son hôte.",
            "Les commerçants inscrits au registre, les artisans et les forains ont les mêmes droits que les habitants.",
            "Un mineur de plus de seize ans agit avec un parent. Le parent signe avec lui et reçoit la réponse.",
            "Il n’y a pas de condition de revenus. La commission regarde la place disponible et la sécurité.",
            "Les personnes sous tutelle sont représentées. Le tuteur apporte le jugement qui le nomme.",
        ],
        taken: 2,
        always: false,
    },
    Section {
        headings: Some(&["Ce que vous apportez", "Documents", "Le dossier"]),
        texts: &[
            "- une pièce d’identité ;\n- un plan des lieux, même fait à la main ;\n- l’accord écrit du voisin le plus proche.",
            "- le formulaire signé ;\n- une photo des lieux prise dans l’année ;\n- une attestation d’assurance à jour.",
            "- un justificatif de domicile de moins de {n} mois ;\n- les dates souhaitées ;\n- un numéro où vous joindre.",
            "Apportez l’original et une copie de chaque pièce. L’agent garde la copie et vous rend l’original.",
            "Le service a déjà vos pièces si vous avez fait une autre demande cette année. Dites-le au guichet.",
            "Les pièces en langue étrangère sont traduites. La liste des traducteurs est affichée à l’accueil.",
        ],
        taken: 2,
        always: true,
    },
    Section {
        headings: Some(&["Combien ça coûte", "Prix", "Tarifs"]),
        texts: &[
            "Vous payez {prix} € au dépôt du dossier.",
            "{le} coûte {prix} €.",
            "À {ville}, {le} coûte {prix} €. Le prix est voté chaque année.",
            "| Âge | Prix |\n| --- | --- |\n| Adulte | {prix} € |\n| Moins de 18 ans | {moitié} € |",
            "Pour un adulte, {le} coûte {prix} €. Pour un mineur, {le} coûte {moitié} €.",
            "{le} coûte {moitié} € en Guyane et à Mayotte.",
            "Si vous êtes étudiant, {le} coûte {moitié} €.",
            "### Pour un mineur\n\n{le} coûte {moitié} €.\n\n### Pour un majeur\n\n{le} coûte {prix} €.",
            "Un timbre fiscal de {prix} € est demandé.",
            "Le tarif plein est de {prix} €, le tarif réduit de {moitié} €.",
            "Il en coûte entre {moitié} € et {prix} € selon la surface.",
        ],
        taken: 2,
        always: true,
    },
    Section {
        headings: Some(&["Combien de temps", "Délais", "Quand vous aurez la réponse"]),
        texts: &[
            "Le délai de réponse est de {mois} mois.",
            "La commission de {ville} se réunit tous les {n} jours. Comptez {jours} jours de plus avant l’été.",
            "{le} est donnée sous {jours} jours à {ville}.",
            "Vous avez {mois} mois pour faire un recours.",
            "Le silence gardé pendant {mois} mois vaut accord.",
            "En cas d’urgence, le délai est de {n} jours.",
            "Un dossier complet est instruit en {jours} jours. Un dossier incomplet attend la pièce qui manque.",
        ],
        taken: 2,
        always: true,
    },
    Section {
        headings: Some(&["Où s’adresser", "Nous joindre", "Contact"]),
        texts: &[
            "Mairie de {ville}, {n} {rue}. Téléphone : {tél}.",
            "Le service de la voirie de {ville} répond au {tél}, sauf le mercredi.",
            "Accueil : {autre}.",
            "- standard : {tél} ;\n- urgences de nuit : {autre}.",
            "Pour toute question générale sur vos droits, composez le 39 39.",
            "Le guichet ouvre à 9 heures, {n} {rue}. Il est accessible en fauteuil par la cour.",
            "Une permanence se tient chaque mardi dans la salle des mariages, sans rendez-vous.",
        ],
        taken: 2,
        always: true,
    },
    Section {
        headings: Some(&["Et ensuite", "Après la décision", "La suite"]),
        texts: &[
            "Vous recevez la réponse par courrier. Gardez-la sur place : l’agent de surveillance peut la demander.",
            "Affichez la réponse de façon visible. Retirez-la le dernier jour et remettez les lieux en état.",
            "En cas de refus, demandez à la mairie les raisons par écrit. Le médiateur peut aussi vous entendre.",
            "Un changement de dates se signale par message. Au second changement, il faut un nouveau dossier.",
            "La réponse favorable ne se cède pas. La personne qui vous succède dépose sa propre demande.",
            "Un contrôle a lieu dans l’année. L’agent prévient avant de passer et vous laisse un compte rendu.",
            "Le dossier est gardé {n} ans, puis versé aux archives ou détruit.",
        ],
        taken: 3,
        always: false,
    },
];

const BOILERPLATE: &str = "## Vos droits\n\nVous avez droit à l’erreur : si vous vous trompez de bonne foi, \
    signalez-le et corrigez. Vos données servent à traiter votre dossier et à rien d’autre. Vous pouvez les \
    lire, les faire corriger et les faire effacer en écrivant au délégué à la protection des données de la \
    communauté de communes.\n\nCette page vous a-t-elle aidé ? Dites-le à l’accueil de votre mairie, sur place.";

const SYNONYMS: [(&str, &str); 14] = [
    ("pièce", "feuille"),
    ("dossier", "formulaire"),
    ("mairie", "maison commune"),
    ("réponse", "décision"),
    ("personne", "famille"),
    ("agent", "employé"),
    ("chaque", "tout"),
    ("dates", "jours"),
    ("plan", "croquis"),
    ("copie", "reproduction"),
    ("service", "bureau"),
    ("place", "surface"),
    ("habite", "occupe"),
    ("lieux", "locaux"),
];

const ADDED: [&str; 3] = [
    "Cette page reprend les règles en vigueur dans la commune.",
    "Un doute ? Passez nous voir, un agent relira votre dossier avec vous.",
    "Les horaires changent pendant les vacances de fin d’année.",
];
