// The pages of a published folder, and the few that show all that the theme can write.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// The folder of the server where the site says that it is, "" for the root: that of its style sheet, which is
// published at the top.
function base(html) {
  return html.match(/<link[^>]+rel="stylesheet"[^>]+href="(?:https?:\/\/[^/]*)?([^"]*)\/[^"/]*"/)?.[1] ?? "";
}

// Every page, in the order of the addresses: its `address`, its `html`, the `kind` that its template says
// (the class of the body). What only sends readers elsewhere is of the kind "redirect".
export async function pages(folder) {
  const top = await readFile(join(folder, "index.html"), "utf8").then(base, () => "");
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".html")).sort();
  return Promise.all(names.map(async (name) => {
    const html = await readFile(join(folder, name), "utf8");
    const redirect = /<meta[^>]+http-equiv="?refresh/i.test(html);
    const kind = redirect ? "redirect" : html.match(/<body[^>]*\sclass="([^" ]+)/)?.[1] ?? "none";
    return { base: top, address: `${top}/${name.replace(/(^|\/)index\.html$/, "$1")}`, html, kind };
  }));
}

// What a theme makes of a page: its kind, and for that kind every element, class, role and type of field.
// The classes `c-…` colour code, in as many ways as there are languages.
function features(page) {
  const found = new Set([`kind ${page.kind}`]);
  for (const [, name, attributes] of page.html.matchAll(/<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>/g)) {
    found.add(name);
    for (const [, key, value] of attributes.matchAll(/\s(class|role|type)="([^"]*)"/g)) {
      for (const word of value.split(" ")) if (!word.startsWith("c-")) found.add(`${name} ${key} ${word}`);
    }
  }
  return found;
}

// The fewest pages, or nearly, that hold among them every feature of all. Same pages in, same pages out.
export function sample(pages) {
  const left = pages.filter((page) => page.kind !== "redirect").map((page) => ({ page, features: features(page) }));
  const missing = new Set(left.flatMap((one) => [...one.features]));
  const kept = [];
  const news = ({ features }) => [...features].filter((feature) => missing.has(feature)).length;
  while (missing.size) {
    // Of those that bring as much, the lightest, then the first.
    const best = left.map((one) => [news(one), one]).reduce((a, b) =>
      b[0] > a[0] || (b[0] === a[0] && b[1].page.html.length < a[1].page.html.length) ? b : a);
    for (const feature of best[1].features) missing.delete(feature);
    kept.push(best[1].page);
  }
  return kept.sort((a, b) => (a.address < b.address ? -1 : 1));
}

// One page of each of these kinds, the richest (the heaviest): the first kind that the site has, of those
// that stand together in one entry.
export function ofKinds(pages, kinds) {
  const heaviest = (kind) => pages.filter((page) => page.kind === kind)
    .reduce((a, b) => (a && a.html.length >= b.html.length ? a : b), undefined);
  return kinds.map((names) => names.split("|").map(heaviest).find((page) => page)).filter((page) => page);
}
