// No violation of what axe-core knows, best practices included: sampled pages, light and dark, narrow and
// wide, with and without scripts, at rest and in every state that a reader can bring about.
import axeCore from "axe-core";
import { inTabs } from "./browser.mjs";

// Rules that only an eye can settle on these pages: what axe-core could not decide, it is asked to tell.
const OPTIONS = { resultTypes: ["violations", "incomplete"], preload: false, rules: { "target-size": { enabled: true } } };

const ASK = `axe.run(document, ${JSON.stringify(OPTIONS)}).then(({ violations, incomplete }) => {
  const flat = (list) => list.flatMap(({ id, help, nodes }) => nodes.map(({ target, html, failureSummary }) =>
    ({ rule: id, help, element: target.flat().join(" "), html: html.slice(0, 200), text: failureSummary })));
  return { violations: flat(violations), incomplete: flat(incomplete) };
})`;

async function judge(tab, report, state) {
  const { violations, incomplete } = await tab.apart(axeCore.source, ASK);
  report.look("axe");
  for (const { rule, help, element, html, text } of violations) {
    report.fail("axe", { ...tab.place, state, rule: `${rule} (${help})`, element: `${element}   ${html}`, text });
  }
  return incomplete;
}

// What a reader can do on a page that changes what is shown. Each gives false where there is nothing of it.
const STATES = {
  "the menu open": (tab) => tab.page.evaluate(() => {
    const button = [...document.querySelectorAll("header button[popovertarget]")].find((button) => button.checkVisibility());
    button?.click();
    return Boolean(button);
  }),
  // Situations, ways, precisions: all that was folded.
  "everything unfolded": (tab) => tab.page.evaluate(() => {
    const folded = [...document.querySelectorAll("details:not([open])")];
    for (const details of folded) {
      details.removeAttribute("name");
      details.open = true;
    }
    const buttons = [...document.querySelectorAll('button[aria-expanded="false"]')];
    for (const button of buttons) button.click();
    return folded.length + buttons.length > 0;
  }),
  "a situation chosen": async (tab) => {
    const choice = await tab.page.$(".choices a, .choices button, .situations-asked input:not([value=''])");
    if (!choice) return false;
    await choice.evaluate((chosen) => chosen.click());
    return true;
  },
};

// axe-core takes what stands in <noscript> as never seen, which is wrong where scripts are off.
async function visit(tab, page) {
  await tab.visit(page.address);
  if (tab.script) return;
  await tab.page.evaluate(() => {
    for (const hidden of document.body.querySelectorAll("noscript")) {
      const shown = document.createElement("div");
      shown.append(...hidden.childNodes);
      hidden.replaceWith(shown);
    }
  });
}

// With `brief`, at rest and with scripts only: what other colours may change.
export async function axe(browser, server, pages, report, brief = false) {
  const undecided = new Map();
  for (const script of brief ? [true] : [true, false]) {
    await inTabs(browser, server.origin, { script }, pages, async (tab, page) => {
      const all = async (state) => {
        for (const width of brief ? [1280] : [320, 1280]) {
          for (const theme of ["light", "dark"]) {
            await tab.look({ theme, width });
            for (const { rule, element } of await judge(tab, report, state)) {
              if (!undecided.has(rule)) undecided.set(rule, new Set());
              undecided.get(rule).add(`${element} of ${page.address}`);
            }
          }
        }
      };
      await tab.look({ theme: "light", width: 320 });
      await visit(tab, page);
      await all();
      for (const [state, bring] of brief ? [] : Object.entries(STATES)) {
        await visit(tab, page);
        if (await bring(tab)) await all(state);
      }
    });
  }
  for (const [rule, where] of undecided) report.tell("axe", `axe-core cannot decide ${rule} in ${where.size} places, such as ${[...where][0]}`);
}

// The search page in use: an answer, a word misspelt, no answer.
export async function axeOfSearch(browser, server, pages, report) {
  const queries = ["?q=passeport", "?q=pasepport", "?q=xyzxyz"];
  const searching = pages.filter((page) => page.kind === "searching");
  await inTabs(browser, server.origin, {}, searching.flatMap((page) => queries.map((query) => page.address + query)), async (tab, address) => {
    await tab.look({ theme: "light", width: 320 });
    await tab.visit(address);
    await tab.page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent);
    for (const width of [320, 1280]) {
      for (const theme of ["light", "dark"]) {
        await tab.look({ theme, width });
        await judge(tab, report, "search in use");
      }
    }
  });
}
