use proptest::prelude::*;

use super::*;
use crate::config::components::Components;
use crate::document::Document;
use crate::words::Words;

fn imported(program: Program, files: &[(&str, Vec<u8>)]) -> Imported {
    imported_of(program, files.iter().map(|(path, bytes)| (*path, What::Text(bytes.clone()))))
}

fn imported_of<'a>(program: Program, files: impl IntoIterator<Item = (&'a str, What)>) -> Imported {
    thread_local!(static BUILT_IN: Tree = crate::files::built_in());
    let found = files.into_iter().map(|(path, what)| Found { path: path.to_owned(), what });
    let found: Vec<Found> = found.collect();
    BUILT_IN.with(|built_in| {
        import(&Request {
            program,
            files: &found,
            name: "ville",
            title: None,
            publisher: None,
            base_url: None,
            today: jiff::civil::date(2026, 11, 26),
            built_in,
        })
    })
}

fn texts(imported: &Imported) -> Vec<(&str, &str)> {
    let text = |file: &'_ Written| matches!(&file.holds, Holds::Text(_));
    let files = imported.files.iter().filter(|file| text(file));
    files
        .map(|file| match &file.holds {
            Holds::Text(text) => (file.path.as_str(), text.as_str()),
            Holds::Copy(path) => (file.path.as_str(), path.as_str()),
        })
        .collect()
}

/// What holds of everything that is written, whatever was read.
fn sound(imported: &Imported, known: &[&str]) {
    let mut seen = Taken::default();
    for file in &imported.files {
        let parts: Vec<&str> = file.path.split('/').collect();
        assert!(parts.iter().all(|part| !matches!(*part, "" | "." | "..")), "{}", file.path);
        assert!(seen.take(&file.path), "{} is in the way of another", file.path);
        if let Some(path) = file.path.strip_prefix("content/").filter(|path| path.ends_with(".md")) {
            assert!(names::is_page(path), "{path} is not read");
        }
        if let Holds::Copy(from) = &file.holds {
            assert!(known.contains(&from.as_str()), "{from}");
        }
    }
    for (path, text) in texts(imported).iter().filter(|(path, _)| path.starts_with("content/")) {
        let mut sources = Sources::default();
        let id = sources.add(Source::new(*path, text.as_bytes().to_vec()));
        let own = ["tags", "categories"].map(str::to_owned);
        let document = Document::read(id, sources.get(id), &own, &Components::default());
        let head = document.problems.iter().filter(|p| (p.span.start as usize) < document.body);
        assert_eq!(head.collect::<Vec<_>>(), Vec::<&crate::finding::Problem>::new(), "{path}\n{text}");
    }
}

/// Pieces that pages of other programs are made of, whole and broken.
const PIECES: [&str; 52] = [
    "İ",
    "<i>",
    "</i>",
    "</script>",
    "<code>",
    "</code>",
    "<pre>",
    "</pre>",
    "{{<",
    ">}}",
    "{{%",
    "%}}",
    "{{",
    "}}",
    "{%",
    "%}",
    "/*",
    "*/",
    "{{< note >}}",
    "{{< /note >}}",
    "{{% tab \"T\" %}}",
    "{{% /tab %}}",
    "{{< highlight go >}}",
    "{{< /highlight >}}",
    "{{< ref \"a.md#b\" >}}",
    "[a](",
    ")",
    "](/posts/a/)",
    "<!--",
    "-->",
    "<b>",
    "</b>",
    "<a href=\"/x\">",
    "</a>",
    "<div>",
    "<script>",
    "```\n",
    "`",
    "\n",
    "\n\n",
    "# ",
    "> [!NOTE] x",
    "| a |",
    "- ",
    "  ",
    "{% note() %}",
    "{% end %}",
    "{{ youtube(id=\"x\") }}",
    "@/b.md#c",
    "é\u{301}",
    "\\",
    "{#x}",
];

fn body() -> impl Strategy<Value = (String, Vec<String>)> {
    let piece = prop_oneof![
        3 => (0..PIECES.len()).prop_map(|rank| (PIECES[rank].to_owned(), None)),
        2 => (0..10_000_u32).prop_map(|number| (format!(" mot{number:04}x "), Some(format!("mot{number:04}x")))),
        1 => "[ -;=-~é’]{0,6}".prop_map(|text| (text, None)),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| {
        let text = pieces.iter().map(|(text, _)| text.as_str()).collect();
        (text, pieces.iter().filter_map(|(_, word)| word.clone()).collect())
    })
}

