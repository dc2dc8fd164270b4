// With Tab, Enter and Escape only: from the home page to search, to a procedure, to an event of life. Focus can
// be seen at every stop, is never lost, and comes by everything that can have it, in the order of the page.
import { Tab } from "./browser.mjs";

// In the page: what has focus. Undefined when nothing has.
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body || element === document.documentElement) return undefined;
  const stops = (globalThis.limpideStops ??= []);
  const again = stops.includes(element);
  const back = stops.length > 0 && Boolean(stops.at(-1).compareDocumentPosition(element) & Node.DOCUMENT_POSITION_PRECEDING);
  stops.push(element);
  const boxes = [...element.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
  const on = ({ left, right, top, bottom }) => right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;
  const shown = boxes.filter(on);
  const covered = shown.filter(({ left, right, top, bottom }) => {
    const x = (Math.max(left, 0) + Math.min(right, innerWidth)) / 2, y = (Math.max(top, 0) + Math.min(bottom, innerHeight)) / 2;
    const hit = document.elementFromPoint(x, y);
    return hit && hit !== element && !element.contains(hit) && !hit.contains(element);
  });
  const sides = shown.map(({ left, right, top, bottom }) => ({
    x: Math.max(left, 0), y: Math.max(top, 0), right: Math.min(right, innerWidth), bottom: Math.min(bottom, innerHeight),
  }));
  return {
    html: element.outerHTML.replace(/\s+/g, " ").slice(0, 160),
    kind: element.localName, type: element.type, href: element.href,
    folds: element.localName === "summary" || element.hasAttribute("aria-expanded") ||
      (element.hasAttribute("popovertarget") && element.popoverTargetAction !== "hide"),
    again, back, shown: shown.length, covered: covered.length && covered.length === shown.length,
    sides, scrolled: { x: scrollX, y: scrollY },
  };
}

// In the page: what can have focus and never had it.
function missed() {
  const reached = new Set(globalThis.limpideStops ?? []);
  const radios = new Set([...reached].filter(({ type }) => type === "radio").map(({ name }) => name));
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && element.type !== "hidden" && element.checkVisibility({ checkVisibilityCSS: true }) &&
    !reached.has(element) && !(element.type === "radio" && radios.has(element.name)) &&
    !(element.localName === "summary" && element.parentElement.querySelector("summary") !== element),
  ).map((element) => element.outerHTML.replace(/\s+/g, " ").slice(0, 160));
}

