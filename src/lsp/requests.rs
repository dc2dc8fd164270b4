//! What an editor asks for, and what answers it.

use gen_lsp_types::ErrorCodes;
use serde_json::Value;

use super::desk::{Answer, Desk, Refused};
use super::documents::Open;
use super::uris;

impl Desk {
    /// Answers a request about texts and sites.
    pub(super) fn request(&mut self, method: &str, params: &Value) -> Answer {
        match method {
            "textDocument/codeAction" => self.actions(params),
            "codeAction/resolve" => self.resolved(params),
            "workspace/executeCommand" => self.command(params),
            "workspace/willRenameFiles" => self.moved(params),
            _ => self.known(method, params).unwrap_or_else(|| {
                Err(Refused { code: ErrorCodes::MethodNotFound, why: format!("{method} is not known here") })
            }),
        }
    }

    /// The text that a request is about: the rank of its site, its name there, itself. None for what is in no site, or
    /// is not open.
    pub(super) fn named(&self, params: &Value) -> Option<(usize, String, &Open)> {
        let path = uris::path(params.pointer("/textDocument/uri")?.as_str()?)?;
        let document = self.documents.get(&path)?;
        let rank = self.site_of(&path)?;
        let name = uris::name(&self.sites.get(rank)?.root, &path)?;
        Some((rank, name, document))
    }
}
