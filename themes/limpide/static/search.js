// Finds the pages of the site that speak of some words. The index is in files beside the pages, made when
// the site was: nothing is sent anywhere. Their form is told in src/render/search/files.rs of Limpide.

// Accents that stand apart, and what is read as nothing.
const UNREAD = /[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]/g;

// Results shown at once.
const SHOWN = 10;

// Of a word that is not the one typed: another form of it, the word that it begins, a word spelt nearly so.
const RELATED = 0.4, BEGUN = 0.8, NEAR = 0.7;

// Cuts a text into words, and words into stems, by the rules of the manifest.
function reader(manifest) {
  const read = new Map();
  for (const [letters, as] of manifest.letters) for (const letter of letters) read.set(letter, as);
  const stop = new Set(manifest.stop.split(" "));
  const rounds = manifest.rounds.map((round) => {
    const byLast = new Map();
    for (const ending of round) {
      const last = ending[0].at(-1);
      byLast.set(last, [...(byLast.get(last) ?? []), ending]);
    }
    return byLast;
  });
  const words = (text) => {
    let plain = "";
    for (const letter of text.replace(UNREAD, "").toLowerCase().replace(UNREAD, "")) plain += read.get(letter) ?? letter;
    return (plain.match(/[\p{Alphabetic}\p{N}]+/gu) ?? []).filter((word) => word.length <= 32);
  };
  const stem = (word) => {
    if (/[0-9]/.test(word)) return word;
    for (const round of rounds) {
      for (const [ending, put, least] of round.get(word.at(-1)) ?? []) {
        if (word.endsWith(ending) && word.length - ending.length >= least) {
          word = word.slice(0, word.length - ending.length) + put;
          break;
        }
      }
    }
    return word;
  };
  return { words: (text) => words(text).filter((word) => !stop.has(word)), all: words, stem };
}

// The letters to change, add, drop or swap to make one word of the other; over `most`, just more.
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = [], row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    let least = i;
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1];
      let cost = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (same ? 0 : 1));
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      next[j] = cost;
      least = Math.min(least, cost);
    }
    if (least > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[other.length];
}

