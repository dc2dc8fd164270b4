//! The calls that pages of other programs hold, told from the text around them.

use std::ops::Range;

/// A call met in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Call {
    /// As typed.
    pub(super) range: Range<usize>,
    pub(super) name: String,
    /// Its arguments, in order, with their names where they have some.
    pub(super) arguments: Vec<(Option<String>, String)>,
    pub(super) role: Role,
}

/// What a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// It stands alone.
    Single,
    /// It opens what the call of this rank closes.
    Opens(usize),
    /// It closes what the call of this rank opens.
    Closes(usize),
    /// It is no call: the text of one, shown to readers. What it holds replaces it.
    Shown,
}

impl Call {
    /// The argument of one of these names.
    pub(super) fn named(&self, names: &[&str]) -> Option<&str> {
        let found = |name: &&str| {
            self.arguments
                .iter()
                .find(|(given, _)| given.as_deref().is_some_and(|g| g.eq_ignore_ascii_case(name)))
        };
        names.iter().find_map(found).map(|(_, value)| value.as_str())
    }

    /// The argument without a name at a place.
    pub(super) fn at(&self, rank: usize) -> Option<&str> {
        self.arguments.iter().filter(|(name, _)| name.is_none()).nth(rank).map(|(_, value)| value.as_str())
    }
}

/// The calls of a page of Hugo: `{{< name a b="c" >}}`, `{{% name %}}`, in order.
pub(super) fn of_hugo(text: &str) -> Vec<Call> {
    let mut calls = Vec::new();
    let mut singles = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find("{{")).map(|i| from + i) {
        let rest = text.get(start..).unwrap_or("");
        let (open, close) = match rest.get(2..3) {
            Some("<") => ("{{<", ">}}"),
            Some("%") => ("{{%", "%}}"),
            _ => {
                from = start + 2;
                continue;
            }
        };
        let inner = rest.get(open.len()..).unwrap_or("");
        if let Some(shown) = inner.trim_start().strip_prefix("/*")
            && let Some((end, closed)) = end_of_shown(shown, close)
        {
            let before = rest.len() - shown.len();
            let range = start..start + before + closed;
            let name = format!("{open}{}{close}", shown.get(..end).unwrap_or(""));
            from = range.end;
            calls.push(Call { range, name, arguments: Vec::new(), role: Role::Shown });
            continue;
        }
        let mut reader = Reader { text: inner, at: 0 };
        match reader.hugo(close) {
            Some((name, closes, alone, arguments)) => {
                let range = start..start + open.len() + reader.at;
                from = range.end;
                // What closes another is known once all of them are.
                let role = if closes { Role::Closes(usize::MAX) } else { Role::Single };
                if alone {
                    singles.push(calls.len());
                }
                calls.push(Call { range, name, arguments, role });
            }
            None => from = start + 2,
        }
    }
    pair(&mut calls, &singles);
    calls
}

/// Where a call that is only shown ends, before `*/` and after the mark that closes it.
fn end_of_shown(shown: &str, close: &str) -> Option<(usize, usize)> {
    shown.match_indices("*/").find_map(|(end, mark)| {
        let after = shown.get(end + mark.len()..)?;
        let rest = after.trim_start();
        rest.starts_with(close).then(|| (end, shown.len() - rest.len() + close.len()))
    })
}

/// Gives each call that closes to the nearest one of its name that is open. `singles` say themselves that they are
/// not.
fn pair(calls: &mut [Call], singles: &[usize]) {
    let mut open: Vec<usize> = Vec::new();
    for rank in 0..calls.len() {
        let Some(call) = calls.get(rank) else { continue };
        match call.role {
            Role::Single if singles.contains(&rank) => {}
            Role::Single => open.push(rank),
            Role::Closes(_) => {
                let same = |other: &&usize| calls.get(**other).is_some_and(|other| other.name == call.name);
                match open.iter().rev().position(|other| same(&other)) {
                    Some(back) => {
                        let at = open.len() - 1 - back;
                        let opening = open.get(at).copied().unwrap_or(rank);
                        // Those between stand alone.
                        open.truncate(at);
                        if let Some(call) = calls.get_mut(opening) {
                            call.role = Role::Opens(rank);
                        }
                        if let Some(call) = calls.get_mut(rank) {
                            call.role = Role::Closes(opening);
                        }
                    }
                    None => {
                        if let Some(call) = calls.get_mut(rank) {
                            call.role = Role::Single;
                            call.name = format!("/{}", call.name);
                        }
                    }
                }
            }
            Role::Opens(_) | Role::Shown => {}
        }
    }
}