fn head() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("---\ntitle: Un\ntags: [a, \"É b\"]\ndate: 2024-02-30\n---\n".to_owned()),
        Just("+++\ntitle = 'Un'\nurl = '../..//x y/'\nweight = 1\n[taxonomies]\ntags = ['a']\n+++\n".to_owned()),
        Just("{\"title\": \"Un\", \"slug\": \"..\", \"aliases\": [\"?\", \"/a\", \"../../..\"], \"x\": null}\n".to_owned()),
        Just("---\ntitle: [\n---\n".to_owned()),
        Just("+++\ntitle = \n".to_owned()),
        Just(String::new()),
        "---\n[ -~\n]{0,40}\n---\n".prop_map(|text| text),
        "\\+\\+\\+\n[a-z=\"' \\[\\]{}\n0-9-]{0,40}\n\\+\\+\\+\n".prop_map(|text| text),
    ]
}

proptest! {

    #[test]
    fn whatever_is_read_nothing_is_lost_and_nothing_is_broken(
        heads in prop::collection::vec(head(), 4),
        bodies in prop::collection::vec(body(), 4),
        settings in prop_oneof![
            Just("baseURL = 'https://v.example/'\nbase_url = 'https://v.example'\n".to_owned()),
            Just("title = 'x'\nuglyURLs = true\n[permalinks]\nposts = ':title/:slug'\n".to_owned()),
            "[a-zA-Z_= '\"\\[\\]\n.0-9/:-]{0,60}",
        ],
        noise in prop::collection::vec(any::<u8>(), 0..40),
        rank in 0..3_usize,
    ) {
        let program = Program::NAMES[rank].1;
        let paths = ["content/posts/A b.md", "content/posts/c/index.md", "content/_index.md", "content/posts/é.md"];
        let mut files: Vec<(&str, Vec<u8>)> = vec![("config.toml", settings.into_bytes())];
        for ((path, head), (body, _)) in paths.iter().zip(&heads).zip(&bodies) {
            files.push((path, format!("{head}{body}").into_bytes()));
        }
        files.push(("content/posts/noise.md", noise));
        files.push(("content/posts/c/f.txt", vec![0]));
        files.push(("static/_data/x.md", vec![b'x']));
        let imported = imported(program, &files);
        let known: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
        sound(&imported, &known);
        let whole: String = texts(&imported).into_iter().map(|(_, text)| text).collect();
        for word in bodies.iter().flat_map(|(_, words)| words) {
            prop_assert!(whole.contains(word.as_str()), "{word} is lost:\n{whole}");
        }
        // Every file is in the new site, or told.
        for (path, _) in files.iter().skip(1).filter(|(path, _)| !paths.contains(path)) {
            let copied = imported.files.iter().any(|file| matches!(&file.holds, Holds::Copy(from) if from == path));
            let page = path.ends_with("noise.md") || program == Program::Markdown && path.ends_with(".md");
            prop_assert!(copied || page, "{path}");
        }
    }
}

#[test]
fn an_empty_folder_comes_to_a_site() {
    for (_, program) in Program::NAMES {
        let imported = imported(program, &[]);
        sound(&imported, &[]);
        assert!(imported.files.iter().any(|file| file.path == "site.toml"));
        assert_eq!(imported.report.pages, 0);
    }
}

#[test]
fn two_pages_at_one_address_get_two() {
    let page = |title: &str| format!("---\ntitle: {title}\n---\n").into_bytes();
    let files =
        [("content/a/été.md", page("Un")), ("content/a/ete.md", page("Deux")), ("hugo.toml", Vec::new())];
    let imported = imported(Program::Hugo, &files);
    let text =
        |path: &str| texts(&imported).into_iter().find(|(known, _)| *known == path).unwrap().1.to_owned();
    assert_eq!(text("content/a/ete.md"), "---\ntitle: Deux\n---\n");
    assert_eq!(text("content/a/été.md"), "---\ntitle: Un\nslug: ete-2\naliases: [/a/été/]\n---\n");
}

