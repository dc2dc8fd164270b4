//! `limpide lsp`: the language server, which says in an editor what the program finds and knows.
//!
//! One thread, the desk, reads what the editor says and answers it. It has a copy of each site of its own, in
//! which a page that is being typed is read again alone ([`crate::site::Site::revise`]) and checked alone: what
//! is found in it is told at each keystroke. Once nothing was typed for a while, another thread, the builder of
//! that site, makes the whole site again from the folder and from the texts that are open and not saved, checks it,
//! and gives the desk a new copy, with what is found anywhere.
//!
//! What is known of a place in a page (completion, hover, definition, symbols, code lens) is in `answers`: pure
//! functions of a project, a page and a byte. Only the desk speaks the protocol.

pub mod answers;
pub mod positions;