// How many pixels two pictures of one place differ by, counting those whose contrast is 3 to 1 or more.
async function differing(page, one, other) {
  return page.evaluate(async (...pictures) => {
    const [a, b] = await Promise.all(pictures.map(async (picture) => {
      const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${picture}`)).blob());
      const drawing = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
      drawing.drawImage(bitmap, 0, 0);
      return drawing.getImageData(0, 0, bitmap.width, bitmap.height).data;
    }));
    const light = (data, at) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, channel) => {
      const value = data[at + channel] / 255;
      return sum + weight * (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    }, 0);
    let count = 0;
    for (let at = 0; at < a.length; at += 4) {
      const x = light(a, at), y = light(b, at);
      if ((Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05) >= 3) count++;
    }
    return count;
  }, one, other);
}

class Reader {
  constructor(tab, canvas, report, pixels) {
    Object.assign(this, { tab, canvas, report, pixels });
  }

  fail(rule, element, text = "") {
    this.report.fail("keyboard", { ...this.tab.place, rule, element, text });
  }

  press(key) {
    return this.tab.page.keyboard.press(key);
  }

  // Tab, and what has focus then.
  async tabbed() {
    await this.press("Tab");
    const stop = await this.tab.page.evaluate(focused);
    if (!stop) return undefined;
    this.report.look("keyboard");
    if (!stop.shown) this.fail("focus out of sight", stop.html, "what has focus is not on the screen");
    else if (stop.covered) await this.uncover(stop);
    if (stop.back && !stop.again) this.fail("order of focus", stop.html, "focus went back in the page");
    if (this.pixels && stop.shown) await this.seen(stop);
    return stop;
  }

  // What a reader opened may stand over what has focus, if Escape takes it away and leaves focus there.
  async uncover(stop) {
    await this.press("Escape");
    const now = await this.tab.page.evaluate(focused);
    if (!now || now.html !== stop.html) this.fail("focus lost", stop.html, "Escape closed what stood over it, and took focus away");
    else if (now.covered) this.fail("focus covered", stop.html, "something else stands over what has focus");
  }

  // A ring of two pixels around what has focus changes its colour by 3 to 1 at least.
  async seen(stop) {
    const left = Math.min(...stop.sides.map(({ x }) => x)), top = Math.min(...stop.sides.map(({ y }) => y));
    const right = Math.max(...stop.sides.map(({ right }) => right)), bottom = Math.max(...stop.sides.map(({ bottom }) => bottom));
    const { width, height } = this.tab;
    const clip = { x: Math.max(0, Math.floor(left) - 10), y: Math.max(0, Math.floor(top) - 10) };
    clip.width = Math.min(width, Math.ceil(right) + 10) - clip.x;
    clip.height = Math.min(height, Math.ceil(bottom) + 10) - clip.y;
    // Puppeteer counts from the top of the page.
    clip.x += stop.scrolled.x;
    clip.y += stop.scrolled.y;
    const picture = () => this.tab.page.screenshot({ clip, encoding: "base64", captureBeyondViewport: false });
    const focus = await picture();
    await this.tab.page.evaluate(() => {
      globalThis.limpideFocus = document.activeElement;
      document.activeElement.blur();
    });
    const without = await picture();
    await this.tab.page.evaluate(() => globalThis.limpideFocus.focus({ preventScroll: true }));
    // A link that goes on over lines has a ring around each piece, or one around all.
    const around = (one) => 2 * ((one.right - one.x) + (one.bottom - one.y));
    const perimeter = Math.min(around({ x: left, y: top, right, bottom }), stop.sides.reduce((sum, side) => sum + around(side), 0));
    const pixels = await differing(this.canvas, focus, without);
    // Sides that leave the screen, or that two lines of a link share, count for nothing.
    if (pixels < 1.5 * perimeter) this.fail("focus not visible", stop.html, `${pixels} pixels change by 3 to 1; a ring of 2 px has ${Math.round(2 * perimeter)}`);
  }

  // Goes through the page to its end, unfolding all that folds, or to the first stop that `wanted` chooses.
  async through(wanted = () => false) {
    for (let many = 0; many < 800; many++) {
      const stop = await this.tabbed();
      if (!stop || stop.again) break;
      if (wanted(stop)) return stop;
      if (stop.folds) await this.unfold(stop);
    }
    for (const html of await this.tab.page.evaluate(missed)) this.fail("never reached", html, "Tab went through the page and never came by it");
    return undefined;
  }

  async unfold(stop) {
    await this.tab.page.evaluate(() => {
      globalThis.limpideFold = document.activeElement;
    });
    const open = () => this.tab.page.evaluate(() => {
      const element = globalThis.limpideFold;
      if (element.popoverTargetElement) return element.popoverTargetElement.matches(":popover-open");
      return element.localName === "summary" ? element.parentElement.open : element.getAttribute("aria-expanded") === "true";
    });
    const before = await open();
    await this.press("Enter");
    if (await open() === before) this.fail("does not unfold", stop.html, "Enter changes nothing");
    await this.press("Escape");
    if (!(await this.tab.page.evaluate(focused))) this.fail("focus lost", stop.html, "after Enter and Escape, nothing has focus");
    else if (!(await open())) await this.press("Enter");
  }

  async enter() {
    await Promise.all([this.tab.page.waitForNavigation({ waitUntil: "load" }), this.press("Enter")]);
    this.tab.address = new URL(this.tab.page.url()).pathname + new URL(this.tab.page.url()).search;
  }

  // The way to skip what every page begins with.
  async skip() {
    const first = await this.tabbed();
    if (!first?.href?.includes("#")) return this.fail("no way to skip", first?.html ?? "", "the first stop of the page does not lead to its text");
    await this.press("Enter");
    const next = await this.tabbed();
    const inside = await this.tab.page.evaluate(() => Boolean(document.activeElement.closest("main, footer")));
    if (!next || !inside) this.fail("no way to skip", first.html, "after it, Tab does not come to the text of the page");
    return undefined;
  }
}

// A page by itself, from its first stop to its last.
export async function page(browser, server, address, report, { theme = "light", width = 1280 } = {}) {
  const canvas = await browser.newPage();
  const tab = await Tab.open(browser, server.origin);
  await tab.look({ theme, width, height: 800 });
  await tab.visit(address);
  await new Reader(tab, canvas, report, true).through();
  await tab.close();
  await canvas.close();
}

const plain = (text) => text.replace(/<[^>]*>/g, "").replace(/&[a-z]+;|&#\d+;/g, " ").trim();

// The whole way, once for each way of reading.
export async function keyboard(browser, server, pages, report) {
  const home = pages.find(({ address, base }) => address === `${base}/`);
  const heaviest = (kind) => pages.filter((page) => page.kind === kind && page.html.match(/<html lang="([^"]+)"/)?.[1] === home.html.match(/<html lang="([^"]+)"/)?.[1])
    .reduce((a, b) => (a && a.html.length >= b.html.length ? a : b), undefined);
  const procedure = heaviest("procedure");
  const events = new Set(pages.filter(({ kind }) => kind === "life-event").map(({ address }) => address));
  const words = plain(procedure.html.match(/<h1[^>]*>(.*?)<\/h1>/s)?.[1] ?? "");
  const canvas = await browser.newPage();

  for (const [theme, width, script] of [["light", 1280, true], ["dark", 320, true], ["light", 320, false]]) {
    const tab = await Tab.open(browser, server.origin, { script });
    await tab.look({ theme, width, height: 800 });
    // Rings are drawn by styles: scripts add nothing to them.
    const reader = new Reader(tab, canvas, report, script);
    const leads = (stop, addresses) => Boolean(stop.href) && addresses.has(new URL(stop.href).pathname) && !new URL(stop.href).hash;
    // Comes to a link among those, from the top of the page, and follows it.
    const follow = async (addresses, from) => {
      const stop = await reader.through((stop) => leads(stop, addresses));
      if (!stop) return reader.fail("no way on", "", `${from}: no link to ${[...addresses][0]} is come by`);
      return reader.enter();
    };

    await tab.visit(home.address);
    await reader.skip();
    await tab.visit(home.address);
    if (script) {
      const field = await reader.through(({ kind, type }) => kind === "input" && type === "search");
      if (!field) reader.fail("no way on", "", "no field to search is come by");
      else {
        await tab.page.keyboard.type("abc");
        await reader.press("Escape");
        if (!(await tab.page.evaluate(focused))) reader.fail("focus lost", field.html, "after Escape in the field");
        await tab.page.evaluate(() => document.activeElement.select());
        await tab.page.keyboard.type(words);
        await reader.enter();
        await tab.page.waitForFunction(() => document.querySelector('[role="status"]')?.textContent);
        await follow(new Set([procedure.address]), "search");
      }
    } else {
      // A home page is the way to an event of life, which is the way to a procedure.
      await follow(events, "home");
      await follow(new Set(pages.filter(({ kind }) => kind === "procedure").map(({ address }) => address)), "life event");
    }
    if (tab.address !== procedure.address) await tab.visit(procedure.address);
    await reader.through();
    await tab.visit(procedure.address);
    await follow(new Set([home.address]), "procedure");
    await follow(events, "home");
    await reader.through();
    await tab.close();
  }
  await canvas.close();
}
