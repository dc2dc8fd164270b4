//! Earlier addresses: a page at each of them, and files that the usual hosts read.
//!
//! An alias leads to a page, never to another alias, and no alias is the address of a page
//! (`site::claims`): there is no chain to follow and no loop to fall into.

use std::fmt::Write;

use super::super::context::Shared;
use super::super::escape;
use super::{Written, attribute};
use crate::config::RedirectForm;
use crate::finding::Message;
use crate::site::{Page, output_path, percent_decode};

/// An earlier address, and the page it leads to.
struct Moved<'a> {
    from: &'a str,
    page: &'a Page,
}

/// Writes every form that the settings ask for, and says where a host will not take all of it.
pub(super) fn write(shared: &Shared<'_>, written: &mut Written<'_>) -> std::io::Result<()> {
    let site = shared.site;
    let moved: Vec<Moved<'_>> = site
        .urls
        .iter()
        .map(|(from, id)| Moved { from, page: site.page(*id) })
        .filter(|moved| *moved.from != moved.page.url)
        .filter(|moved| site.is_published(moved.page) && !shared.missing.contains(&moved.page.id))
        .collect();
    let forms = &site.config.build.redirects;
    if forms.contains(&RedirectForm::Html) {
        for moved in &moved {
            written.sink.put(&output_path(moved.from), page(shared, moved.page).as_bytes())?;
        }
    }
    if moved.is_empty() {
        return Ok(());
    }
    let hosts = [RedirectForm::Netlify, RedirectForm::Gitlab, RedirectForm::Cloudflare];
    let hosts: Vec<RedirectForm> = hosts.into_iter().filter(|form| forms.contains(form)).collect();
    if !hosts.is_empty() {
        let file = lines(shared, &moved, hosts.contains(&RedirectForm::Cloudflare));
        // Beside pages that do the same, what a host does not read is not missed.
        if !forms.contains(&RedirectForm::Html) {
            written.notes.extend(hosts.iter().filter_map(|host| over(*host, &file)));
        }
        written.own("_redirects", &file)?;
    }
    if forms.contains(&RedirectForm::Apache) {
        written.own(".htaccess", &apache(shared, &moved))?;
    }
    if forms.contains(&RedirectForm::Nginx) {
        written.own("redirects.nginx", &nginx(shared, &moved))?;
    }
    Ok(())
}

/// The page of an earlier address: it sends browsers on at once, and says where to those that stay.
fn page(shared: &Shared<'_>, page: &Page) -> String {
    let say = |key| shared.language(&page.lang).map_or("", |interface| interface.words.get(key));
    let href = attribute(&escape::percent(&shared.href(&page.url)));
    let permalink = shared.permalink(&page.url);
    let canonical = if permalink.is_empty() { href.clone() } else { attribute(&escape::percent(&permalink)) };
    let mut title = String::new();
    escape::text(page.title(), &mut title);
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{moved}</title>\n<meta name=\"robots\" content=\"noindex\">\n\
         <link rel=\"canonical\" href=\"{canonical}\">\n<meta http-equiv=\"refresh\" content=\"0; url={href}\">\n\
         </head>\n<body>\n<main>\n<h1>{moved}</h1>\n<p>{text} <a href=\"{href}\">{title}</a></p>\n</main>\n\
         </body>\n</html>\n",
        lang = attribute(&page.lang),
        moved = attribute(say("interface.moved")),
        text = attribute(say("interface.moved-text")),
    )
}

/// `_redirects`: an earlier address, the page’s, and the code of what has moved for good. Netlify and GitLab
/// take an address with or without its last slash for the same one; Cloudflare does not, so `both` are given.
fn lines(shared: &Shared<'_>, moved: &[Moved<'_>], both: bool) -> String {
    let mut file = String::new();
    for moved in moved {
        let from = escape::percent(&shared.href(moved.from));
        let to = escape::percent(&shared.href(&moved.page.url));
        // Writing to a string does not fail.
        let _ = writeln!(file, "{from} {to} 301");
        if let Some(bare) = from.strip_suffix('/').filter(|bare| both && !bare.is_empty()) {
            let _ = writeln!(file, "{bare} {to} 301");
        }
    }
    file
}

