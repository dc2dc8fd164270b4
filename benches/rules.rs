//! What word rules cost: the same pages checked with fifty of them and with four hundred and fifty.
//!
//! `cargo bench --bench rules` opens one site twice, each time with so many rule files added to the
//! built-in ones, and times `lint::run` on the two in turn. `BENCH_SITE` names a folder that holds
//! `site.toml` and `content/`; without it, the demonstration pages are repeated up to 1,000. `BENCH_RUNS`
//! is the number of runs. The time to open the site (pages, rule files) is shown apart.

// Its output is its purpose.
#![allow(clippy::print_stdout)]

mod measure;
mod site;

use std::path::Path;

use jiff::civil::date;
use limpide::lint;
use limpide::project::Project;

type Error = Box<dyn std::error::Error>;

const COUNTS: [usize; 2] = [50, 450];

fn main() -> Result<(), Error> {
    let runs: usize = std::env::var("BENCH_RUNS").ok().and_then(|r| r.parse().ok()).unwrap_or(5);
    let holder = tempfile::tempdir()?;
    let mut roots = Vec::new();
    for count in COUNTS {
        let root = holder.path().join(count.to_string());
        match std::env::var_os("BENCH_SITE") {
            Some(from) => measure::copy(Path::new(&from), &root)?,
            None => {
                site::repeat_demonstration(&root, 1_000)?;
            }
        }
        for rank in 0..count {
            site::write(&root.join(format!("lints/bench/w{rank:03}.yaml")), rule(rank).as_bytes())?;
        }
        roots.push(root);
    }
    let mut opening = [Vec::new(), Vec::new()];
    let mut checking = [Vec::new(), Vec::new()];
    let mut found = [0; 2];
    // One run more, in turn, and the first one not counted.
    for run in 0..=runs {
        for (which, root) in roots.iter().enumerate() {
            let start = measure::cpu();
            let project = Project::open(root, date(2026, 11, 23)).map_err(|e| format!("{e:?}"))?;
            let opened = measure::cpu();
            let findings = std::hint::black_box(lint::run(&project.site, project.rules()));
            let checked = measure::cpu();
            let broken: Vec<&str> = findings
                .iter()
                .filter(|finding| finding.rule.as_str() == "reading/invalid-rule")
                .map(|finding| project.site.sources.slice(finding.span))
                .collect();
            assert!(broken.is_empty(), "{broken:?}");
            found[which] = findings.len();
            if run > 0 {
                opening[which].push(opened - start);
                checking[which].push(checked - opened);
            }
        }
    }
    println!("{:<12} {:>10} {:>10} {:>10}", "CPU, ms", "open", "lint::run", "findings");
    let open = opening.map(measure::median);
    let check = checking.map(measure::median);
    for (which, count) in COUNTS.iter().enumerate() {
        let name = format!("{count} rules");
        println!("{name:<12} {:>10.1} {:>10.1} {:>10}", open[which] * 1e3, check[which] * 1e3, found[which]);
    }
    println!("lint::run        × {:.2}", check[1] / check[0]);
    println!("open + lint::run × {:.2}", (open[1] + check[1]) / (open[0] + check[0]));
    Ok(())
}

/// One rule file: four terms out of the words below, each rule its own. Every fiftieth rule looks for
/// words that stand on nearly every page; most terms are as rare as jargon is.
fn rule(rank: usize) -> String {
    let noun = |n: usize| NOUNS[n % NOUNS.len()];
    let adjective = |n: usize| ADJECTIVES[n % ADJECTIVES.len()];
    let opening = OPENINGS[rank % OPENINGS.len()];
    let (a, b) = (rank, rank / NOUNS.len() + 3 * rank);
    let single = if rank.is_multiple_of(50) {
        FREQUENT[rank / 50 % FREQUENT.len()].to_owned()
    } else {
        format!("{} {}", noun(a), adjective(b))
    };
    let terms = [
        single,
        format!("{} de {}", noun(b + 1), noun(a + 2)),
        format!("{opening} {} de", noun(a + b)),
        format!("{} {}", noun(b + 5), adjective(a + 7)),
    ];
    let words: String =
        terms.iter().map(|term| format!("    - {{find: {term}, use: mot simple}}\n")).collect();
    format!(
        "title: {{fr: Mot {rank}, en: Word {rank}}}
criterion: understandable
recommendations: [R6]
check: words
severity: info
lang: fr
message: {{fr: \"« {{found}} » se dit plus simplement.\", en: \"“{{found}}” can be simpler.\"}}
help: {{fr: \"Écrivez plutôt : {{use}}.\", en: \"Write instead: {{use}}.\"}}
why: {{fr: Les mots courants se lisent vite., en: Everyday words are read quickly.}}
params:
  words:
{words}examples:
  - {{bad: \"Un mot : {bad}.\", marks: [\"{bad}\"]}}
  - {{good: Rien ici.}}
",
        bad = terms[0]
    )
}

const FREQUENT: [&str; 9] =
    ["demande", "document", "déclaration", "service", "personne", "mois", "droit", "employeur", "durée"];

const OPENINGS: [&str; 6] =
    ["dans le cadre", "aux fins", "à l’appui", "sur la base", "en l’absence", "à la suite"];

const NOUNS: [&str; 40] = [
    "acte",
    "agrément",
    "allocation",
    "arrêté",
    "assignation",
    "attestation",
    "avenant",
    "ayant",
    "barème",
    "bénéficiaire",
    "cessation",
    "cession",
    "clause",
    "convocation",
    "créance",
    "débiteur",
    "délai",
    "demandeur",
    "diligence",
    "dossier",
    "échéance",
    "exonération",
    "formalité",
    "garantie",
    "huissier",
    "indemnité",
    "instance",
    "justificatif",
    "litige",
    "mandataire",
    "notification",
    "pièce",
    "préavis",
    "prestation",
    "procédure",
    "quittance",
    "récépissé",
    "recours",
    "reliquat",
    "saisine",
];

const ADJECTIVES: [&str; 24] = [
    "administratif",
    "afférent",
    "ampliatif",
    "annuel",
    "contentieux",
    "conventionnel",
    "compétent",
    "complémentaire",
    "déclaratif",
    "définitif",
    "écrit",
    "exécutoire",
    "fiscal",
    "forfaitaire",
    "gracieux",
    "hiérarchique",
    "individuel",
    "judiciaire",
    "justificatif",
    "notarié",
    "préalable",
    "préfectoral",
    "récapitulatif",
    "requis",
];