fn copied<'a>(imported: &'a Imported, from: &str) -> Option<&'a str> {
    let found = imported.files.iter().find(|file| file.holds == Holds::Copy(from.to_owned()));
    found.map(|file| file.path.as_str())
}

fn page(head: &str) -> Vec<u8> {
    format!("---\n{head}\n---\nSon texte.\n").into_bytes()
}

#[test]
fn no_page_is_written_where_none_is_read() {
    let paths = [
        "content/.obsidian/o.md",
        "content/_data/d.md",
        "content/a/~$s.md",
        "content/node_modules/n.md",
        "content/a/b~/c.md",
    ];
    let mut files: Vec<(&str, Vec<u8>)> = paths.iter().map(|path| (*path, page("title: Un"))).collect();
    files.push(("content/posts/b/index.md", page("title: Un\nurl: /posts/.well/\nslug: .secret")));
    for program in [Program::Hugo, Program::Zola] {
        let imported = imported(program, &files);
        for path in paths {
            assert_eq!(copied(&imported, path), Some(format!("import/{path}").as_str()));
            let told = imported.report.lines.iter().any(|line| {
                line.fate == Fate::ToDo && line.place.as_ref().is_some_and(|place| place.path == path)
            });
            assert!(told, "{path}");
        }
        assert!(imported.files.iter().any(|file| file.path.starts_with("content/posts/")));
    }
}

#[test]
fn files_in_the_way_of_pages_are_left() {
    let files = [
        ("static/foo", vec![0]),
        ("content/foo/x.md", page("title: Un")),
        ("static/Plan.txt", vec![0]),
        ("static/plan.txt", vec![0]),
        ("static/tags", vec![0]),
        ("content/y.md", page("title: Un\ntags: [É b]")),
    ];
    let imported = imported(Program::Hugo, &files);
    assert_eq!(copied(&imported, "static/foo"), Some("import/static/foo"));
    assert_eq!(copied(&imported, "static/Plan.txt"), Some("content/Plan.txt"));
    assert_eq!(copied(&imported, "static/plan.txt"), Some("import/static/plan.txt"));
    sound(&imported, &files.each_ref().map(|(path, _)| *path));
}

#[test]
fn folders_that_settings_name_are_found_however_they_are_written() {
    let files = [
        ("hugo.toml", b"contentDir = './docs/'\nstaticDir = ['static/', 'autre']\n".to_vec()),
        ("docs/a.md", page("title: Un")),
        ("static/b.txt", vec![0]),
        ("photos/c.txt", vec![0]),
    ];
    let imported = imported(Program::Hugo, &files);
    assert!(imported.files.iter().any(|file| file.path == "content/a.md"));
    assert_eq!(copied(&imported, "static/b.txt"), Some("content/b.txt"));
    let told = |key: &'static str| {
        imported.report.lines.iter().filter(|line| line.message.text == Message::key(key).text).count()
    };
    assert_eq!((told("import.beside-unknown"), told("import.folder-missing")), (1, 1));
}

#[test]
fn only_what_a_program_makes_is_passed_over() {
    let found = [
        ("public/a.md", What::Text(page("title: Un"))),
        ("vendor/b.md", What::Text(page("title: Deux"))),
        ("_data/c.md", What::Text(page("title: Trois"))),
        ("_layouts/d.html", What::File),
        ("e.html", What::Headed),
        ("f.html", What::File),
        ("_site", What::PassedOver),
    ];
    let imported = imported_of(Program::Markdown, found);
    let has = |path: &str| imported.files.iter().any(|file| file.path == path);
    for path in
        ["content/public/a.md", "content/vendor/b.md", "import/_data/c.md", "import/e.html", "content/f.html"]
    {
        assert!(has(path), "{path}");
    }
    let report = imported.report.markdown(Program::Markdown, &crate::words::Words::load(Language::French));
    for told in ["`_data/c.md`", "_layouts/ (1", "`e.html`", "_site/"] {
        assert!(report.contains(told), "{told}: {report}");
    }
}

