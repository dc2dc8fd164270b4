//! What the front matter of a page answers, in words, with the values of the day.

use super::page::Fact;
use super::reach::{Action, Channel, Helper, Office, Phone};
use super::record::{Day, Group, List, Text};

record! {
    /// What a page answers. Every field is always there, empty when the page says nothing of it.
    Procedure {
        /// The situations that the page tells apart, where neither `choices` nor its conditions name them.
        situations: List<Text>,
        /// The situations among which a reader may choose, where items are for some of them only; none where
        /// there are more than eight.
        choices: List<Choice>,
        /// For whom it is, and on what conditions.
        eligibility: List<Group<Item>>,
        /// What to do, one after the other.
        steps: List<Step>,
        /// What to bring.
        documents: List<Group<Document>>,
        /// What the administration already has, and no longer asks.
        known_documents: List<Group<Document>>,
        /// What it costs; empty where the short box says it whole.
        cost: List<Group<Price>>,
        /// How to pay, where every price is paid alike.
        payment: List<Text>,
        /// How long it takes; empty where the short box says it whole.
        deadlines: List<Group<Deadline>>,
        /// What one gets.
        output: List<Group<Item>>,
        /// What comes next.
        next_steps: List<Group<Item>>,
        /// How an error is put right.
        right_to_correct: List<Group<Item>>,
        /// What becomes of personal data.
        personal_data: List<Group<Item>>,
        /// How one says who one is.
        identification: List<Group<Item>>,
        /// How to do it for somebody else.
        on_behalf: List<Group<Item>>,
        /// How to say what one thinks of it.
        feedback: List<Group<Item>>,
        /// Letters to copy.
        template_letter: List<Group<Item>>,
        /// The ways to do it, in the same order on every page.
        channels: List<Channel>,
        /// Those who help.
        help: List<Helper>,
        /// How to contest, from the nearest to the judge.
        redress: List<Redress>,
        /// The forms that no document is.
        forms: List<Form>,
        /// The law it rests on.
        legal_basis: List<Law>,
        /// Where else to look.
        see_also: List<Link>,
        /// What has changed, the last first; what is to come is not told.
        changes: List<Change>,
        /// The pages of the events of life that it is part of.
        life_events: List<Link>,
        /// What it means that nobody answers.
        silence: Option<Silence>,
        /// Who decides.
        authority: Option<Link>,
        /// The State’s own page about it.
        national: Option<National>,
        /// The languages in which it can be done.
        languages: Option<Text>,
        /// That the page is easy to read, or simplified, in words.
        easy_read: Option<Text>,
        /// Who answers for the page.
        team: Option<Team>,
        /// The one thing to do: the first service on line that is open.
        action: Option<Action>,
        /// The event of life that the page is the page of.
        event: Option<Text>,
        /// The office that the page is about.
        office: Option<Office>,
        /// The tool that the page is about.
        tool: Option<Tool>,
        /// The dataset that the page is about.
        dataset: Option<Dataset>,
    }

    /// A situation that a reader may be in.
    Choice {
        /// Its number, from 1: what `cases` calls it.
        number: usize,
        /// The situation, in the reader’s words.
        label: Text,
    }

    /// A procedure among those of an event of life.
    Stop {
        /// The title of its page.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// What it is about.
        description: Option<Text>,
        /// When in the event it comes, where it is the first of that time.
        stage: Option<Text>,
        /// Whom it concerns, where that is not everybody.
        case: Option<Text>,
        /// More about it.
        note: Option<Text>,
        /// What its page answers in short.
        facts: List<Fact>,
    }

    /// A tool.
    Tool {
        /// Where it is used.
        website: Option<Link>,
        /// Where its source code is.
        source_code: Option<Link>,
        /// Who uses it.
        used_by: List<Text>,
        /// Its licence.
        licence: Option<Text>,
    }

    /// A dataset.
    Dataset {
        /// Who publishes it.
        publisher: Option<Text>,
        /// How often it changes.
        frequency: Option<Text>,
        /// The time it is about.
        temporal: Option<Text>,
        /// The place it is about.
        spatial: Option<Text>,
        /// Its licence.
        licence: Option<Text>,
        /// Whom to ask about it.
        contact: Option<Text>,
        /// Where that leads, where it is one address of mail.
        contact_url: Option<Text>,
        /// Its files.
        resources: List<Resource>,
    }

