//! `limpide fix`: what it changes, what it never changes, and what it says.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use jiff::civil::date;
use limpide::files;
use limpide::finding::{Applicability, Severity};
use limpide::lint;
use limpide::lint::fix::{self, Mended, Wanted};
use limpide::site::{Facts, Site};
use limpide::source::{Source, SourceId, Tree};
use proptest::prelude::*;

// A page in memory.

fn tree(page: &[u8]) -> (Tree, SourceId) {
    let mut tree = files::built_in();
    // Lists of words take long to read, and most mend nothing.
    let sources = &tree.sources;
    tree.lints.rules.retain(|(_, source)| {
        let rule = sources.get(*source).text();
        !rule.contains("check: words") || rule.contains("fix: safe") || rule.contains("fix: suggested")
    });
    let id = tree.sources.add(Source::new("content/a.md", page.to_vec()));
    let other = b"---\ntitle: B\n---\n\nUn texte.\n".to_vec();
    let other = tree.sources.add(Source::new("content/autre.md", other));
    tree.pages = vec![("a.md".to_owned(), id), ("autre.md".to_owned(), other)];
    (tree, id)
}

fn facts() -> Facts {
    Facts::on(date(2026, 11, 23))
}

fn mend(page: &[u8]) -> Mended {
    let files = |path: &str| !files::is_built_in(path);
    let wanted = Wanted {
        at_most: Applicability::Suggested,
        rules: &[],
        least: Severity::Info,
        known: None,
        files: &files,
    };
    fix::run(&tree(page).0, &facts(), &wanted)
}

fn mended(page: &[u8]) -> Vec<u8> {
    let mended = mend(page);
    mended.files.into_iter().next().map_or_else(|| page.to_vec(), |file| file.after)
}

/// The blocks of a page as read, without spaces, and how many findings it has.
fn read(page: &[u8]) -> (Vec<String>, usize) {
    let (mut tree, id) = tree(page);
    let rules = std::mem::take(&mut tree.lints);
    let site = Site::build(tree, facts());
    let rules = lint::load(&site, &rules);
    let page = site.pages.iter().find(|page| page.document.source == id).unwrap();
    let unspaced = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect();
    let blocks = page.document.blocks.iter().map(|block| unspaced(block.prose.text())).collect();
    (blocks, lint::run(&site, &rules).iter().map(|finding| finding.count()).sum())
}

/// Shows no-break spaces: `~`, and `_` for the narrow one.
fn seen(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap().replace('\u{a0}', "~").replace('\u{202f}', "_")
}

#[test]
fn spaces_that_are_markdown_stay_as_they_are() {
    for page in [
        "---\ntitle: Qui ? Quoi : rien !\nreviewed: \"a : b\"\n---\n",
        "| a | b | c |\n| :--- | :---: | ---: |\n| d | e | f |\n",
        "- un\n- [ ] deux\n  - trois\n\n1. quatre\n2) cinq\n",
        "- ? un\n- ! deux\n- : trois\n",
        "Terme\n: définition\n: autre\n\nTerme\n\n: définition\n",
        "[^1]: note\n\nVoyez[^1].\n\n[ref]: autre.md\n\n[x][ref]\n",
        "`a ? b : c` et `« x »`\n\n    code ? oui : non\n\n```sh\n[ a ] ; b ! c ? d\n```\n",
        "[x](autre.md 'un : deux ?') ![](i.png \"a ; b\")\n",
        "## Combien {#combien : ?}\n",
        "Il faut {{ amount(key=\"a : b ?\") }} puis {{ term(key=\"c ; d\") }}.\n",
        "<span title=\"a : b\">x</span>\n\n<!-- a ? b : c -->\n\n<div>\na ! b ?\n</div>\n",
        "> Citation : « laissée telle quelle » ?\n",
        "Une ligne  \n? suite\\\n! suite\n: fin\n",
        "<https://exemple.fr/?a=b> et https://exemple.fr/x;y?z:a\n",
        "Titre\n: :\n\n***\n\n- - -\n",
    ] {
        let after = mended(page.as_bytes());
        assert_eq!(seen(&after), page);
    }
}