// Opens an index. `get` is given the name of a file, none for the manifest, and answers as `fetch` does.
export async function open(get) {
  const manifest = await (await get("")).json();
  const { words, all, stem } = reader(manifest);
  // Every word of the site, and its stem, in the order of the stems.
  const known = [], stems = [], held = [], rank = new Map();
  for (const line of (await (await get(manifest.words)).text()).split("\n")) {
    if (!line) continue;
    const word = (known.at(-1) ?? "").slice(0, parseInt(line[0], 36)) + line.slice(1, -1);
    const its = stem(all(word)[0] ?? "");
    rank.set(its, known.length);
    known.push(word);
    stems.push(its);
    held.push(parseInt(line.at(-1), 36));
  }
  const names = new Map();
  for (const group of manifest.synonyms) {
    for (const name of group) names.set(name, [...(names.get(name) ?? []), ...group.filter((other) => other !== name)]);
  }
  const longest = Math.max(0, ...[...names.keys()].map((name) => name.split(" ").length));
  const shards = [];
  for (let at = 0, first = 0; at < manifest.shards.length; at += 2) {
    shards.push({ name: manifest.shards[at], first });
    first += manifest.shards[at + 1];
  }

  async function decoded(shard) {
    const bytes = new Uint8Array(await (await get(shard.name)).arrayBuffer());
    const postings = [];
    let at = 0;
    const number = () => {
      let value = 0, scale = 1;
      for (; bytes[at] > 127; scale *= 128) value += (bytes[at++] - 128) * scale;
      return value + bytes[at++] * scale;
    };
    while (at < bytes.length) {
      const pages = [];
      let page = 0;
      for (let left = number(); left > 0; left--) {
        const coded = number();
        page += Math.floor(coded / 16);
        pages.push(page, coded % 16);
      }
      postings.push(pages);
    }
    return postings;
  }

  // The pages that hold a stem: their numbers, each before its level.
  async function pages(term) {
    const shard = shards.findLast((shard) => shard.first <= term);
    shard.postings ??= decoded(shard).catch((error) => {
      shard.postings = undefined;
      throw error;
    });
    return (await shard.postings)[term - shard.first];
  }

  // Words spelt nearly as this one, the nearest first, then those that most pages hold.
  function near(typed, most) {
    const found = [];
    for (const [term, other] of stems.entries()) {
      // The first letter is seldom the wrong one.
      const steps = distance(typed, other, most) + (typed[0] === other[0] ? 0 : 0.5);
      if (steps <= most) found.push([term, steps]);
    }
    return found.sort((a, b) => a[1] - b[1] || held[b[0]] - held[a[0]] || a[0] - b[0]);
  }

  // Stems that a word may stand for, each with what it is worth: the site’s own, or the nearest to it.
  function meant(word, last) {
    const typed = stem(word);
    const exact = rank.get(typed);
    if (exact !== undefined) {
      const terms = [[exact, 1]];
      for (let term = exact + 1; typed.length > 3 && stems[term]?.startsWith(typed); term++) {
        if (stems[term].length <= typed.length + 3) terms.push([term, RELATED]);
      }
      return { terms };
    }
    if (last && word.length > 2) {
      const begun = [...stems.keys()].filter((term) => stems[term].startsWith(typed));
      begun.sort((a, b) => held[b] - held[a] || a - b);
      if (begun.length) return { terms: begun.slice(0, 8).map((term) => [term, BEGUN]) };
    }
    // « sinscrire », « lécole »: an apostrophe was left out.
    const bare = word.match(/^(?:[cdjlmnst]|qu)([aeiouyh].{2,})$/)?.[1];
    const inside = bare && rank.get(stem(bare));
    if (inside !== undefined && inside !== "") return { terms: [[inside, 1]] };
    const found = typed.length < 4 ? [] : near(typed, typed.length < 6 ? 1 : 2);
    const best = found.filter(([, steps]) => steps === found[0][1]).slice(0, 3);
    return { terms: best.map(([term]) => [term, NEAR]), instead: best.length ? known[best[0][0]] : undefined };
  }

  // What a query asks for, part by part: each may be said in several ways, each of one word or more.
  function parts(query) {
    const typed = words(query), found = [], changed = [], missing = [];
    for (let at = 0; at < typed.length; ) {
      let length = Math.min(longest, typed.length - at);
      const name = () => typed.slice(at, at + length).map(stem).join(" ");
      while (length > 0 && !names.has(name())) length--;
      const others = length > 0 ? names.get(name()) : [];
      length = Math.max(length, 1);
      const ways = others.map((other) => other.split(" ").map((one) => rank.get(one)));
      const said = ways.filter((way) => !way.includes(undefined)).map((way) => way.map((term) => [[term, 1]]));
      const own = [];
      for (const word of typed.slice(at, at + length)) {
        at++;
        // What the site knows by another name is not misspelt.
        if (said.length && !rank.has(stem(word))) continue;
        const { terms, instead } = meant(word, at === typed.length);
        if (terms.length) own.push(terms);
        if (instead) changed.push([word, instead]);
        else if (!terms.length) missing.push(word);
      }
      const all = own.length ? [own, ...said] : said;
      if (all.length) found.push(all);
    }
    return { found, changed, missing, typed };
  }

  const rarity = (count) => Math.log(1 + (manifest.pages - count + 0.5) / (count + 0.5));

  // What one way to say a part gives: by page, its score and the share of the words that it holds.
  async function weighed(way) {
    const scores = new Map();
    let whole = 0;
    for (const terms of way) {
      const best = new Map();
      let most = 0;
      for (const [term, worth] of terms) {
        const its = await pages(term);
        const rare = rarity(its.length / 2);
        if (worth >= NEAR) most = Math.max(most, rare);
        for (let at = 0; at < its.length; at += 2) {
          const score = worth * rare * its[at + 1] / manifest.levels;
          if (score > (best.get(its[at]) ?? 0)) best.set(its[at], score);
        }
      }
      whole += most;
      for (const [page, score] of best) {
        const [sum, holds] = scores.get(page) ?? [0, 0];
        scores.set(page, [sum + score, holds + most]);
      }
    }
    return { scores, whole };
  }

  // The numbers of the pages found, the best first; what was looked for; the words that were changed, and for
  // what; those that no page holds; and when nothing is found, the words of the site nearest to them.
  async function find(query) {
    const { found, changed, missing, typed } = parts(query);
    // What will be asked for, all at once.
    await Promise.all(found.flat(3).map(([term]) => pages(term)));
    const totals = new Map();
    let whole = 0;
    for (const ways of found) {
      const best = new Map();
      let share = 0;
      for (const way of ways) {
        const one = await weighed(way);
        share ||= one.whole;
        for (const [page, [score, holds]] of one.scores) {
          const part = [score * (share / one.whole || 0), share * (holds / one.whole || 0)];
          if (part[0] > (best.get(page)?.[0] ?? 0)) best.set(page, part);
        }
      }
      whole += share;
      for (const [page, [score, holds]] of best) {
        const [sum, all] = totals.get(page) ?? [0, 0];
        totals.set(page, [sum + score, all + holds]);
      }
    }
    // A page that holds few of the words asked for, where others hold most, is not an answer.
    const fullest = Math.max(0, ...[...totals.values()].map(([, holds]) => holds));
    const kept = [...totals].filter(([, [, holds]]) => holds >= fullest / 3);
    const scored = kept.map(([page, [score, holds]]) => [page, score * holds / whole]);
    scored.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const nearest = scored.length ? [] : typed.flatMap((word) => near(stem(word), 3).slice(0, 3));
    const instead = new Map(changed);
    return {
      pages: scored.map(([page]) => page),
      // The query, or the words that were looked for in its place.
      meant: instead.size ? typed.map((word) => instead.get(word) ?? word).join(" ") : query,
      changed,
      missing,
      nearest: nearest.map(([term]) => known[term]),
    };
  }

  const chunks = new Map();

  // What is to be shown of a page: its title, its address, its description, its section.
  async function record(page) {
    const chunk = Math.floor(page / manifest.chunk);
    if (!chunks.has(chunk)) chunks.set(chunk, get(manifest.records[chunk]).then((answer) => answer.json()));
    return (await chunks.get(chunk))[page % manifest.chunk];
  }

  return { find, record };
}

