//! What an editor did when YAML stops: the parser's error, seen against the line it happened on,
//! becomes a place, a sentence and the line as it should be.

use std::ops::Range;

use serde_yaml::granit_parser::ErrorKind;

use crate::finding::Message;

/// Why a text, or one entry of it, could not be read.
pub(super) enum Fault {
    /// The scanner or the parser stopped.
    Scan(ErrorKind),
    /// A line without `key:` among lines that have one.
    NoColon,
    /// A list or a map stands where a key should.
    CollectionKey,
    /// `*name` without `&name`.
    UnknownAnchor,
    /// `!name`.
    Tag,
    /// `---` inside the text.
    SecondDocument,
    /// Past the limits.
    TooMuch,
    /// Anything else.
    Other,
}

/// A fault, as it is told.
pub(super) struct Mistake {
    /// Bytes of the text.
    pub(super) place: Range<usize>,
    pub(super) message: Message,
    pub(super) help: Option<Message>,
}

/// `key: value` on a line, in bytes of the text.
struct Pair {
    key: Range<usize>,
    value: Range<usize>,
}

/// Explains why `entry` could not be read, the parser having stopped at `at`.
pub(super) fn explain(text: &str, entry: Range<usize>, at: usize, fault: &Fault) -> Mistake {
    let mut told = Explainer { text, entry, at }.told(fault);
    if told.place.is_empty() {
        told.place = visible(text, told.place.start);
    }
    told
}

/// The line around a byte, without its end of line.
pub(super) fn line(text: &str, at: usize) -> Range<usize> {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |i| i + 1);
    let rest = text.get(start..).unwrap_or("");
    let len = rest.find('\n').unwrap_or(rest.len());
    let trimmed = rest.get(..len).map_or(len, |line| line.trim_end_matches('\r').len());
    start..start + trimmed
}

/// Something to underline near a byte: the line's text, or else the last one before it.
fn visible(text: &str, at: usize) -> Range<usize> {
    let inside = line(text, at);
    let here = trimmed(text, inside.clone());
    if !here.is_empty() {
        return here;
    }
    let before = text.get(..inside.start).unwrap_or("").trim_end();
    trimmed(text, line(text, before.len()))
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let part = text.get(range.clone()).unwrap_or("");
    let start = range.start + (part.len() - part.trim_start().len());
    start..start.max(range.start + part.trim_end().len())
}

/// Where a quote closes, the first byte being inside it: `''` and `\"` are of the text.
fn closing(text: &str, quote: char) -> Option<usize> {
    let mut chars = text.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let doubled = char == '\'' && quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'');
        if doubled || (char == '\\' && quote == '"') {
            chars.next();
        } else if char == quote {
            return Some(at);
        }
    }
    None
}

struct Explainer<'t> {
    text: &'t str,
    entry: Range<usize>,
    at: usize,
}

