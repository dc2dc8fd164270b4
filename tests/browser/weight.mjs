// What a page costs, compressed, and how often it asks for something. Limits are those that the project set.
import { gzipSync } from "node:zlib";

const KB = 1024;

// The bytes of a file once compressed as a server would (gzip, usual effort), and what 95 in 100 stay under.
const compressed = (bytes) => gzipSync(bytes, { level: 6 }).length;
function most(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

// Of one site or of several, told together.
export class Weight {
  constructor() {
    this.pages = [];
    this.files = new Map();
    this.elsewhere = [];
  }

  // Begins to listen to what the tab asks for; the answer ends it, and says what was asked.
  listen(tab) {
    const asked = [], answers = [];
    const ask = (request) => asked.push(request.url());
    const answer = (response) => answers.push(response);
    tab.page.on("request", ask).on("response", answer);
    return async () => {
      tab.page.off("request", ask).off("response", answer);
      for (const response of answers) {
        const kind = response.request().resourceType();
        if ((kind === "stylesheet" || kind === "script") && !this.files.has(response.url())) {
          this.files.set(response.url(), { kind, bytes: compressed(await response.buffer()) });
        }
      }
      return asked;
    };
  }

  // A page was visited, and asked for these addresses.
  add(origin, page, asked) {
    // Without a window, the browser leaves out the icon, which readers’ browsers ask for.
    const icon = page.html.match(/<link[^>]+rel="[^"]*icon[^>]*href="([^"]+)"/)?.[1];
    const all = new Set(asked);
    if (icon && !icon.startsWith("data:")) all.add(new URL(icon, origin).href);
    for (const address of all) if (new URL(address).origin !== origin) this.elsewhere.push([page.address, address]);
    this.pages.push({ address: page.address, html: compressed(page.html), requests: all.size });
  }

  tell(report, check = "weight") {
    report.look(check, this.pages.length + this.files.size);
    const limit = (name, value, highest, unit, where) => {
      report.measure(name, `${unit === KB ? `${(value / KB).toFixed(1)} KB` : value} (at most ${unit === KB ? `${highest / KB} KB` : highest})${where ? `, ${where}` : ""}`);
      if (value > highest) report.fail(check, { rule: name, page: where, text: `${value}, and ${highest} at most is asked` });
    };
    const of = (key) => this.pages.map((page) => page[key]);
    const worst = (key) => this.pages.reduce((a, b) => (b[key] > a[key] ? b : a), this.pages[0]);
    const heaviest = worst("html"), busiest = worst("requests");
    limit("HTML, gzip, 95th percentile", most(of("html"), 0.95), 20 * KB, KB, `the heaviest, ${heaviest?.address}, is ${(heaviest?.html / KB).toFixed(1)} KB`);
    limit("requests, 95th percentile", most(of("requests"), 0.95), 4, 1, `the most, ${busiest?.requests}, on ${busiest?.address}`);
    const styles = new Map();
    for (const [address, { kind, bytes }] of this.files) {
      const path = new URL(address).pathname;
      if (kind === "stylesheet") styles.set(new URL(address).origin, (styles.get(new URL(address).origin) ?? 0) + bytes);
      else limit(`JavaScript, gzip, ${path}`, bytes, /\/search\./.test(path) ? 10 * KB : KB, KB);
    }
    limit("CSS, gzip, all of it", Math.max(...styles.values()), 12 * KB, KB);
    report.measure("requests to other origins", this.elsewhere.length);
    for (const [page, address] of this.elsewhere) report.fail(check, { rule: "another origin", page, element: address });
  }
}
