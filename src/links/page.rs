//! What is read of a page that answers: its title, its anchors.

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use crate::language::fold::fold;
use crate::site::SoftFailure;

/// The beginning of a page, or all of it.
pub(super) struct PageRead {
    /// Its title and its first heading, folded.
    titles: [String; 2],
    /// What its elements are called: `id`, and `name` of links.
    names: BTreeSet<String>,
    /// The whole page was read.
    whole: bool,
}

/// Elements whose text is a title.
const TITLES: [&[u8]; 2] = [b"title", b"h1"];

/// How a title says that there is nothing to see, folded. Each is about a page, or is a code: « Votre carte
/// est introuvable » is the title of a page that is there.
const NOT_FOUND: [&str; 14] = [
    "page introuvable",
    "page non trouvee",
    "page non trouvée",
    "page inexistante",
    "page inconnue",
    "cette page n'existe p",
    "la page n'existe p",
    "page demandee n'existe p",
    "page demandée n'existe p",
    "erreur 404",
    "error 404",
    "404 not found",
    "page not found",
    "page does not exist",
];

/// How a title says that it wants to know whether one is a person, folded.
const CHALLENGES: [&str; 6] = [
    "just a moment...",
    "attention required!",
    "are you a robot",
    "verification de securite",
    "vérification de sécurité",
    "verifying you are human",
];

impl PageRead {
    /// Reads HTML, cut anywhere unless `whole`.
    pub(super) fn of(html: &str, whole: bool) -> Self {
        let mut emitter = DefaultEmitter::default();
        // Scripts and styles hold no tags.
        emitter.naively_switch_states(true);
        let mut page = Self { titles: [String::new(), String::new()], names: BTreeSet::new(), whole };
        let mut inside: Option<usize> = None;
        for Ok(token) in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Token::StartTag(tag) => {
                    let title = TITLES.iter().position(|name| *name == tag.name.as_slice());
                    inside = title.filter(|rank| page.titles[*rank].is_empty()).or(inside);
                    let is_link = tag.name.as_slice() == b"a";
                    for (name, value) in &tag.attributes {
                        if name.as_slice() == b"id" || (is_link && name.as_slice() == b"name") {
                            page.names.insert(String::from_utf8_lossy(&value.value).into_owned());
                        }
                    }
                }
                Token::EndTag(tag) if TITLES.contains(&tag.name.as_slice()) => inside = None,
                Token::String(text) => {
                    if let Some(title) = inside.and_then(|rank| page.titles.get_mut(rank)) {
                        title.push_str(&String::from_utf8_lossy(&text.value));
                    }
                }
                _ => {}
            }
        }
        page.titles = page.titles.map(|title| fold(title.trim()).into_text());
        page
    }

    /// What its title says of the page that was asked for.
    pub(super) fn soft_failure(&self) -> Option<SoftFailure> {
        let says = |title: &String| {
            NOT_FOUND.iter().any(|words| title.contains(words)) || title == "404" || title.starts_with("404 ")
        };
        self.titles.iter().any(says).then_some(SoftFailure::Says)
    }

    /// Whether it only wants to know whether one is a person.
    pub(super) fn is_challenge(&self) -> bool {
        self.titles.iter().any(|title| CHALLENGES.iter().any(|words| title.starts_with(words)))
    }

    /// Whether it has an anchor; none when it was not read far enough to know.
    pub(super) fn has(&self, anchor: &str) -> Option<bool> {
        // GitHub writes names so, and its pages find them without.
        let prefixed = || self.names.contains(&format!("user-content-{anchor}"));
        let found = self.names.contains(anchor) || anchor.eq_ignore_ascii_case("top") || prefixed();
        (found || self.whole).then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_that_say_not_found() {
        for (html, soft, challenge) in [
            ("<title>Page introuvable | Mairie</title><h1>Oups</h1>", true, false),
            ("<title>Mairie</title><h1>La page n’existe\nplus</h1>", true, false),
            ("<title>404</title>", true, false),
            (
                "<title>Mairie</title><script>var x='<h1>Page introuvable</h1>'</script><h1>Passeport</h1>",
                false,
                false,
            ),
            ("<title>Ma carte est introuvable : que faire ?</title>", false, false),
            ("<title>Formulaire n° 404 : demande</title>", false, false),
            ("<title>Just a moment...</title>", false, true),
            ("<h1>Accueil</h1><h1>Page introuvable</h1>", false, false),
            ("", false, false),
        ] {
            let page = PageRead::of(html, true);
            assert_eq!((page.soft_failure().is_some(), page.is_challenge()), (soft, challenge), "{html}");
        }
    }

    #[test]
    fn anchors_are_names_of_elements() {
        let html = "<h2 id=cout>Coût</h2><a name=\"délai\"></a><input name=nom><!-- <p id=non> -->";
        let page = PageRead::of(html, true);
        for (anchor, has) in [("cout", true), ("délai", true), ("nom", false), ("non", false), ("Top", true)]
        {
            assert_eq!(page.has(anchor), Some(has), "{anchor}");
        }
        let cut = PageRead::of("<h2 id=cout>Coût</h2><h2 id=dela", false);
        assert_eq!((cut.has("cout"), cut.has("delai")), (Some(true), None));
    }
}