impl Explainer<'_> {
    fn told(&self, fault: &Fault) -> Mistake {
        match fault {
            Fault::NoColon => self.no_colon(),
            Fault::CollectionKey => self.reserved_at(self.at),
            Fault::UnknownAnchor | Fault::Tag => self.reserved(),
            Fault::SecondDocument => {
                self.plain(line(self.text, self.entry.start), "data.second-document", None)
            }
            Fault::TooMuch => self.plain(self.first_line(), "data.too-much", None),
            Fault::Scan(kind) => self.scan(kind),
            Fault::Other => self.unreadable(),
        }
    }

    fn scan(&self, kind: &ErrorKind) -> Mistake {
        use ErrorKind as K;
        if let Some(tab) = self.tab() {
            return self.plain(tab, "data.tab", Some(Message::key("data.tab-help")));
        }
        match kind {
            K::UnexpectedCharacter { character: '@' | '`' | '%' } => self.reserved(),
            K::UnexpectedCharacter { character } => {
                let from = self.slice(self.at..self.text.len()).find(*character).unwrap_or(0);
                let at = self.at + from;
                self.plain(at..at + character.len_utf8(), "data.control-character", None)
            }
            K::UnclosedQuotedScalar
            | K::DocumentIndicatorInQuotedScalar
            | K::InvalidQuotedScalarIndent
            | K::InvalidTrailingSingleQuotedScalar
            | K::InvalidTrailingDoubleQuotedScalar => self.quotes(),
            K::UnknownQuotedScalarEscape
            | K::InvalidQuotedScalarHexEscape
            | K::InvalidUnicodeEscape
            | K::InvalidLowSurrogate
            | K::InvalidLowSurrogateHexEscape
            | K::MissingLowSurrogate
            | K::UnpairedLowSurrogate => self.backslash(),
            K::MappingValueNotAllowed | K::InvalidColonPlacement | K::MappingKeyNotAllowed => self.colon(),
            K::UnclosedFlowCollection { .. }
            | K::UnexpectedEofFlowMapping
            | K::UnexpectedEofFlowSequence
            | K::UnexpectedEofImplicitFlowMapping
            | K::ExpectedFlowMappingSeparator
            | K::ExpectedFlowSequenceSeparator
            | K::MismatchedFlowCollectionEnd { .. } => self.bracket(),
            K::RecursionLimitExceeded => self.plain(self.first_line(), "data.too-much", None),
            K::SimpleKeyExpected => self.no_colon(),
            K::CommentInterceptedScalar => self.comment(),
            K::InvalidIndentation | K::ExpectedBlockMappingKey | K::ExpectedBlockSequenceEntry
                if !self.starts_reserved() =>
            {
                self.indentation()
            }
            _ if self.starts_reserved() => self.reserved(),
            _ => self.unreadable(),
        }
    }

    fn plain(&self, place: Range<usize>, message: &'static str, help: Option<Message>) -> Mistake {
        Mistake { place, message: Message::key(message), help }
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    fn first_line(&self) -> Range<usize> {
        trimmed(self.text, line(self.text, self.entry.start))
    }

    fn next_char(&self) -> Range<usize> {
        let len = self.slice(self.at..self.text.len()).chars().next().map_or(0, char::len_utf8);
        self.at..self.at + len
    }

    /// Tabs at the start of a line, from the error's line to the end of the entry.
    fn tab(&self) -> Option<Range<usize>> {
        let mut start = line(self.text, self.at).start;
        for line in self.slice(start..self.entry.end.max(start)).split_inclusive('\n') {
            let lead = line.len() - line.trim_start_matches([' ', '\t']).len();
            let first = line.find('\t').filter(|i| *i < lead && !line.trim().is_empty());
            if let Some(first) = first {
                return Some(start + first..start + lead);
            }
            start += line.len();
        }
        None
    }

    /// The key and the value of the line around a byte. A list item's `- ` is no part of the key.
    fn pair(&self, at: usize) -> Option<Pair> {
        let line = trimmed(self.text, line(self.text, at));
        let mut key_start = line.start;
        while let Some(rest) = self.slice(key_start..line.end).strip_prefix("- ") {
            key_start = line.end - rest.trim_start().len();
        }
        let content = self.slice(key_start..line.end);
        let colon = content.match_indices(':').map(|(i, _)| i).find(|i| {
            let rest = content.get(i + 1..).unwrap_or("");
            rest.is_empty() || rest.starts_with([' ', '\t'])
        })?;
        let value = trimmed(self.text, key_start + colon + 1..line.end);
        Some(Pair { key: key_start..key_start + colon, value })
    }

    /// The value the error is about: after its key, or a list item without one.
    fn value(&self) -> Range<usize> {
        if let Some(pair) = self.pair(self.at) {
            return pair.value;
        }
        let line = trimmed(self.text, line(self.text, self.at));
        let item = self.slice(line.clone()).strip_prefix("- ").map_or(line.start, |r| line.end - r.len());
        trimmed(self.text, item..line.end)
    }

    fn starts_reserved(&self) -> bool {
        let value = self.slice(self.value());
        value.starts_with(['@', '`', '%', '*', '&', '!', '|', '>', '[', ']', '{', '}', ',', '"', '\''])
            || value.starts_with("- ")
    }

    /// `Put it in quotes: key: "value"`.
    fn quoted(&self) -> Option<Message> {
        let value = self.value();
        let key = self.pair(self.at).map_or("", |pair| self.slice(pair.key));
        let typed = self.slice(value);
        let bare = typed.trim_matches(['"', '\'']).replace('\\', "\\\\").replace('"', "\\\"");
        let key = if key.is_empty() { String::new() } else { format!("{key}: ") };
        // A long value is not repeated whole.
        (bare.chars().count() <= 100 && !bare.is_empty())
            .then(|| Message::key("data.put-in-quotes").with("example", format!("{key}\"{bare}\"")))
            .or_else(|| Some(Message::key("data.put-in-quotes-long")))
    }

    fn reserved(&self) -> Mistake {
        self.reserved_at(self.value().start)
    }

    fn reserved_at(&self, at: usize) -> Mistake {
        let first = self.slice(at..self.text.len()).chars().next();
        let character = first.map_or(String::new(), String::from);
        let in_value = self.value().contains(&at);
        Mistake {
            place: at..at + character.len(),
            message: Message::key("data.reserved-character").with("character", character),
            help: if in_value { self.quoted() } else { Some(Message::key("data.put-in-quotes-long")) },
        }
    }

    fn colon(&self) -> Mistake {
        match self.pair(self.at) {
            // A second colon on the line: it stands in the value.
            Some(pair) if pair.value.contains(&self.at) => Mistake {
                place: self.next_char(),
                message: Message::key("data.colon-in-value"),
                help: self.quoted(),
            },
            _ if self.starts_reserved() => self.reserved(),
            _ => self.indentation(),
        }
    }

    /// The value, on a line above, whose quote was closed by the first one of the line that the parser stopped
    /// on: `name: "Mairie` over `phone: "01`.
    fn opened_above(&self) -> Option<Range<usize>> {
        let stopped = line(self.text, self.at);
        let mut at = self.entry.start;
        while at < stopped.start {
            let whole = line(self.text, at);
            let value = Self { at: whole.start, entry: self.entry.clone(), text: self.text }.value();
            let mut next = self.slice(at..self.text.len()).find('\n').map_or(self.text.len(), |i| at + i + 1);
            let quote = self.slice(value.clone()).chars().next().filter(|c| matches!(c, '"' | '\''));
            if let Some(quote) = quote {
                let from = value.start + 1;
                let close = from + closing(self.slice(from..self.text.len()), quote)?;
                if close >= stopped.start {
                    return Some(value).filter(|_| close < stopped.end);
                }
                let closed = line(self.text, close);
                next = next.max(closed.end + 1);
            }
            at = next;
        }
        None
    }

    fn quotes(&self) -> Mistake {
        let value = self.opened_above().unwrap_or_else(|| self.value());
        let typed = self.slice(value.clone());
        let quote = typed.chars().next().filter(|c| matches!(c, '"' | '\''));
        let inner = typed.get(1..).unwrap_or("");
        match quote {
            Some('\'') if inner.len() > 1 && inner.trim_end_matches('\'').contains('\'') => {
                let apostrophe = value.start + 1 + inner.find('\'').unwrap_or(0);
                Mistake {
                    place: apostrophe..apostrophe + 1,
                    message: Message::key("data.apostrophe"),
                    help: self.quoted(),
                }
            }
            Some(quote) if inner.contains(quote) => {
                let close = value.start + 1 + inner.find(quote).unwrap_or(0) + 1;
                Mistake {
                    place: trimmed(self.text, close..value.end),
                    message: Message::key("data.after-quotes"),
                    help: self.quoted(),
                }
            }
            _ => Mistake {
                place: value,
                message: Message::key("data.open-quote"),
                help: quote.map(|q| Message::key("data.close-quote").with("quote", q.to_string())),
            },
        }
    }

    fn backslash(&self) -> Mistake {
        let value = self.value();
        let first = self.slice(value.clone()).find('\\').map_or(value.start, |i| value.start + i);
        let place = if first == value.start { value } else { first..first + 1 };
        self.plain(place, "data.backslash", Some(Message::key("data.backslash-help")))
    }

    fn bracket(&self) -> Mistake {
        let value = self.value();
        let open = self.slice(value.clone()).chars().next().filter(|c| matches!(c, '[' | '{'));
        let Some(open) = open else { return self.unreadable() };
        let close = if open == '[' { "]" } else { "}" };
        let message = Message::key("data.open-bracket").with("open", open.to_string()).with("close", close);
        let help = Message::key("data.open-bracket-help").with("close", close);
        Mistake { place: value.start..value.start + 1, message, help: Some(help) }
    }

    fn comment(&self) -> Mistake {
        let line = line(self.text, self.at);
        let from = self.slice(line.clone()).find(" #").map_or(line.start, |i| line.start + i + 1);
        self.plain(from..line.end, "data.comment-in-value", self.quoted())
    }

    fn no_colon(&self) -> Mistake {
        let line = trimmed(self.text, line(self.text, self.at));
        let content = self.slice(line.clone());
        let tight = content.split_once(':').filter(|(key, value)| {
            !value.is_empty() && !value.starts_with("//") && !key.contains(char::is_whitespace)
        });
        if let Some((key, value)) = tight {
            let colon = line.start + key.len();
            let fixed = format!("{key}: {value}");
            let help = Message::key("data.colon-space-help").with("example", fixed);
            return self.plain(colon..colon + 1, "data.colon-space", Some(help));
        }
        self.plain(line, "data.no-colon", Some(Message::key("data.no-colon-help")))
    }

    fn indentation(&self) -> Mistake {
        let line = trimmed(self.text, line(self.text, self.at));
        let place = self.pair(self.at).map_or(line, |pair| pair.key);
        self.plain(place, "data.indentation", Some(Message::key("data.indentation-help")))
    }

    fn unreadable(&self) -> Mistake {
        let line = trimmed(self.text, line(self.text, self.at));
        let place = if self.at < line.end && self.at >= line.start { self.at..line.end } else { line };
        self.plain(place, "data.unreadable", Some(Message::key("data.unreadable-help")))
    }
}
