//! Frames and messages: what goes over standard input and output.
//!
//! Written here rather than taken from a crate, because what comes in is never trusted: a header that is none, a
//! length that is a lie, a text that is no JSON, an identifier that is none are answered or passed over, and the
//! next message is read.

use std::io::{self, BufRead, Read, Write};

use gen_lsp_types::ErrorCodes;
use serde_json::{Value, json};

/// Bytes of the longest message that is read: a text of the largest size, each of its bytes escaped. A longer one
/// is passed over.
const LONGEST: u64 = 128 * 1024 * 1024;
/// Bytes of the longest line of a header.
const LONGEST_HEADER: u64 = 4096;

/// What a client said.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Said {
    /// It asks, and waits for an answer to this identifier: a number or a text.
    Request { id: Value, method: String, params: Value },
    /// It tells.
    Notification { method: String, params: Value },
    /// It answers what it was asked.
    Response { id: Value, result: Value },
    /// It cannot be understood. The identifier is null when none could be read.
    Malformed { id: Value, code: ErrorCodes, why: &'static str },
}

/// Reads the next message; none at the end.
///
/// # Errors
/// When the system does not let it be read.
pub(super) fn read(mut input: &mut dyn BufRead) -> io::Result<Option<Said>> {
    let mut size: Option<u64> = None;
    let mut strange = false;
    let mut line = Vec::new();
    loop {
        line.clear();
        if (&mut input).take(LONGEST_HEADER).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let typed = String::from_utf8_lossy(&line);
        let typed = typed.trim_end_matches(['\r', '\n']);
        if typed.is_empty() {
            match size {
                Some(_) => break,
                // What was no header has come to an end.
                None if strange => return Ok(Some(malformed("no Content-Length"))),
                None => continue,
            }
        }
        match typed.split_once(':') {
            Some((name, value)) if name.trim().eq_ignore_ascii_case("content-length") => {
                match value.trim().parse() {
                    Ok(length) => size = Some(length),
                    Err(_) => strange = true,
                }
            }
            Some((name, _)) if name.trim().eq_ignore_ascii_case("content-type") => {}
            _ => strange = true,
        }
    }
    let size = size.unwrap_or(0);
    if size > LONGEST {
        io::copy(&mut (&mut input).take(size), &mut io::sink())?;
        return Ok(Some(malformed("this message is too long")));
    }
    let mut body = Vec::new();
    (&mut input).take(size).read_to_end(&mut body)?;
    if (body.len() as u64) < size {
        return Ok(None);
    }
    Ok(Some(understood(&body)))
}

fn malformed(why: &'static str) -> Said {
    Said::Malformed { id: Value::Null, code: ErrorCodes::ParseError, why }
}

/// A message, by its bytes.
fn understood(body: &[u8]) -> Said {
    let mut message = match serde_json::from_slice(body) {
        Ok(Value::Object(message)) => message,
        Ok(_) => {
            let why = "a message is an object";
            return Said::Malformed { id: Value::Null, code: ErrorCodes::InvalidRequest, why };
        }
        Err(_) => return malformed("this message is no JSON"),
    };
    let id = message.remove("id");
    let params = message.remove("params").unwrap_or(Value::Null);
    let known = |id: &Value| id.is_string() || id.is_i64() || id.is_u64();
    match (message.remove("method"), id) {
        (Some(Value::String(method)), None) => Said::Notification { method, params },
        (Some(Value::String(method)), Some(id)) if known(&id) => Said::Request { id, method, params },
        (None, Some(id)) if message.contains_key("result") || message.contains_key("error") => {
            Said::Response { id, result: message.remove("result").unwrap_or(Value::Null) }
        }
        (_, id) => {
            let id = id.filter(known).unwrap_or(Value::Null);
            Said::Malformed { id, code: ErrorCodes::InvalidRequest, why: "this is no request" }
        }
    }
}

/// Writes a message.
///
/// # Errors
/// When nobody reads any more.
pub(super) fn write(output: &mut dyn Write, body: &str) -> io::Result<()> {
    write!(output, "Content-Length: {}\r\n\r\n{body}", body.len())?;
    output.flush()
}

/// The answer to a request.
pub(super) fn answer(id: &Value, result: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "result": result }).to_string()
}

/// The answer to a request that cannot be answered.
pub(super) fn refusal(id: &Value, code: ErrorCodes, why: &str) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "error": { "code": i32::from(code), "message": why } }).to_string()
}

/// A request of the server's own.
pub(super) fn request(id: u64, method: &str, params: &Value) -> String {
    json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }).to_string()
}

/// Something told.
pub(super) fn notification(method: &str, params: &Value) -> String {
    json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(bytes: &[u8]) -> Vec<Said> {
        let mut input = bytes;
        std::iter::from_fn(|| read(&mut input).unwrap()).collect()
    }

    fn frame(body: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, body).unwrap();
        bytes
    }

    fn told(method: &str) -> Said {
        Said::Notification { method: method.to_owned(), params: Value::Null }
    }

    #[test]
    fn what_is_no_message_is_said_and_the_next_is_read() {
        let after = frame(r#"{"method":"m"}"#);
        let bad: [&[u8]; 7] = [
            b"hello\r\n\r\n",
            b"Content-Length: many\r\n\r\n",
            b"Content-Length: 5\r\n\r\n{\"a\":",
            b"Content-Length: 2\r\n\r\n[]",
            b"Content-Length: 4\r\n\r\n\xff\xfe{}",
            b"Content-Length: 23\r\n\r\n{\"id\":1.5,\"method\":\"a\"}",
            b"Content-Length: 2\r\n\r\n{}",
        ];
        for bytes in bad {
            let said = all(&[bytes, &after].concat());
            assert!(
                matches!(said.as_slice(), [Said::Malformed { .. }, last] if *last == told("m")),
                "{said:?}"
            );
        }
        let deep = format!("{{\"params\":{}", "[".repeat(100_000));
        assert!(matches!(all(&frame(&deep)).as_slice(), [Said::Malformed { .. }]));
    }

    #[test]
    fn a_length_that_is_a_lie_takes_no_memory_and_ends() {
        assert_eq!(all(b"Content-Length: 18446744073709551615\r\n\r\n{}").len(), 1);
        assert_eq!(all(b"Content-Length: 100000000\r\n\r\n{}"), []);
        assert_eq!(all(&vec![b'a'; 10_000]), []);
    }

    #[test]
    fn headers_are_read_as_people_write_them() {
        let bytes = b"content-type: application/vscode-jsonrpc; charset=utf-8\ncontent-length:14\n\n{\"method\":\"m\"}";
        assert_eq!(all(bytes), [told("m")]);
    }

    proptest! {
        #[test]
        fn any_bytes_come_to_an_end(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
            all(&bytes);
        }
    }
}
