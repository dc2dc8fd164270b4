//! A site kept in memory, edited at random: after each edit, what is worked out from the state before is what
//! is worked out from nothing, byte for byte and finding for finding.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use jiff::civil::{Date, date};
use limpide::files::{self, Changes, Kept};
use limpide::project::Project;
use limpide::render::{self, Options, Preview, Sink};
use limpide::site::{Page, PageId};
use limpide::source::Asset;

/// The kinds of edits when `LIMPIDE_EDITS` does not say how many: a body, a front matter, a page renamed, removed,
/// made, data, a template, a style sheet, the settings, the defaults of a folder, a picture, a rule.
const EDITS: [usize; 12] = [0, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19];

/// How many kinds there are. When `LIMPIDE_EDITS` says how many edits, each is made once, and then they are drawn.
const KINDS: usize = 20;

const TODAY: Date = date(2026, 12, 1);

/// Keeps what is published in memory.
struct Memory<'a> {
    root: &'a Path,
    files: Mutex<BTreeMap<String, Vec<u8>>>,
}

impl<'a> Memory<'a> {
    fn of(root: &'a Path) -> Self {
        Self { root, files: Mutex::default() }
    }
}

impl Sink for Memory<'_> {
    fn put(&self, path: &str, bytes: &[u8]) -> std::io::Result<()> {
        self.files.lock().unwrap().insert(path.to_owned(), bytes.to_vec());
        Ok(())
    }

    fn copy(&self, asset: &Asset) -> std::io::Result<()> {
        self.put(&asset.path, &self.read(asset)?)
    }

    fn read(&self, asset: &Asset) -> std::io::Result<Vec<u8>> {
        files::asset(self.root, asset)
    }

    fn keep(&self, _: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

/// Numbers that look drawn, the same at each run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

/// Sentences that change what a page says, where it leads, what it uses.
const WORDS: [&str; 8] = [
    "\nVeuillez procéder à la transmission du dossier dans les meilleurs délais.\n",
    "\n## Un titre de plus\n\nVoyez [la page](/demarches/nulle-part/) et [la mairie](/lieux/mairie/).\n",
    "\nL’acte de naissance est gratuit. Le livret de famille aussi.\n",
    "\nCela coûte {{ amount(key=\"passport-adult\") }} ou {{ amount(key=\"rien\") }}.\n",
    "\n![](absente.png)\n\n- un\n- deux\n",
    "\n<!-- limpide: allow clarity/wordy-phrase: pour voir -->\n\nEn vue de payer, il y a lieu d’attendre.\n",
    "\nAppelez le 01 23 45 67 89 avant le 3 mars 2020.\n",
    "\n{{ note(kind=\"warning\") }}\nUn avertissement.\n{{ end(name=\"note\") }}\n",
];

/// Lines that replace one of a front matter.
const FIELDS: [&str; 9] = [
    "title: Un autre titre",
    "draft: true",
    "slug: ailleurs",
    "weight: 1",
    "description: Autre chose.",
    "published: 2027-01-01",
    "aliases: [/ancienne-adresse/]",
    "type: question",
    "cost: {",
];

struct Site {
    root: PathBuf,
    draw: Draw,
    pages: Vec<PathBuf>,
    /// What the last edit changed.
    changes: Changes,
}

impl Site {
    /// A copy of the demonstration site. Without `LIMPIDE_EDITS`, its generated pages are left out.
    fn copy(root: &Path, whole: bool) -> Self {
        let from = Path::new(env!("CARGO_MANIFEST_DIR"));
        for top in ["site.toml", "content", "themes"] {
            for entry in walkdir::WalkDir::new(from.join(top)) {
                let entry = entry.unwrap();
                let inner = entry.path().strip_prefix(from).unwrap();
                if !whole && inner.starts_with("content/regles") && inner.components().count() > 3 {
                    continue;
                }
                let to = root.join(inner);
                if entry.file_type().is_dir() {
                    fs::create_dir_all(to).unwrap();
                } else {
                    fs::copy(entry.path(), to).unwrap();
                }
            }
        }
        let mut site =
            Self { root: root.to_owned(), draw: Draw(7), pages: Vec::new(), changes: Changes::default() };
        site.list();
        site
    }

    fn list(&mut self) {
        let all = walkdir::WalkDir::new(self.root.join("content")).sort_by_file_name();
        let files = all.into_iter().map(|entry| entry.unwrap().into_path());
        self.pages = files.filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    }

    fn change(&mut self, path: &Path, change: impl FnOnce(String) -> String) {
        let text = fs::read_to_string(path).unwrap();
        self.write(path, &change(text));
    }

    fn write(&mut self, path: &Path, text: &str) {
        fs::write(path, text).unwrap();
        self.changes.add(path.to_owned());
    }

    /// Makes one edit of a kind, and says which.
    fn edit(&mut self, rank: usize, kind: usize) -> String {
        let page = self.draw.of(&self.pages).clone();
        let name = page.strip_prefix(&self.root).unwrap().display().to_string();
        match kind {
            0..=5 => {
                let words = *self.draw.of(&WORDS);
                self.change(&page, |text| text + words);
                format!("{name}: {words:?}")
            }
            6 => {
                // The second half goes.
                self.change(&page, |text| text[..text.floor_char_boundary(text.len() / 2)].to_owned());
                format!("{name}: half")
            }
            7..=9 => {
                let field = *self.draw.of(&FIELDS);
                let key = field.split(':').next().unwrap();
                self.change(&page, |text| {
                    let kept = text.lines().filter(|line| !line.starts_with(&format!("{key}:")));
                    let lines: Vec<&str> = kept.collect();
                    lines.join("\n").replacen("---\n", &format!("---\n{field}\n"), 1)
                });
                format!("{name}: {field}")
            }
            10 => {
                let to = page.with_file_name(format!("nouveau-nom-{rank}.md"));
                fs::rename(&page, &to).unwrap();
                self.changes.add(page);
                self.changes.add(to);
                self.list();
                format!("{name}: renamed")
            }
            11 => {
                fs::remove_file(&page).unwrap();
                self.changes.add(page);
                self.list();
                format!("{name}: removed")
            }
            12 => {
                let new = page.with_file_name(format!("page-{rank}.md"));
                let text = format!("---\ntitle: Page {rank}\ntype: procedure\n---\n{}", WORDS[2]);
                self.write(&new, &text);
                self.list();
                format!("page-{rank}: made")
            }
            13 => {
                let data = ["amounts", "glossary", "organisations", "notices", "life-events"];
                let data = self.root.join(format!("content/_data/{}.yaml", self.draw.of(&data)));
                self.change(&data, |text| text.replacen("e", "é", rank % 7 + 1));
                format!("{}", data.display())
            }
            14 => {
                let name = "base.html";
                let template = self.root.join("themes/limpide/templates").join(name);
                let words = *self.draw.of(&["{# rien #}", "<!-- {{ page.title }} -->", "{{ page.nulle }}"]);
                self.change(&template, |text| text.replacen("</main>", &format!("{words}</main>"), 1));
                format!("{name}: {words}")
            }
            15 => {
                let sheet = self.root.join("themes/limpide/static/limpide.css");
                self.change(&sheet, |text| format!("{text}\n.n{rank} {{ color: red }}\n"));
                "limpide.css".to_owned()
            }
            16 => {
                let settings = self.root.join("site.toml");
                self.change(&settings, |text| text.replacen("title = \"", &format!("title = \"{rank} "), 1));
                "site.toml".to_owned()
            }
            17 => {
                let index = self.root.join("content/demarches/_index.md");
                if index.exists() {
                    self.change(&index, |text| {
                        text.replacen("\ndefaults:\n", "\ndefaults:\n  draft: true\n", 1)
                    });
                }
                "defaults".to_owned()
            }
            18 => {
                let text = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
                self.write(&page.with_extension("svg"), text);
                format!("{name}: picture")
            }
            _ => {
                let lints = self.root.join("lints/clarity");
                fs::create_dir_all(&lints).unwrap();
                let text = if rank.is_multiple_of(2) { "off" } else { "title: Non\n" };
                self.write(&lints.join("jargon.yaml"), text);
                "a rule".to_owned()
            }
        }
    }
}

/// Every file of the site, made at once.
fn whole(root: &Path, project: &Project) -> (BTreeMap<String, Vec<u8>>, usize) {
    let sink = Memory::of(root);
    let options = Options { held: &BTreeSet::new(), clock: None, preview: true };
    let rendered = render::render(&project.site, &project.theme, &options, &sink).unwrap();
    (sink.files.into_inner().unwrap(), rendered.problems.len())
}

/// Whether one page differs between two states of the site, and in its body alone: it is then read again alone in a
/// copy of the earlier state, where it becomes the page of the later one, with what is found on it.
fn is_revised_alike(before: &Project, after: &Project, edit: &str) -> bool {
    let same_site = after.site.same_paths(&before.site) && after.site.same_ground(&before.site);
    let read = |project: &Project, id: PageId| {
        let page = project.site.page(id);
        let text = project.site.sources.get(page.document.source).text();
        (text[..page.document.body].to_owned(), text[page.document.body..].to_owned())
    };
    let all = after.site.pages.iter().map(|page| page.id);
    let differ = |id: &PageId| read(before, *id) != read(after, *id);
    let differing: Vec<PageId> = if same_site { all.filter(differ).collect() } else { Vec::new() };
    let [id] = differing[..] else { return false };
    if read(before, id).0 != read(after, id).0 {
        return false;
    }
    let page = after.site.page(id);
    let mut draft = before.copy();
    let found = draft.revise(id, after.site.sources.share(page.document.source).unwrap());
    let revised = draft.site.page(id);
    let say = |page: &Page| {
        let front = (&page.front, &page.procedure, &page.url, &page.terms, page.listed);
        let body = (&page.heading_ids, &page.component_ids, &page.tables, &page.calls);
        format!("{front:?} {body:?} {:?} {:?} {:?}", page.links, page.images, page.explained)
    };
    assert_eq!(say(revised), say(page), "{edit}: the page, revised");
    // What it names elsewhere is told of it too, where the whole site tells it of the site.
    for finding in after.check_page(id) {
        assert!(found.contains(&finding), "{edit}: {finding:?}");
    }
    true
}

#[test]
fn what_is_kept_in_memory_is_what_is_made_from_nothing() {
    let asked: Option<usize> = std::env::var("LIMPIDE_EDITS").ok().and_then(|edits| edits.parse().ok());
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut site = Site::copy(root, asked.is_some());
    let mut kept = Kept::default();
    let mut project = Project::again(files::read_again(root, &mut kept).unwrap(), TODAY, None);
    let mut told = project.check_after(None);
    let (mut changed, mut revised) = (0, 0);
    let edits = asked.unwrap_or(EDITS.len());
    for rank in 0..edits {
        let kind = match (asked, EDITS.get(rank)) {
            (None, Some(kind)) => *kind,
            _ if rank < KINDS => rank,
            _ => site.draw.below(KINDS),
        };
        let edit = site.edit(rank, kind);
        let changes = std::mem::take(&mut site.changes);
        let reading = files::read_changed(root, &mut kept, &changes).unwrap();
        let next = Project::again(reading, TODAY, Some(&project));
        let next_told = next.check_after(Some(&project));
        let fresh = Project::open(root, TODAY).unwrap();

        let fresh_told = fresh.check();
        assert!(next_told.findings == fresh_told.findings, "{rank}: {edit}: findings");
        assert!(next_told.suppressed == fresh_told.suppressed, "{rank}: {edit}: suppressed");
        assert_eq!(next_told.gone, fresh_told.gone, "{rank}: {edit}");
        changed += usize::from(next_told.findings != told.findings);

        let (files, problems) = whole(root, &fresh);
        let options = Options { held: &BTreeSet::new(), clock: None, preview: true };
        let memory = Memory::of(root);
        let preview = Preview::new(&next.site, &next.theme, &options, &memory).unwrap();
        for path in preview.pages() {
            let shown = preview.file(path, &memory).unwrap().unwrap();
            assert_eq!(shown.bytes.is_some(), files.contains_key(path), "{rank}: {edit}: {path}");
        }
        for (path, bytes) in &files {
            let shown = preview.file(path, &memory).unwrap().and_then(|shown| shown.bytes);
            assert!(shown.as_ref() == Some(bytes), "{rank}: {edit}: {path}");
        }
        let (_, next_problems) = whole(root, &next);
        assert_eq!(next_problems, problems, "{rank}: {edit}: problems of rendering");
        revised += usize::from(is_revised_alike(&project, &next, &edit));
        (project, told) = (next, next_told);
    }
    // Many edits are seen by some rule: the comparison compares something.
    assert!(changed * 4 > edits, "{changed}");
    assert!(revised > 0, "some edit is of the body of a page alone");
}