#[test]
fn spaces_beside_markdown_become_no_break_and_leave_it_whole() {
    for (page, wanted) in [
        (
            "---\ntitle: Qui ?\ndescription: \"a : b\"\n---\n",
            "---\ntitle: Qui_?\ndescription: \"a~: b\"\n---\n",
        ),
        (
            "| Cas ? | Prix |\n| --- | ---: |\n| a \\| b : c | 5 € |\n",
            "| Cas_? | Prix |\n| --- | ---: |\n| a \\| b~: c | 5~€ |\n",
        ),
        ("- **mot** : *autre* ?\n- [ ] fait !\n", "- **mot**~: *autre*_?\n- [ ] fait_!\n"),
        ("«**mot**» et « *mot* » et «[x](autre.md)»\n", "«~**mot**~» et «~*mot*~» et «~[x](autre.md)~»\n"),
        ("Un **mot !** et *un mot ?*\n", "Un **mot_!** et *un mot_?*\n"),
        ("[Qui ?](autre.md) : voyez\n", "[Qui_?](autre.md)~: voyez\n"),
        (
            "## Combien ? {#combien}\n\n### Où ? ##\n\nQuand ?\n=======\n",
            "## Combien_? {#combien}\n\n### Où_? ##\n\nQuand_?\n=======\n",
        ),
        ("Terme ?\n: définition : ici\n", "Terme_?\n: définition~: ici\n"),
        ("Coût : {{ amount(key=\"x\") }} ; fin\n", "Coût~: {{ amount(key=\"x\") }}_; fin\n"),
        ("Note[^1] : x\n\n[^1]: Vrai ?\n", "Note[^1]~: x\n\n[^1]: Vrai_?\n"),
        ("> [!NOTE]\n> Attention : ici !\n", "> [!NOTE]\n> Attention~: ici_!\n"),
        ("![Une carte ?](i.png)\n", "![Une carte_?](i.png)\n"),
        ("mot*!* et mot *!* et `code` : x\n", "mot*!* et mot_*!* et `code`~: x\n"),
        ("a&nbsp;b ; &laquo;c&raquo;\n", "a&nbsp;b_; &laquo;~c~&raquo;\n"),
    ] {
        let after = mended(page.as_bytes());
        assert_eq!(seen(&after), wanted);
        assert_eq!(read(&after).0, read(page.as_bytes()).0, "{page}");
    }
}

#[test]
fn an_address_with_spaces_is_written_so_that_its_link_holds() {
    let mut tree = files::built_in();
    for (path, text) in [
        ("mes pages.md", "---\ntitle: A\n---\n\nUn texte.\n"),
        ("b.md", "---\ntitle: B\n---\n\n[x](<mes page.md>), [y](mes%20page.md).\n"),
    ] {
        let id = tree.sources.add(Source::new(format!("content/{path}"), text.into()));
        tree.pages.push((path.to_owned(), id));
    }
    let wanted = Wanted {
        at_most: Applicability::Suggested,
        rules: &[],
        least: Severity::Info,
        known: None,
        files: &|_| true,
    };
    let mended = fix::run(&tree, &facts(), &wanted);
    let text = mended.files.first().map(|file| String::from_utf8_lossy(&file.after).into_owned());
    assert_eq!(text.as_deref(), Some("---\ntitle: B\n---\n\n[x](<mes%20pages.md>), [y](mes%20pages.md).\n"));
    let refused: usize = mended.refused.iter().map(|refused| refused.lines.len()).sum();
    assert!(refused <= 1);
}

