//! What the first look lets go: pages made up here, of words that are drawn.

use super::shingles;
use super::windows::{Gears, Windows};
use super::{maybe_alike, shared};

/// Numbers that look drawn, the same at each run (xorshift, Marsaglia, 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % end
    }

    /// A word of two letters to eleven, accents among them; short ones come more often.
    fn word(&mut self) -> String {
        const PARTS: [&str; 24] = [
            "ba", "che", "dé", "fi", "gou", "la", "me", "ni", "po", "qua", "ré", "sé", "tion", "vu", "xa",
            "zo", "ain", "eur", "ou", "è", "ment", "ç", "ur", "ti",
        ];
        let parts = 1 + self.below(2) + self.below(3);
        (0..parts).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    fn words(&mut self, count: usize) -> Vec<String> {
        (0..count).map(|_| self.word()).collect()
    }

    /// What a timetable is made of: « 7 », « h », « 05 ».
    fn time(&mut self) -> String {
        match self.below(3) {
            0 => "h".to_owned(),
            _ => self.below(60).to_string(),
        }
    }
}

/// The runs of words of a page, each once.
fn runs(page: &[String], run: usize) -> Vec<u64> {
    let mut runs = shingles::shingles(&shingles::numbers_of(&page.join(" ")), run);
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// The pairs of these pages that are counted exactly.
fn counted(pages: &[Vec<String>], run: usize, above: usize) -> Vec<[usize; 2]> {
    maybe_alike(&windows(pages, run), above, |rank| Some(runs(&pages[rank], run)))
}

fn windows(pages: &[Vec<String>], run: usize) -> Vec<Windows> {
    let mut gears = Gears::new(run);
    let mut of = |page: &Vec<String>| {
        // A paragraph for some twelve words.
        let texts: Vec<String> = page.chunks(12).map(|words| words.join(" ")).collect();
        gears.windows(&texts.iter().map(String::as_str).collect::<Vec<&str>>())
    };
    pages.iter().map(&mut of).collect()
}

/// Whether two pages share more than so many hundredths of the longer one.
fn alike(pages: [&[String]; 2], run: usize, above: usize) -> bool {
    let [a, b] = pages.map(|page| runs(page, run));
    shared(&a, &b) * 100 > a.len().max(b.len()) * above
}

/// A copy in which words were changed, left out and added one by one anywhere, as long as it shares more
/// than so many hundredths.
fn edited(
    page: &[String],
    above: usize,
    run: usize,
    dice: &mut Dice,
    word: fn(&mut Dice) -> String,
) -> Vec<String> {
    let mut copy = page.to_vec();
    loop {
        let before = copy.clone();
        let at = dice.below(copy.len());
        match dice.below(4) {
            0 => drop(copy.remove(at)),
            1 => copy.insert(at, word(dice)),
            _ => copy[at] = word(dice),
        }
        if !alike([page, &copy], run, above) {
            return before;
        }
    }
}

/// Of so many pages and their copies, how many are brought together; the copies share hardly
/// more than `above` hundredths.
fn brought_together(count: usize, run: usize, above: usize, word: fn(&mut Dice) -> String) -> usize {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let mut pages = Vec::new();
    for _ in 0..count {
        let length = 60 + dice.below(240);
        let page: Vec<String> = (0..length).map(|_| word(&mut dice)).collect();
        let copy = edited(&page, above, run, &mut dice, word);
        pages.extend([page, copy]);
    }
    let pairs = counted(&pages, run, above);
    (0..count).filter(|rank| pairs.contains(&[rank * 2, rank * 2 + 1])).count()
}

/// Edits that are spread over a whole page leave no long stretch as it was.
#[test]
fn copies_with_words_changed_all_over_are_looked_at() {
    for (run, count) in [(5, 1000), (2, 200), (3, 200), (8, 200), (12, 200)] {
        let together = brought_together(count, run, 70, Dice::word);
        assert!(together * 1000 >= count * 985, "{together} of {count}, runs of {run} words");
    }
    let together = brought_together(300, 5, 70, Dice::time);
    assert!(together >= 290, "{together} of 300 timetables");
}

#[test]
fn copies_of_pages_that_say_the_same_again_and_again_are_looked_at() {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    let pages: Vec<Vec<String>> = (0..40)
        .flat_map(|_| {
            let page = vec![dice.words(30); 200].concat();
            [page.clone(), page]
        })
        .collect();
    let pairs = counted(&pages, 5, 70);
    assert!((0..40).all(|rank| pairs.contains(&[rank * 2, rank * 2 + 1])), "{}", pairs.len());
}

/// Sentences that are drawn from the same few make pages that are much alike, all of them.
fn made_of_sentences(count: usize, sentences: usize, own: usize) -> Vec<Vec<String>> {
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let said: Vec<Vec<String>> = (0..sentences).map(|_| dice.words(20)).collect();
    let page = |_| {
        let mut page: Vec<String> = said.iter().flatten().cloned().collect();
        page.extend(dice.words(own));
        page
    };
    (0..count).map(page).collect()
}

#[test]
fn pairs_grow_with_the_site_and_not_with_its_square() {
    // The same page again and again; pages that share six words in ten.
    for own in [0, 130] {
        for count in [200, 400, 800] {
            let pages = made_of_sentences(count, 10, own);
            let pairs = counted(&pages, 5, 70);
            assert!(
                pairs.len() <= 6 * count,
                "{} pairs of {count} pages, {own} words of their own",
                pairs.len()
            );
            if own == 0 {
                assert!((1..count).all(|rank| pairs.contains(&[rank - 1, rank])), "each with the next one");
            }
        }
    }
}

/// Ends of blocks, accents, capitals and marks make no difference; the letters of scripts of two bytes do, those of three
/// are left to exact counts.
#[test]
fn letters_alone_make_windows() {
    let list = |texts: &[&str]| {
        let windows = Gears::new(1).windows(texts);
        let seen = windows.seen();
        windows.shared(&windows, &seen)
    };
    let both = |a: &str, b: &str| {
        let [a, b] = [a, b].map(|text| Gears::new(1).windows(&[text]));
        b.shared(&a, &a.seen())
    };
    let text = "L’état délivre le reçu après l’été";
    let [one, other, shared] = both(text, "l'ÉTAT, DÉLIVRE («\u{a0}le reçu\u{a0}») : APRÈS l'Été…");
    assert!(one > 20 && one == other && shared == one, "{one} {other} {shared}");
    assert_eq!(list(&["L’état délivre", "le reçu après", "l’été"]), list(&[text]));
    let of = |text: &str| Gears::new(5).windows(&[text]);
    let [a, b] = [
        "право на інформацію про діяльність органів влади гарантує закон",
        "свідоцтво про шлюб видає відділ реєстрації актів цивільного стану",
    ]
    .map(of);
    let [one, _, shared] = b.shared(&a, &a.seen());
    assert!(one > 10 && shared * 2 < one, "{one} {shared}");
    let words = "सूचना का अधिकार सबका है ".repeat(10);
    assert!(Gears::new(5).windows(&[words.as_str()]).is_coarse);
    assert_eq!(list(&[]), [0; 3]);
}
