//! How to reach somebody.

use super::record::{Day, List, Text};

record! {
    /// A way to do something, with what it needs.
    Channel {
        /// Which way: `online`, `counter`, `post`, `phone`, `email`, `video`, `other`.
        kind: Text,
        /// The same, in words.
        kind_label: Text,
        /// Whom or what one reaches.
        name: Text,
        /// The host of the address, where it is another site.
        host: Option<Text>,
        /// Where it leads.
        url: Option<Text>,
        /// The readers it is for; empty: everybody.
        label: Text,
        /// The same, by their numbers among `choices`: `1 3`.
        cases: Text,
        /// More about it.
        note: Option<Text>,
        /// What it costs this way.
        cost: Option<Text>,
        /// How long it takes this way.
        time: Option<Text>,
        /// Whether one must come at a time agreed.
        appointment: Option<Appointment>,
        /// Where, when and how one comes in.
        place: Option<Place>,
        /// Where to write.
        envelope: Option<Address>,
        /// Whom to call, by telephone or where the channel gives a number beside its way.
        phone: Option<Phone>,
        /// The e-mail address, of the way or beside it.
        email: Option<Text>,
        /// That the service on line is closed.
        down: Option<Down>,
        /// How long one waits there.
        waiting: Option<Waiting>,
        /// How one says who one is, in words; empty where nothing is asked.
        login: Text,
    }

    /// Somebody who helps.
    Helper {
        /// Their name.
        text: Text,
        /// Their page, on the site or elsewhere.
        url: Option<Text>,
        /// The readers they help; empty: everybody.
        label: Text,
        /// The same, by their numbers among `choices`: `1 3`.
        cases: Text,
        /// More about them.
        note: Option<Text>,
        /// Where they are, on one line.
        address: Option<Text>,
        /// Their telephone.
        phone: Option<Phone>,
        /// Their e-mail address.
        email: Option<Text>,
    }

    /// What somebody who comes needs to know.
    Place {
        /// Where it is.
        address: Option<Address>,
        /// When it is open.
        hours: List<HoursLine>,
        /// The last day of these hours.
        hours_until: Option<Day>,
        /// More about them.
        hours_note: Option<Text>,
        /// The same hours for scripts: the seven days from Monday on, `;` between them; in a day, the minutes
        /// at which it opens and closes, `540-720,840-1020`; nothing for a day closed, `?` for one of which
        /// nothing is said. Empty where the hours are words.
        week: Text,
        /// The days that have other hours for scripts, `;` between them: `2026-12-24/2026-12-26=540-720`.
        others: Text,
        /// Days soon to come that have other hours.
        exceptions: List<Exception>,
        /// How one comes in.
        access: Option<Access>,
    }

    /// The office that a page is about.
    Office {
        /// Its name in the registry.
        name: Option<Text>,
        /// Where, when and how one comes in.
        place: Option<Place>,
        /// Its telephone.
        phone: Option<Phone>,
        /// Its e-mail address.
        email: Option<Text>,
        /// Its page.
        url: Option<Text>,
        /// Whether one must come at a time agreed.
        appointment: Option<Appointment>,
        /// How long one waits there.
        waiting: Option<Waiting>,
    }

    /// How long one waits.
    Waiting {
        /// In words.
        text: Text,
        /// The day on which it was observed.
        measured: Option<Day>,
    }

    /// The one thing to do.
    Action {
        /// The service.
        text: Text,
        /// The host it is at.
        host: Text,
        /// Its address.
        url: Text,
    }

    /// An address.
    Address {
        /// Its lines, as on an envelope.
        lines: List<Text>,
        /// More about it.
        note: Option<Text>,
    }

    /// A telephone.
    Phone {
        /// The number, as it is read.
        text: Text,
        /// The number as an address: `tel:…`.
        url: Text,
        /// What a call costs, in words.
        cost: Option<Text>,
        /// When somebody answers.
        hours: List<HoursLine>,
    }

    /// Days that have the same hours.
    HoursLine {
        /// The days, in words.
        days: Text,
        /// The hours, in words.
        text: Text,
    }

    /// A day, or several, whose hours are not the usual ones.
    Exception {
        /// The first day.
        from: Day,
        /// The last day, where there are several.
        until: Option<Day>,
        /// The last day, as `2026-01-12`.
        last: Text,
        /// The hours, in words.
        text: Text,
        /// Why.
        reason: Option<Text>,
    }

    /// How one comes in.
    Access {
        /// Whether wheelchairs come in, in words.
        text: Option<Text>,
        /// What else is known.
        more: Option<Text>,
        /// Where more is said.
        url: Option<Text>,
    }

    /// Whether one must come at a time agreed.
    Appointment {
        /// In words.
        text: Text,
        /// How it is agreed.
        detail: Option<Text>,
        /// Where it is agreed.
        url: Option<Text>,
    }

    /// That a service on line is closed.
    Down {
        /// In words.
        text: Text,
        /// More about it.
        detail: Option<Text>,
        /// The last day, as `2026-01-12`.
        last: Option<Text>,
    }
}