/// Pieces of pages, in which spaces, line endings and markup meet.
fn pages() -> impl Strategy<Value = Vec<u8>> {
    const PIECES: &[&str] = &[
        "mot",
        "Qui",
        "86",
        "é",
        "œ",
        "😀",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        "\n\n",
        "\r\n\r\n",
        "\r",
        "\u{a0}",
        "\u{202f}",
        "?",
        "!",
        ";",
        ":",
        "«",
        "»",
        "€",
        "%",
        " ?",
        " :",
        "« ",
        " »",
        "*",
        "**",
        "_",
        "`",
        "~~",
        "[",
        "](autre.md)",
        "](autr.md)",
        "![",
        "](i.png)",
        "|",
        "\n| a | b |\n|---|:-:|\n| ",
        " |\n",
        "\n- ",
        "\n1. ",
        "\n- [ ] ",
        "\n## ",
        "{#id}",
        "\n> ",
        "\n: ",
        "\n```\n",
        "&nbsp;",
        "&laquo;",
        "&amp;",
        "\\",
        "{{ amount(key=\"a\") }}",
        "<sup>",
        "</sup>",
        "<!--",
        "-->",
        "[^1]",
        "\n[^1]: ",
        "\n---\n",
        "\u{feff}",
        "\u{301}",
        "\u{5d0}",
        "\n    ",
    ];
    let piece = prop_oneof![
        40 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => Just(vec![0xff]),
        1 => Just(vec![0xc3]),
    ];
    let head = prop::sample::select(vec![
        "",
        "\u{feff}",
        "---\ntitle: Une page\n---\n",
        "---\r\ntitle: Qui ?\r\n---\r\n",
        "\u{feff}---\ntitle: \"a : b\"\n---\n\n",
    ]);
    (head, prop::collection::vec(piece, 0..40))
        .prop_map(|(head, pieces)| [head.as_bytes().to_vec(), pieces.concat()].concat())
}

/// How many of each a file has, where a line ends: CR LF, LF alone, CR alone.
fn endings(bytes: &[u8]) -> (usize, usize, usize) {
    let pairs = bytes.windows(2).filter(|pair| pair == b"\r\n").count();
    let count = |byte: u8| bytes.iter().filter(|b| **b == byte).count();
    (pairs, count(b'\n') - pairs, count(b'\r') - pairs)
}

/// The bytes that are no space and no euro sign, which goes behind its sum, and how many signs there are.
fn words(bytes: &[u8]) -> (Vec<u8>, usize) {
    let text: Vec<u8> = bytes.to_vec();
    let euros = text.windows(3).filter(|bytes| *bytes == "€".as_bytes()).count();
    let words =
        [&b"\xe2\x80\xaf"[..], &b"\xc2\xa0"[..], b" ", "€".as_bytes()].iter().fold(text, |text, space| {
            let mut kept = Vec::new();
            let mut at = 0;
            while at < text.len() {
                if text[at..].starts_with(space) {
                    at += space.len();
                } else {
                    kept.push(text[at]);
                    at += 1;
                }
            }
            kept
        });
    (words, euros)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn whatever_the_page_it_stays_the_same_page(page in pages()) {
        let once = mend(&page);
        prop_assert!(once.files.iter().all(|file| file.before == page && file.after != page));
        let after = once.files.first().map_or(&page, |file| &file.after).clone();
        prop_assert_eq!(endings(&after), endings(&page));
        prop_assert_eq!(after.ends_with(b"\n"), page.ends_with(b"\n"));
        if !after.windows(7).any(|bytes| bytes == b"autre.m") {
            prop_assert_eq!(words(&after), words(&page));
        }
        let (blocks, findings) = read(&page);
        let (blocks_after, findings_after) = read(&after);
        let unmoved = |blocks: &[String]| blocks.iter().map(|text| text.replace('€', "")).collect::<Vec<_>>();
        prop_assert_eq!(unmoved(&blocks), unmoved(&blocks_after));
        let made: usize = once.files.iter().flat_map(|file| file.fixes.values()).sum();
        prop_assert!(findings_after + made <= findings, "{} {} {}", findings, made, findings_after);
        prop_assert_eq!(mended(&after), after, "twice is once");
    }
}

// The command, on a folder.

const PAGE: &str = "---\ntitle: Une page\n---\n\nQui peut demander ? Tout le monde !\n";
const LINK: &str = "---\ntitle: Une autre\n---\n\nVoyez [la page](pag.md).\n";

