// What changes with the reader's day, on pages that were not published again since. Without this
// script, the dates are there to read.
const now = new Date();
const day = new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
for (const hidden of document.querySelectorAll("template[data-after]")) {
  if (day > hidden.dataset.after) hidden.replaceWith(hidden.content);
}
for (const shown of document.querySelectorAll("[data-until]")) {
  if (day <= shown.dataset.until) continue;
  // What held nothing else goes with it: no title without its text, no list without a line.
  for (let gone = shown; gone; ) {
    const around = gone.parentElement?.closest("[data-holds]");
    gone.remove();
    gone = around && !around.querySelector(around.dataset.holds) ? around : null;
  }
}

// Where there is room beside the page, the list of what it holds is open.
const contents = document.querySelector(".contents details");
if (contents && matchMedia("(min-width: 60rem)").matches) contents.open = true;

// Paper shows what is folded, in browsers whose styles cannot unfold it too.
const unfolded = [];
addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll("details:not([open])")) {
    unfolded.push([details, details.getAttribute("name")]);
    // Of those of one name, only one is open at a time.
    details.removeAttribute("name");
    details.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const [details, name] of unfolded.splice(0)) {
    details.open = false;
    if (name) details.setAttribute("name", name);
  }
});
