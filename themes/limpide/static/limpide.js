// What changes with the reader's day, and what paper shows. Without this script, the dates and the hours are
// there to read.
const all = (what) => document.querySelectorAll(what);
const now = new Date();
const local = new Date(now - now.getTimezoneOffset() * 60000).toISOString();
const day = local.slice(0, 10);
for (const hidden of all("template[data-after]")) {
  if (day > hidden.dataset.after) hidden.replaceWith(hidden.content);
}
for (const shown of all("[data-until]")) {
  if (day <= shown.dataset.until) continue;
  // What held nothing else goes with it: no title without its text, no list without a line.
  for (let gone = shown; gone; ) {
    const around = gone.parentElement?.closest("[data-holds]");
    gone.remove();
    gone = around && !around.querySelector(around.dataset.holds) ? around : null;
  }
}

// Whether an office is open, by the reader's clock.
const minute = local.slice(11, 13) * 60 + +local.slice(14, 16);
for (const said of all("[data-week]")) {
  const { week, others, last, open, closed } = said.dataset;
  let slots = day > last ? "?" : week.split(";")[(now.getDay() + 6) % 7];
  for (const other of others.split(";")) {
    const [from, until, its] = other.split(/[/=]/);
    if (from <= day && day <= until) slots = its;
  }
  const opens = slots.split(",").some((slot) => slot.split("-")[0] <= minute && minute < slot.split("-")[1]);
  said.hidden = slots == "?";
  said.textContent = opens ? open : closed;
}

// Where there is room beside the page, what it holds is listed.
for (const list of all(".contents details")) list.open = matchMedia("(min-width: 60rem)").matches;

// Paper shows what is folded, in browsers whose styles cannot unfold it too.
const unfolded = [];
addEventListener("beforeprint", () => {
  for (const fold of all("details:not([open])")) {
    unfolded.push([fold, fold.name]);
    // Of those of one name, only one is open at a time.
    fold.name = "";
    fold.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const [fold, name] of unfolded.splice(0)) {
    fold.open = false;
    fold.name = name ?? "";
  }
});