struct Folder(tempfile::TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Self(tempfile::tempdir().unwrap());
        for (path, bytes) in files {
            let path = folder.path(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn bytes(&self, path: &str) -> Vec<u8> {
        fs::read(self.path(path)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (i32, Vec<u8>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_limpide"));
        command.args(arguments).args(["--lang", "en", "--site"]).arg(self.0.path());
        let Output { status, stdout, stderr } = command.output().unwrap();
        (status.code().unwrap(), stdout, String::from_utf8(stderr).unwrap())
    }
}

#[test]
fn safe_fixes_are_made_and_counted_and_once_is_enough() {
    let folder = Folder::new(&[("content/page.md", PAGE.as_bytes()), ("content/b.md", LINK.as_bytes())]);
    let (code, out, err) = folder.run(&["fix", "--all"]);
    assert_eq!((code, out.as_slice()), (0, &b""[..]), "{err}");
    assert_eq!(
        err,
        "2 fixes made in 1 file:\n    2  typography/no-break-space\n1 more fix is suggested, to be read first: \
         see it with “limpide fix --suggested --diff”.\n"
    );
    assert!(seen(&folder.bytes("content/page.md")).ends_with("demander_? Tout le monde_!\n"));
    assert_eq!(folder.bytes("content/b.md"), LINK.as_bytes());
    let (code, _, err) = folder.run(&["fix", "--all", "--suggested"]);
    assert_eq!(code, 0);
    assert_eq!(err, "1 fix made in 1 file:\n    1  links/broken-internal\n");
    assert!(seen(&folder.bytes("content/b.md")).contains("(page.md)"));
    let (code, _, err) = folder.run(&["fix", "--all", "--suggested"]);
    assert_eq!((code, err.as_str()), (0, "Nothing to fix.\n"));
}

#[test]
fn only_what_was_asked_for_is_fixed() {
    let other = PAGE.replace("Une page", "Une suite");
    let folder = Folder::new(&[
        ("content/x/page.md", PAGE.as_bytes()),
        ("content/y/b.md", other.as_bytes()),
        ("content/y/c.md", LINK.as_bytes()),
    ]);
    assert_eq!(folder.run(&["fix", "--all", "content/x"]).0, 0);
    assert_ne!(folder.bytes("content/x/page.md"), PAGE.as_bytes());
    assert_eq!(folder.bytes("content/y/b.md"), other.as_bytes());
    assert_eq!(folder.run(&["fix", "--suggested", "--rule", "links/broken-internal"]).0, 0);
    assert_eq!(folder.bytes("content/y/b.md"), other.as_bytes());
    let (code, _, err) = folder.run(&["fix", "--rule", "links/broken-interna"]);
    assert!(code == 2 && err.contains("links/broken-internal"), "{err}");
    assert_eq!(folder.run(&["fix", "nulle-part"]).0, 2);
}

#[test]
fn a_rule_that_is_off_fixes_nothing() {
    let settings = b"[lint.rules]\n\"typography/no-break-space\" = \"off\"\n";
    let folder = Folder::new(&[("site.toml", settings), ("content/page.md", PAGE.as_bytes())]);
    assert_eq!(folder.run(&["fix", "--all"]), (0, Vec::new(), "Nothing to fix.\n".to_owned()));
}

/// A page whose every byte matters.
const EXACT: &[u8] =
    b"\xef\xbb\xbf---\r\ntitle: Une page\r\n---\r\n\r\nQui ? caf\xe9 !\r\n\tun ; deux\nfin :";
const EXACT_FIXED: &[u8] =
    b"\xef\xbb\xbf---\r\ntitle: Une page\r\n---\r\n\r\nQui\xe2\x80\xaf? caf\xe9\xe2\x80\xaf!\r\n\tun\xe2\x80\xaf; deux\nfin\xc2\xa0:";

#[test]
fn every_byte_that_is_not_fixed_stays() {
    let folder = Folder::new(&[("content/a.md", EXACT)]);
    let (code, _, err) = folder.run(&["fix", "--all"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(folder.bytes("content/a.md"), EXACT_FIXED);
}

/// Whether a diff was applied by a program, if that program is here.
fn applies(program: &str, arguments: &[&str], folder: &Path, diff: &[u8]) -> bool {
    use std::io::Write;
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("GIT_CEILING_DIRECTORIES", folder.parent().unwrap());
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let Ok(mut child) = command.spawn() else { return false };
    child.stdin.take().unwrap().write_all(diff).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
    true
}

#[test]
fn the_diff_writes_nothing_and_is_applied_by_git_and_patch() {
    let long: String =
        (1..40).map(|n| format!("Ligne {n} {}\n", if n % 11 == 0 { "?" } else { "." })).collect();
    let files: &[(&str, &[u8])] = &[
        ("content/mes pages/été.md", EXACT),
        ("content/long.md", long.as_bytes()),
        ("content/page.md", PAGE.as_bytes()),
        ("content/b.md", LINK.as_bytes()),
        ("content/c.md", b"Une ligne"),
    ];
    let folder = Folder::new(files);
    let (code, diff, err) = folder.run(&["fix", "--all", "--suggested", "--diff"]);
    assert_eq!(code, 1);
    assert!(err.contains("nothing is written"), "{err}");
    assert!(files.iter().all(|(path, bytes)| folder.bytes(path) == *bytes));
    assert_eq!(folder.run(&["fix", "--all", "--suggested"]).0, 0);
    let expected: Vec<Vec<u8>> = files.iter().map(|(path, _)| folder.bytes(path)).collect();
    let mut tried = 0;
    for (program, arguments) in [("git", &["apply", "-"][..]), ("patch", &["-p1", "--binary"][..])] {
        let copy = Folder::new(files);
        if applies(program, arguments, copy.0.path(), &diff) {
            tried += 1;
            let applied: Vec<Vec<u8>> = files.iter().map(|(path, _)| copy.bytes(path)).collect();
            assert_eq!(applied, expected, "{program}");
        }
    }
    println!("applied by {tried} programs of 2");
    let (code, diff, err) = folder.run(&["fix", "--all", "--suggested", "--diff"]);
    assert_eq!((code, diff), (0, Vec::new()));
    assert!(err.starts_with("No fix to make without you.\n3 errors need a person"), "{err}");
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_said_and_the_others_go_on() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let other = PAGE.replace("Une page", "Une suite");
    let folder = Folder::new(&[("content/a.md", PAGE.as_bytes()), ("content/b.md", other.as_bytes())]);
    symlink("b.md", folder.path("content/c.md")).unwrap();
    fs::set_permissions(folder.path("content/a.md"), fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, err) = folder.run(&["fix", "--all"]);
    assert_eq!(code, 2);
    assert!(err.contains("content/a.md is read-only") && err.contains("1 file was not fixed"), "{err}");
    assert_eq!(folder.bytes("content/a.md"), PAGE.as_bytes());
    assert!(seen(&folder.bytes("content/b.md")).contains("demander_?"));
    assert!(folder.path("content/c.md").symlink_metadata().unwrap().is_symlink());
}

#[test]
fn a_fix_that_would_do_harm_is_said_and_not_made() {
    let rule = |find: &str, more: &str| {
        format!(
            "title: Mot\ncheck: words\nseverity: warning\nparams:\n  words: [{{find: {find}{more}}}]\nexamples:\n  - \
             {{bad: Dites {find}., marks: [{find}]}}\n  - {{good: Dites oui.}}\n"
        )
    };
    let page = "---\ntitle: B\n---\n\nDites toto, puis « oui ».\n";
    let (toto, titi) = (rule("toto", ", use: titi, fix: safe"), rule("titi", ", use: tutu"));
    let folder = Folder::new(&[
        ("lints/essai/toto.yaml", toto.as_bytes()),
        ("lints/essai/titi.yaml", titi.as_bytes()),
        ("content/b.md", page.as_bytes()),
    ]);
    let (code, _, err) =
        folder.run(&["fix", "--all", "--rule", "essai/toto", "--rule", "typography/no-break-space"]);
    assert_eq!(code, 0, "{err}");
    assert!(err.starts_with("content/b.md:5: 1 fix of essai/toto left out, because"), "{err}");
    assert!(err.contains("2 fixes made in 1 file:\n    2  typography/no-break-space\n"), "{err}");
    assert!(seen(&folder.bytes("content/b.md")).ends_with("Dites toto, puis «~oui~».\n"));
}

/// A rule of a site that fixes, and a page that it finds four times.
const HALL: &str = "title: Hôtel de ville
check: words
severity: warning
params:
  words: [{find: hôtel de ville, use: la mairie, fix: safe}]
examples:
  - {bad: Venez à l’hôtel de ville., marks: [hôtel de ville], fixed: Venez à la mairie.}
  - {good: Venez à la mairie.}
";
const VISIT: &str = "---\ntitle: Une page\n---\n\nVenez à l’hôtel de ville avec votre carte.\n\n\
                     L’ancien hôtel de ville est fermé.\n\nL’hôtel de ville est ouvert.\n";

#[test]
fn the_article_goes_with_the_noun_and_what_has_no_fix_says_why() {
    let folder =
        Folder::new(&[("lints/ville/mairie.yaml", HALL.as_bytes()), ("content/a.md", VISIT.as_bytes())]);
    let (code, _, err) = folder.run(&["rules", "test"]);
    assert_eq!(code, 0, "{err}");
    let (code, _, err) = folder.run(&["fix", "--all"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(
        err,
        "content/a.md:7: ville/mairie has no fix here. Other words of the sentence would have to change \
         too: mend it yourself.\n1 fix made in 1 file:\n    1  ville/mairie\n1 more fix is suggested, to be \
         read first: see it with “limpide fix --suggested --diff”.\n"
    );
    let after = String::from_utf8(folder.bytes("content/a.md")).unwrap();
    assert!(after.contains("Venez à la mairie avec votre carte.") && after.contains("L’hôtel de ville est"));

    // Without the article, the rule itself is what is to be mended.
    let bare = HALL.replace("la mairie, fix", "mairie, fix").replace(", fixed: Venez à la mairie.", "");
    let folder =
        Folder::new(&[("lints/ville/mairie.yaml", bare.as_bytes()), ("content/a.md", VISIT.as_bytes())]);
    for command in [&["rules", "test"][..], &["check"], &["fix"]] {
        let (_, out, err) = folder.run(command);
        let said = format!("{}{err}", String::from_utf8(out).unwrap());
        let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            said.contains("The gender of “mairie” is not known: in the rule, write it with"),
            "{command:?}: {said}"
        );
    }
}

#[test]
fn what_check_does_not_show_is_left_and_counted() {
    let page = format!("{VISIT}\nQui peut venir ?\n");
    let site = b"[lint]\nbaseline = \"limpide-baseline.json\"\n";
    let folder = Folder::new(&[
        ("site.toml", site),
        ("lints/ville/mairie.yaml", HALL.as_bytes()),
        ("content/a.md", page.as_bytes()),
    ]);
    // An information is not shown.
    let (_, _, err) = folder.run(&["fix", "--no-baseline", "--diff"]);
    assert!(
        err.contains("1 fix to make in 1 file") && err.contains("1 fix of an information is left"),
        "{err}"
    );
    // What the baseline knows is not either; what comes after is.
    assert_eq!(folder.run(&["baseline"]).0, 0);
    let more = format!("{page}\nAllez à l’hôtel de ville avec un justificatif.\n");
    fs::write(folder.path("content/a.md"), &more).unwrap();
    let (_, _, err) = folder.run(&["fix"]);
    assert!(
        err.contains("1 fix made in 1 file") && err.contains("2 fixes of known findings are left"),
        "{err}"
    );
    let after = String::from_utf8(folder.bytes("content/a.md")).unwrap();
    assert_eq!(after, more.replace("Allez à l’hôtel de ville", "Allez à la mairie"));
    let (_, _, err) = folder.run(&["fix", "--no-baseline", "--all"]);
    assert!(err.contains("2 fixes made in 1 file"), "{err}");
    // A rule that is named is fixed however quiet.
    fs::write(folder.path("content/a.md"), &page).unwrap();
    let (_, _, err) = folder.run(&["fix", "--no-baseline", "--rule", "typography/no-break-space"]);
    assert!(err.contains("1 fix made in 1 file"), "{err}");
}