    /// A file of a dataset.
    Resource {
        /// Its title.
        title: Text,
        /// Its address, for `href`.
        url: Text,
        /// Its format and its size, in words: « CSV, 12 ko »; empty where nothing is said.
        about: Text,
    }

    /// Words that may lead somewhere.
    Link {
        /// The words.
        text: Text,
        /// Where they lead.
        url: Option<Text>,
    }

    /// An answer in words.
    Item {
        /// The answer.
        text: Text,
        /// More about it.
        detail: Option<Text>,
        /// Where it leads.
        url: Option<Text>,
    }

    /// A step.
    Step {
        /// Its number, counted for its own readers.
        number: usize,
        /// What to do.
        text: Text,
        /// More about it.
        detail: Option<Text>,
        /// Where it is done.
        url: Option<Text>,
        /// The readers it is for; empty: everybody.
        label: Text,
        /// The same, by their numbers among `choices`: `1 3`.
        cases: Text,
    }

    /// A document to bring.
    Document {
        /// Its name.
        text: Text,
        /// Where it is had.
        url: Option<Text>,
        /// The form that it is, where it has a name of its own.
        form: Option<Text>,
        /// Where that form is.
        form_url: Option<Text>,
        /// In what shape: « original », « copie »…
        about: Text,
        /// Who issues it.
        issued_by: Option<Text>,
        /// More about it.
        note: Option<Text>,
    }

    /// A price.
    Price {
        /// What it pays for.
        label: Option<Text>,
        /// The price, in words: « 86 € », « Gratuit ».
        text: Text,
        /// The day on which it was known.
        known: Option<Day>,
        /// How it is paid, where prices are not paid alike.
        pay: List<Text>,
    }

    /// A time.
    Deadline {
        /// `promised`, `usual`, `legal` or `yours`.
        kind: Option<Text>,
        /// The same, in words.
        label: Option<Text>,
        /// The time: « 2 mois après le dépôt du dossier ».
        text: Text,
        /// More about it.
        detail: Option<Text>,
        /// The day on which a usual time was measured.
        measured: Option<Day>,
        /// Its last day, where the page says it.
        date: Option<Day>,
        /// The address of that day as a file for calendars, for `href`; none once it is past.
        calendar: Option<Text>,
    }

    /// What it means that nobody answers.
    Silence {
        /// « Sans réponse après 2 mois, votre demande est refusée. »
        text: Option<Text>,
        /// More about it.
        detail: Option<Text>,
    }

    /// A way to contest.
    Redress {
        /// Its name.
        title: Text,
        /// Where it is done, where nobody in particular looks at it.
        url: Option<Text>,
        /// Who looks at it.
        body: Option<Link>,
        /// How long one has.
        delay: Option<Text>,
        /// More about it.
        text: Option<Text>,
        /// Whether it gives more time to go to court.
        extends: bool,
        /// The readers it is for; empty: everybody.
        label: Text,
        /// The same, by their numbers among `choices`: `1 3`.
        cases: Text,
    }

    /// A form.
    Form {
        /// Its number and title.
        text: Text,
        /// Where it is.
        url: Option<Text>,
        /// Where its notice is.
        notice: Option<Text>,
    }

    /// A text of law.
    Law {
        /// Its title.
        text: Text,
        /// Where it is read.
        url: Option<Text>,
        /// The day it was repealed.
        repealed: Option<Day>,
        /// The text in its place.
        replaced_by: Option<Box<Law>>,
    }

    /// A change of the page.
    Change {
        /// When.
        date: Day,
        /// What changed.
        text: Text,
        /// Whether it matters to readers.
        major: bool,
    }

    /// The State’s own page.
    National {
        /// Its title.
        text: Text,
        /// The day it was read.
        checked: Option<Day>,
        /// Its address.
        url: Text,
    }

    /// Who answers for a page.
    Team {
        /// Their name.
        name: Text,
        /// What they are part of.
        organisation: Option<Text>,
        /// Their e-mail address.
        email: Option<Text>,
        /// Their telephone.
        phone: Option<Phone>,
        /// Their page.
        url: Option<Text>,
    }
}