#[test]
fn words_and_titles_are_those_of_the_language_of_the_page() {
    let settings = b"title = 'Ville'\ndefaultContentLanguage = 'fr'\n[languages.fr]\nweight = 1\n[languages.en]\ntitle = 'Town'\n[languages.pt_br]\n";
    let call = "---\ntitle: Un\ntags: [État civil]\n---\n{{< youtube abc >}}\n".as_bytes().to_vec();
    let files = [
        ("hugo.toml", settings.to_vec()),
        ("content/s/a.md", call.clone()),
        ("content/s/a.en.md", call.clone()),
        ("content/s/a.pt_br.md", call),
        ("content/s/b.md", page("title: Deux\ntags: [etat civil, État Civil]\nx: 1")),
        ("content/_index.en.md", b"Hello\n".to_vec()),
    ];
    let imported = imported(Program::Hugo, &files);
    let all = texts(&imported);
    let text = |path: &str| all.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| *text);
    assert!(text("content/s/a.md").contains("[Voir sur youtube.com]"));
    assert!(text("content/s/a.en.md").contains("[See on youtube.com]"));
    assert!(text("content/_index.en.md").contains("title: Town"));
    assert!(text("content/s/a.pt-br.md").contains("title: Un"), "{all:#?}");
    assert!(text("content/s/b.md").contains("tags: [État civil]"));
    assert!(text("site.toml").contains("title = \"Étiquettes\""));
    for told in ["Donnez un titre à s/", "Le champ « x » (1 page)"] {
        let told = told.replace("« ", "«\u{a0}").replace(" »", "\u{a0}»");
        assert!(text("IMPORT.md").contains(&told), "{told}: {}", text("IMPORT.md"));
    }
}

#[test]
fn what_there_is_none_of_is_not_told() {
    let words = Words::load(Language::French);
    let lines = |report: &Report| {
        let said = crate::start::said::site_imported(&words, report, "neuf", 0, 0);
        let first: Vec<String> =
            said.lines().take_while(|line| !line.is_empty()).map(str::to_owned).collect();
        let file = report.markdown(Program::Hugo, &words);
        (first, file.lines().filter(|line| line.contains("adresse")).map(str::to_owned).collect::<Vec<_>>())
    };
    let mut report = Report { pages: 3, ..Report::default() };
    let whole =
        "Rien n’a été perdu\u{a0}: ce qui a changé est dans neuf/import.md.".replace("import.md", REPORT);
    let made = "Site repris dans neuf\u{a0}: 3 pages.".to_owned();
    assert_eq!(lines(&report), (vec![made.clone(), whole.clone()], vec![]));
    report.same = 3;
    let same = "Adresses\u{a0}: 3 inchangées.".to_owned();
    let told = "3 adresses de pages sont restées les mêmes.".to_owned();
    assert_eq!(lines(&report), (vec![made, same, whole], vec![told]));
    (report.same, report.redirected, report.files) = (0, 1, 2);
    report.say(Fate::Lost, Message::key("import.outputs"), "a.md", None);
    let told = vec!["1 ancienne adresse mène à la nouvelle page.".to_owned()];
    let first = [
        "Site repris dans neuf\u{a0}: 3 pages, 2 fichiers.".to_owned(),
        "Adresses\u{a0}: 1 ancienne, qui mène à la nouvelle page.".to_owned(),
        "1 chose a été perdue\u{a0}: tout est dans neuf/".to_owned() + REPORT + ".",
    ];
    assert_eq!(lines(&report), (first.to_vec(), told));
}

#[test]
fn a_dated_post_says_when_it_was_published_and_a_link_to_what_was_built_follows() {
    let index = b"---\ntitle: Accueil\n---\n[Piscine](docs/piscine.html), [ailleurs](docs/autre.html)\n";
    let files = [
        ("index.md", index.to_vec()),
        ("docs/piscine.md", page("title: Piscine")),
        ("_posts/2025-01-10-voeux.md", page("title: Vœux")),
        ("_posts/2025-01-11-bal.md", page("title: Bal\ndate: 2025-02-01")),
    ];
    let imported = imported(Program::Markdown, &files);
    let all = texts(&imported);
    let holds = |words: &str| all.iter().any(|(_, text)| text.contains(words));
    assert!(holds("published: 2025-01-10") && holds("published: 2025-02-01"), "{all:#?}");
    assert!(!holds("published: 2025-01-11"), "{all:#?}");
    assert!(holds("[Piscine](docs/piscine.md), [ailleurs](docs/autre.html)"), "{all:#?}");
}
