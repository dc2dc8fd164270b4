// Pictures of ten kinds of pages, to be looked at by a person: three widths, light and dark, and on paper.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Tab } from "./browser.mjs";
import { ofKinds } from "./pages.mjs";

// Kinds in one entry stand in for one another on a site that has not the first.
const KINDS = ["home", "procedure", "life-event", "section", "searching", "office", "guide|page", "question|a-to-z", "news|changes", "glossary", "site-map", "tool", "dataset"];

// A4 less its margins, in CSS pixels.
const PAPER = 660;

async function shown(tab, address, query) {
  await tab.visit(address + query);
  if (query) await tab.page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent);
}

// The pictures of the README: [file, kind, width, height, theme, media].
const FINAL = [
  ["home", "home", 1200, 760, "light", "screen"],
  ["procedure", "procedure", 1200, 760, "light", "screen"],
  ["phone", "procedure", 390, 760, "dark", "screen"],
  ["paper", "procedure", 794, 1000, "light", "print"],
];

// Writes them into `folder`. The procedure is the richest of those whose main action is a button.
export async function final(browser, server, pages, folder) {
  await mkdir(folder, { recursive: true });
  const tab = await Tab.open(browser, server.origin);
  const shown = pages.filter(({ kind, html }) => kind !== "procedure" || html.includes('class="action"'));
  for (const [name, kind, width, height, theme, media] of FINAL) {
    const [page] = ofKinds(shown, [kind]);
    await tab.look({ theme, width, height, media });
    await tab.visit(page.address);
    // The margins of a sheet.
    if (media === "print") await tab.page.evaluate(() => document.documentElement.style.setProperty("padding", "56px 67px"));
    await tab.page.screenshot({ path: join(folder, `${name}.png`) });
  }
  await tab.close();
  return FINAL.map(([name]) => `${name}.png`);
}

// Writes `KIND-WIDTH-THEME.png` and `KIND-print.png`, `KIND-print.pdf`, into `folder`.
export async function screenshots(browser, server, pages, folder) {
  await mkdir(folder, { recursive: true });
  const tab = await Tab.open(browser, server.origin);
  const made = [];
  const picture = async (name) => {
    await tab.page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
    made.push(`${name}.png`);
  };
  for (const { kind, address } of ofKinds(pages, KINDS)) {
    const query = kind === "searching" ? "?q=passeport" : "";
    for (const width of [320, 768, 1280]) {
      for (const theme of ["light", "dark"]) {
        await tab.look({ theme, width, height: 800, media: "screen" });
        await shown(tab, address, query);
        await picture(`${kind}-${width}-${theme}`);
      }
    }
    await tab.look({ theme: "light", width: PAPER, height: 900, media: "print" });
    await shown(tab, address, query);
    await picture(`${kind}-print`);
    await writeFile(join(folder, `${kind}-print.pdf`), await tab.page.pdf({ format: "A4", preferCSSPageSize: true, tagged: true }));
  }
  await tab.close();
  return made;
}