/// The calls of a page of Zola: `{{ name(a="b") }}`, `{% name(a=1) %}…{% end %}`, in order.
pub(super) fn of_zola(text: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| rest.find('{')).map(|i| from + i) {
        let rest = text.get(start..).unwrap_or("");
        let (block, close) = match rest.get(1..2) {
            Some("{") => (false, "}}"),
            Some("%") => (true, "%}"),
            _ => {
                from = start + 1;
                continue;
            }
        };
        let inner = rest.get(2..).unwrap_or("");
        if let Some(shown) = inner.strip_prefix("/*")
            && let Some(end) = shown.find(&format!("*/{close}"))
        {
            let range = start..start + 4 + end + 4;
            let name = format!("{}{}{close}", rest.get(..2).unwrap_or(""), shown.get(..end).unwrap_or(""));
            from = range.end;
            calls.push(Call { range, name, arguments: Vec::new(), role: Role::Shown });
            continue;
        }
        let mut reader = Reader { text: inner, at: 0 };
        if block && reader.end_of_block() {
            let range = start..start + 2 + reader.at;
            from = range.end;
            let Some(opening) = open.pop() else { continue };
            let rank = calls.len();
            let name = calls.get(opening).map(|call| call.name.clone()).unwrap_or_default();
            if let Some(call) = calls.get_mut(opening) {
                call.role = Role::Opens(rank);
            }
            calls.push(Call { range, name, arguments: Vec::new(), role: Role::Closes(opening) });
            continue;
        }
        reader.at = 0;
        match reader.zola(close) {
            Some((name, arguments)) => {
                let range = start..start + 2 + reader.at;
                from = range.end;
                if block {
                    open.push(calls.len());
                }
                calls.push(Call { range, name, arguments, role: Role::Single });
            }
            None => from = start + 2,
        }
    }
    calls
}

