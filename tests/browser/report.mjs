// What was looked at, what failed, what was measured; told once, at the end.

// Where something was seen, in words.
export function said({ page, theme, width, script, state }) {
  return [page, theme, width && `${width} px`, script === false && "without JavaScript", state].filter((part) => part).join(" · ");
}

// Of one rule, failures told in full.
const MOST = 8;

export class Report {
  constructor() {
    this.checks = new Map();
    this.figures = [];
  }

  of(check) {
    if (!this.checks.has(check)) this.checks.set(check, { looks: 0, failures: new Map(), told: [], seconds: 0 });
    return this.checks.get(check);
  }

  // One more thing was looked at.
  look(check, many = 1) {
    this.of(check).looks += many;
  }

  // A rule of a check is broken by an element, somewhere. The same one elsewhere adds a place to the first.
  fail(check, { rule, element = "", text = "", ...place }) {
    const { failures } = this.of(check);
    const key = [rule, element, text].join("\n");
    if (!failures.has(key)) failures.set(key, { rule, element, text, places: [] });
    failures.get(key).places.push(said(place));
  }

  // Something that a person may want to look at, and that fails nothing.
  tell(check, text) {
    const { told } = this.of(check);
    if (!told.includes(text)) told.push(text);
  }

  measure(name, value) {
    this.figures.push([name, value]);
  }

  async time(check, work) {
    const started = performance.now();
    try {
      return await work();
    } finally {
      this.of(check).seconds += (performance.now() - started) / 1000;
    }
  }

  // Every failure, with the check that found it.
  all() {
    return [...this.checks].flatMap(([check, { failures }]) => [...failures.values()].map((failure) => ({ check, ...failure })));
  }

  get failures() {
    return [...this.checks.values()].reduce((sum, { failures }) => sum + failures.size, 0);
  }

  print(write = (line) => console.log(line)) {
    for (const [check, { failures }] of this.checks) {
      // A fault of one colour may be one of every element: the first few say enough.
      const shown = new Map();
      for (const { rule, element, text, places } of failures.values()) {
        shown.set(rule, (shown.get(rule) ?? 0) + 1);
        if (shown.get(rule) > MOST) continue;
        write(`\nFAILED ${check} ${rule}`);
        for (const place of places.slice(0, 4)) write(`  at ${place}`);
        if (places.length > 4) write(`  and ${places.length - 4} more`);
        if (element) write(`  ${element}`);
        for (const line of text.split("\n")) if (line.trim()) write(`  ${line.trim()}`);
      }
      for (const [rule, many] of shown) if (many > MOST) write(`\nFAILED ${check} ${rule}: ${many - MOST} more`);
    }
    for (const [check, { told }] of this.checks) for (const text of told) write(`\nTo look at, ${check}: ${text}`);
    write("");
    for (const [name, value] of this.figures) write(`${name}: ${value}`);
    write("");
    for (const [check, { looks, failures, seconds }] of this.checks) {
      write(`${check}: ${looks} looks, ${failures.size} failures, ${seconds.toFixed(0)} s`);
    }
    const failed = [...this.checks.values()].filter(({ failures }) => failures.size).length;
    write(`\n${this.checks.size - failed} passed, ${failed} failed`);
  }
}
