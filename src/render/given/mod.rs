//! What templates receive, as types: each record is declared once, with what is said of each of its
//! fields; its conversion to a value of Tera and its line in the reference both come from there. Keys
//! are static, and nothing is copied that was already a value.

#[macro_use]
mod record;
mod catalogue;
mod legal;
mod lists;
mod page;
mod procedure;
mod reach;

pub(super) use catalogue::{Catalogue, Field, Kind, Record};
pub(super) use legal::{LegalLine, LegalPart};
pub(super) use lists::{
    Branch, Card, ChangedMonth, ChangedPage, Child, EventLine, IndexLine, Letter, Listing, Logo, Pager,
    SectionLine, Site, Taxonomy, Term, TermLine, TermListing, TitleLetter, Year,
};
pub(super) use page::{
    Context, Crumb, Fact, FactLine, Feedback, Globals, Heading, Notice, Page, Search, Translation, Validity,
};
pub(super) use procedure::{
    Change, Choice, Dataset, Deadline, Document, Form, Item, Law, Link, National, Price, Procedure, Redress,
    Resource, Silence, Step, Stop, Team, Tool,
};
pub(super) use reach::{
    Access, Action, Address, Appointment, Channel, Down, Exception, Helper, HoursLine, Office, Phone, Place,
    Waiting,
};
pub(super) use record::{Day, Free, Given, Group, List, Made, Markup, Spoken, Text};
