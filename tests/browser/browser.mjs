// A real Chromium, headless, and tabs in it that can be told the theme, the width and whether scripts run.
import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

// The path of a Chromium of this machine: what CHROMIUM names, or the first that is found.
export function chromium() {
  const found = process.env.CHROMIUM ?? (process.env.PATH ?? "").split(":")
    .flatMap((folder) => NAMES.map((name) => `${folder}/${name}`)).find((path) => existsSync(path));
  if (!found) throw new Error("no Chromium was found: install it, or name it in CHROMIUM");
  return found;
}

export function launch() {
  return puppeteer.launch({
    executablePath: chromium(),
    // Containers seldom let a sandbox be made, and every page here is our own. Text is smoothed in grey and
    // fonts are not hinted, so that two machines draw nearly the same.
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-lcd-text", "--font-render-hinting=none", "--hide-scrollbars"],
    protocolTimeout: 180_000,
  });
}

export class Tab {
  // A tab that shares nothing with others: no cache, no memory of what was visited.
  static async open(browser, origin, { script = true } = {}) {
    const context = await browser.createBrowserContext();
    const tab = new Tab();
    tab.context = context;
    tab.origin = origin;
    tab.script = script;
    tab.page = await context.newPage();
    tab.cdp = await tab.page.createCDPSession();
    await tab.page.setJavaScriptEnabled(script);
    // A machine with much to do is slow, and that is no fault of the page.
    tab.page.setDefaultTimeout(90_000);
    await tab.cdp.send("Emulation.setFocusEmulationEnabled", { enabled: true });
    return tab;
  }

  async look({ theme = this.theme ?? "light", width = this.width ?? 1280, height = 900, media = "screen" }) {
    if (width !== this.width || height !== this.height) await this.page.setViewport({ width, height });
    if (media !== this.media || theme !== this.theme) {
      await this.cdp.send("Emulation.setEmulatedMedia", {
        media,
        features: [{ name: "prefers-color-scheme", value: theme }, { name: "prefers-reduced-motion", value: "reduce" }],
      });
    }
    Object.assign(this, { theme, width, height, media });
  }

  async visit(address) {
    this.world = undefined;
    const answer = await this.page.goto(this.origin + address, { waitUntil: "load" });
    this.address = address;
    return answer;
  }

  // Where the tab is, for a report.
  get place() {
    return { page: this.address, theme: this.theme, width: this.width, script: this.script };
  }

  // Evaluates in a world where the page’s own scripts see nothing, and `source` was run before. Where scripts
  // are off, so are timers: there, what was to wait a moment follows at once, and what was to wait long never
  // comes.
  async apart(source, expression) {
    if (!this.world) {
      const { frameTree } = await this.cdp.send("Page.getFrameTree");
      const made = await this.cdp.send("Page.createIsolatedWorld", { frameId: frameTree.frame.id, worldName: "limpide" });
      this.world = made.executionContextId;
      const timers = `globalThis.setTimeout = (then, wait = 0, ...given) => {
        if (wait < 100) Promise.resolve().then(() => then(...given));
        return 0;
      };`;
      await this.cdp.send("Runtime.evaluate", { contextId: this.world, expression: (this.script ? "" : timers) + source });
    }
    const { result, exceptionDetails } = await this.cdp.send("Runtime.evaluate", {
      contextId: this.world, expression, awaitPromise: true, returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  close() {
    return this.context.close();
  }
}

// Does `work` on every item, in as many tabs as the machine has cores to give.
export async function inTabs(browser, origin, options, items, work, tabs = 2) {
  const left = [...items];
  await Promise.all(Array.from({ length: Math.min(tabs, left.length) }, async () => {
    const tab = await Tab.open(browser, origin, options);
    try {
      for (let item = left.shift(); item !== undefined; item = left.shift()) await work(tab, item);
    } finally {
      await tab.close();
    }
  }));
}