// The page: what is typed is looked for when it is sent, and stands in the address.
function page(results) {
  const form = document.getElementById("recherche--formulaire");
  const field = form.elements.namedItem("q");
  const state = document.getElementById("recherche--etat");
  const help = document.getElementById("recherche--aide");
  const list = results.querySelector("ol");
  const more = results.querySelector("button");
  const say = results.dataset;
  const title = document.title;
  const manifest = new URL(say.index, location.href);
  let opened, asked = 0;

  const get = async (name) => {
    const answer = await fetch(name ? new URL(name, manifest) : manifest);
    if (!answer.ok) throw new Error(`${answer.url}: ${answer.status}`);
    return answer;
  };
  const index = () => (opened ??= open(get).catch((error) => {
    opened = undefined;
    throw error;
  }));
  const quoted = (text) => `${say.open}${text}${say.close}`;

  function line([title, address, description, section]) {
    const item = document.createElement("li");
    const heading = item.appendChild(document.createElement("h2"));
    const link = heading.appendChild(document.createElement("a"));
    link.href = address;
    link.textContent = title;
    for (const [text, kind] of [[section, "where"], [description, "what"]]) {
      if (!text) continue;
      const words = item.appendChild(document.createElement("p"));
      words.className = kind;
      words.textContent = text;
    }
    return item;
  }

  async function run() {
    const query = (new URLSearchParams(location.search).get("q") ?? "").trim();
    const turn = ++asked;
    field.value = query;
    document.title = query ? `${query} – ${title}` : title;
    if (!query) {
      list.replaceChildren();
      state.textContent = "";
      more.hidden = help.hidden = true;
      return;
    }
    try {
      const site = await index();
      const { pages, meant, changed, missing, nearest } = await site.find(query);
      let at = 0;
      const next = async () => {
        const records = await Promise.all(pages.slice(at, at + SHOWN).map(site.record));
        at += records.length;
        return records.map(line);
      };
      const lines = await next();
      // Another query was sent meanwhile.
      if (turn !== asked) return;
      list.replaceChildren(...lines);
      more.hidden = at >= pages.length;
      more.onclick = async () => {
        const lines = await next();
        list.append(...lines);
        more.hidden = at >= pages.length;
        lines[0].querySelector("a").focus();
      };
      const count = pages.length;
      const many = count === 0 ? say.none : count === 1 ? say.one : say.many;
      const lacking = count ? [...changed.map(([word]) => word), ...missing] : [];
      const told = lacking.map((word) => `${say.missing} ${quoted(word)}.`);
      const number = count ? `${count.toLocaleString(document.documentElement.lang)} ` : "";
      told.push(`${number}${many} ${quoted(count ? meant : query)}.`);
      help.hidden = count > 0;
      const words = help.querySelector("ul");
      words.replaceChildren(...nearest.map((word) => {
        const item = document.createElement("li");
        const link = item.appendChild(document.createElement("a"));
        link.href = `?q=${encodeURIComponent(word)}`;
        link.textContent = word;
        return item;
      }));
      words.parentElement.hidden = nearest.length === 0;
      state.textContent = told.join(" ");
    } catch {
      if (turn !== asked) return;
      list.replaceChildren();
      more.hidden = true;
      help.hidden = false;
      help.querySelector("ul").parentElement.hidden = true;
      state.textContent = say.failed;
    }
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const query = field.value.trim();
    history.pushState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    run();
  });
  addEventListener("popstate", run);
  // The index comes while the reader types.
  field.addEventListener("focus", () => index().catch(() => {}), { once: true });
  run();
}

if (typeof document !== "undefined") {
  const results = document.getElementById("recherche--resultats");
  if (results) page(results);
}