type Arguments = Vec<(Option<String>, String)>;

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn space(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, token: &str) -> bool {
        let met = self.rest().starts_with(token);
        self.at += if met { token.len() } else { 0 };
        met
    }

    fn while_in(&mut self, keeps: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !keeps(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    /// What stands between two of the same quotation marks. With `escapes`, `\"` is one of what it holds.
    fn quoted(&mut self, escapes: bool) -> Option<String> {
        let mark = self.rest().chars().next().filter(|c| matches!(c, '"' | '`' | '\''))?;
        let mut value = String::new();
        let mut chars = self.rest().char_indices().skip(1);
        while let Some((i, c)) = chars.next() {
            match c {
                '\\' if escapes && mark == '"' => match chars.next() {
                    Some((_, 'n')) => value.push('\n'),
                    Some((_, c)) => value.push(c),
                    None => return None,
                },
                c if c == mark => {
                    self.at += i + c.len_utf8();
                    return Some(value);
                }
                c => value.push(c),
            }
        }
        None
    }

    /// What stands between `{{<` and `>}}`: a name, whether it closes, whether it stands alone, arguments.
    fn hugo(&mut self, close: &str) -> Option<(String, bool, bool, Arguments)> {
        self.space();
        let closes = self.eat("/");
        self.space();
        let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '/' | '.');
        let name = self.while_in(word).trim_end_matches('/').to_owned();
        if name.is_empty() {
            return None;
        }
        let mut arguments = Vec::new();
        let mut alone = false;
        loop {
            self.space();
            if self.eat(close) {
                return Some((name, closes, alone, arguments));
            }
            if self.rest().starts_with('/')
                && self.rest().trim_start_matches('/').trim_start().starts_with(close)
            {
                self.eat("/");
                alone = true;
                continue;
            }
            if let Some(value) = self.quoted(true) {
                arguments.push((None, value));
                continue;
            }
            let plain = |c: char| !(c.is_whitespace() || matches!(c, '"' | '`' | '=' | '{' | '}'));
            let start = self.at;
            let mut value = self.while_in(plain);
            // `a>}}` ends the call.
            if let Some(end) =
                value.find(close.trim_end_matches('}')).filter(|_| self.rest().starts_with("}}"))
            {
                value = value.get(..end).unwrap_or("");
                self.at = start + end;
            }
            if value.is_empty() {
                return None;
            }
            if self.eat("=") {
                let given = self.quoted(true).unwrap_or_else(|| self.while_in(plain).to_owned());
                arguments.push((Some(value.to_owned()), given));
            } else {
                arguments.push((None, value.to_owned()));
            }
        }
    }

    fn end_of_block(&mut self) -> bool {
        self.space();
        let end = self.eat("end");
        self.space();
        end && self.eat("%}")
    }

    /// What stands between `{{` and `}}`: a name, and arguments between parentheses.
    fn zola(&mut self, close: &str) -> Option<(String, Arguments)> {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        self.space();
        let name = self.while_in(word).to_owned();
        self.space();
        if name.is_empty() || !self.eat("(") {
            return None;
        }
        let mut arguments = Vec::new();
        self.space();
        while !self.eat(")") {
            let key = self.while_in(word).to_owned();
            self.space();
            if key.is_empty() || !self.eat("=") {
                return None;
            }
            self.space();
            let value = self.zola_value()?;
            arguments.push((Some(key), value));
            self.space();
            if !self.eat(",") && !self.rest().starts_with(')') {
                return None;
            }
            self.space();
        }
        self.space();
        self.eat(close).then_some((name, arguments))
    }

    fn zola_value(&mut self) -> Option<String> {
        if self.rest().starts_with('[') {
            // A list stays as it is typed.
            let rest = self.rest();
            let mut depth = 0_usize;
            let end = rest.find(|c| {
                match c {
                    '[' => depth += 1,
                    ']' => depth = depth.saturating_sub(1),
                    _ => {}
                }
                depth == 0
            })?;
            self.at += end + 1;
            return rest.get(..=end).map(str::to_owned);
        }
        if let Some(value) = self.quoted(false) {
            return Some(value);
        }
        let value = self.while_in(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'));
        (!value.is_empty()).then(|| value.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str, calls: &[Call]) -> Vec<String> {
        let said = |call: &Call| {
            let arguments: Vec<String> = call
                .arguments
                .iter()
                .map(|(name, value)| name.as_ref().map_or(value.clone(), |name| format!("{name}={value}")))
                .collect();
            assert!(text.get(call.range.clone()).is_some());
            format!("{:?} {} {}", call.role, call.name, arguments.join(","))
        };
        calls.iter().map(said).collect()
    }

    #[test]
    fn calls_of_hugo_are_read() {
        let text = r#"{{< a b "c d" e="f \" g" h=`i` >}} {{% n %}}x{{% /n %}} {{</* z 1 */>}} {{< s />}} {{ .T }}
            {{< ref "a.md#b" >}}{{<x>}}{{< o >}}{{</x>}}{{< /gone >}} {{< broken"#;
        assert_eq!(
            said(text, &of_hugo(text)),
            [
                r#"Single a b,c d,e=f " g,h=i"#,
                "Opens(2) n ",
                "Closes(1) n ",
                "Shown {{< z 1 >}} ",
                "Single s ",
                "Single ref a.md#b",
                "Opens(8) x ",
                "Single o ",
                "Closes(6) x ",
                "Single /gone ",
            ]
        );
    }

    #[test]
    fn calls_of_zola_are_read() {
        let text = "{{ y(id=\"a b\", w=true,\n l=[1, [2]]) }} {% q(a='x') %}b{% end %} {{/* y() */}} {{ not }} {% end %}";
        assert_eq!(
            said(text, &of_zola(text)),
            ["Single y id=a b,w=true,l=[1, [2]]", "Opens(2) q a=x", "Closes(1) q ", "Shown {{ y() }} "]
        );
    }
}