/// Where a `_redirects` file goes past what a host reads of it, as their manuals have it: 10,000 lines or so
/// for Netlify, 1,000 lines and 64 KiB for GitLab as it is installed, 2,000 lines for Cloudflare.
fn over(host: RedirectForm, file: &str) -> Option<Message> {
    let (name, most, bytes) = match host {
        RedirectForm::Netlify => ("Netlify", 10_000, usize::MAX),
        RedirectForm::Gitlab => ("GitLab Pages", 1_000, 64 * 1024),
        RedirectForm::Cloudflare => ("Cloudflare Pages", 2_000, usize::MAX),
        RedirectForm::Html | RedirectForm::Apache | RedirectForm::Nginx => return None,
    };
    let count = file.lines().count();
    if count > most {
        let message = Message::key("outputs.redirects-over").with("host", name);
        return Some(message.with("count", count).with("most", most));
    }
    let over = Message::key("outputs.redirects-heavy").with("host", name).with("most", bytes / 1024);
    (file.len() > bytes).then_some(over)
}

/// The path of an address as servers see it: what is written `%XX` is read. What would end a line or a
/// text between quotes stays as it is written.
fn read(address: &str) -> String {
    let read = percent_decode(address);
    let odd = |c: char| c.is_control() || matches!(c, '"' | '\\');
    if read.contains(odd) { address.to_owned() } else { read }
}

/// `.htaccess`. `Redirect` would take every address below the earlier one with it: `RedirectMatch` is held to
/// that one, with or without its last slash.
fn apache(shared: &Shared<'_>, moved: &[Moved<'_>]) -> String {
    let mut file = String::new();
    for moved in moved {
        let pattern = exactly(&read(&shared.href(moved.from)));
        // Apache encodes where it leads to.
        let to = read(&shared.href(&moved.page.url)).replace('$', "\\$");
        let _ = writeln!(file, "RedirectMatch 301 \"{pattern}\" \"{to}\"");
    }
    file
}

/// A pattern of an address and nothing else.
fn exactly(address: &str) -> String {
    match address.strip_suffix('/') {
        Some(bare) => format!("^{}/?$", regex::escape(bare)),
        None => format!("^{}$", regex::escape(address)),
    }
}

/// `redirects.nginx`: what a `map` of `$uri` holds. It takes capitals for small letters, and an address that
/// only differs from its page by a capital would lead to itself for ever: such a one is a pattern, which does
/// not.
fn nginx(shared: &Shared<'_>, moved: &[Moved<'_>]) -> String {
    let mut lines = String::new();
    let mut longest = 0;
    for moved in moved {
        let from = read(&shared.href(moved.from));
        let to = escape::percent(&shared.href(&moved.page.url)).replace('$', "%24");
        longest = longest.max(from.len());
        if from.bytes().any(|byte| byte.is_ascii_uppercase()) {
            let _ = writeln!(lines, "\"~{}\" \"{to}\";", exactly(&from));
            continue;
        }
        let _ = writeln!(lines, "\"{from}\" \"{to}\";");
        if let Some(bare) = from.strip_suffix('/').filter(|bare| !bare.is_empty()) {
            let _ = writeln!(lines, "\"{bare}\" \"{to}\";");
        }
    }
    // A bucket holds a key whole, with what nginx adds to it.
    let bucket = (longest + 32).next_power_of_two().max(64);
    let size = (moved.len() * 4).next_power_of_two().max(2048);
    format!(
        "# map_hash_bucket_size {bucket};\n# map_hash_max_size {size};\n# map $uri $moved {{ include …/redirects.nginx; }}\n\
         # server {{ if ($moved) {{ return 301 $moved; }} }}\n{lines}"
    )
}
