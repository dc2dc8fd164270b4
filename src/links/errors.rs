//! What failures of the network mean.

use std::error::Error;
use std::io;

use super::guard::NotPublic;
use crate::site::LinkFault;

/// What a failed request says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The host has no address; whether it is its fault or ours is for the whole run to say.
    NoSuchHost,
    /// Anything else.
    Fault(LinkFault),
}

/// Tells failures apart, by the causes of the error. The types in that chain belong to crates we do not
/// name, hence the words: « dns error » is what the http client says, and what follows is the system’s.
/// Any wording we do not know leaves the host in doubt, never broken.
pub(super) fn read(error: &(dyn Error + 'static)) -> Failure {
    const NO_SUCH_HOST: [&str; 4] =
        ["not known", "host is known", "No address associated", "does not resolve"];
    let mut fault = LinkFault::Connection;
    for cause in std::iter::successors(Some(error), |e| (*e).source()) {
        if cause.is::<NotPublic>() {
            return Failure::Fault(LinkFault::Private);
        }
        if cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout) {
            return Failure::Fault(LinkFault::Timeout);
        }
        if cause.to_string() == "dns error" {
            fault = LinkFault::LookUp;
        }
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            let text = io.to_string();
            match (fault, innermost(io).kind()) {
                (LinkFault::LookUp, _) if NO_SUCH_HOST.iter().any(|words| text.contains(words)) => {
                    return Failure::NoSuchHost;
                }
                (LinkFault::Connection, io::ErrorKind::TimedOut) => fault = LinkFault::Timeout,
                // TLS hands its refusals over as data it cannot accept.
                (LinkFault::Connection, io::ErrorKind::InvalidData) => fault = LinkFault::Certificate,
                _ => {}
            }
        }
    }
    Failure::Fault(fault)
}

/// The error of the system inside those that only wrap it; `source()` passes over it.
fn innermost(mut error: &io::Error) -> &io::Error {
    while let Some(inner) = error.get_ref().and_then(|e| e.downcast_ref::<io::Error>()) {
        error = inner;
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("{0}")]
    struct Layer(&'static str, #[source] io::Error);

    #[test]
    fn errors_are_told_apart_by_their_causes() {
        use LinkFault::{Certificate, Connection, LookUp, Private, Timeout};
        use io::ErrorKind::{ConnectionRefused, InvalidData, Other, TimedOut};
        let look_up =
            |why: &str| io::Error::new(Other, format!("failed to lookup address information: {why}"));
        let cases = [
            ("dns error", look_up("Name or service not known"), Failure::NoSuchHost),
            ("dns error", look_up("nodename nor servname provided, or not known"), Failure::NoSuchHost),
            ("dns error", look_up("Temporary failure in name resolution"), Failure::Fault(LookUp)),
            ("dns error", look_up("Non-recoverable failure in name resolution"), Failure::Fault(LookUp)),
            ("dns error", io::Error::from(TimedOut), Failure::Fault(LookUp)),
            (
                "client error (Connect)",
                io::Error::other(io::Error::new(InvalidData, "expired")),
                Failure::Fault(Certificate),
            ),
            ("tcp connect error", io::Error::from(ConnectionRefused), Failure::Fault(Connection)),
            ("tcp connect error", io::Error::from(TimedOut), Failure::Fault(Timeout)),
            // The words of the system mean a missing host only under a failed look-up.
            ("tcp connect error", io::Error::new(Other, "not known"), Failure::Fault(Connection)),
        ];
        for (layer, io, expected) in cases {
            let words = io.to_string();
            assert_eq!(read(&Layer(layer, io)), expected, "{layer}: {words}");
        }
        assert_eq!(read(&NotPublic), Failure::Fault(Private));
    }
}
