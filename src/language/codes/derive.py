#!/usr/bin/env python3
"""Makes three_letters.txt and replaced.txt: see README.md.

    python3 derive.py registry.json aliases.json

`registry.json` is the registry of language subtags of IANA as the npm package `language-subtag-registry` has it,
`aliases.json` the aliases of languages of the npm package `cldr-core`.
"""

import json
import sys
from pathlib import Path

# CLDR names a language near to these; tags of languages have a code of two letters for them.
OF_TWO_LETTERS = {"bih": "bh", "hbs": "sh", "tgl": "tl", "twi": "tw"}


def main(registry: str, aliases: str) -> None:
    here = Path(__file__).parent
    records = json.loads(Path(registry).read_text(encoding="utf-8"))
    known = {r["Subtag"]: r.get("Preferred-Value") for r in records if r["Type"] == "language"}
    known = {code: preferred for code, preferred in known.items() if len(code) in (2, 3)}

    replaced = {code: preferred for code, preferred in known.items() if preferred}
    alias = json.loads(Path(aliases).read_text(encoding="utf-8"))
    for code, entry in alias["supplemental"]["metadata"]["alias"]["languageAlias"].items():
        if entry["_reason"] in ("overlong", "bibliographic") and code not in known:
            replaced[code] = OF_TWO_LETTERS.get(code, entry["_replacement"])
    lines = [f"{code} {code_of_today}\n" for code, code_of_today in sorted(replaced.items())]
    (here / "replaced.txt").write_text("".join(lines), encoding="utf-8")

    thirds: dict[str, str] = {}
    for code in sorted(known):
        if len(code) == 3 and code not in replaced:
            thirds[code[:2]] = thirds.get(code[:2], "") + code[2]
    lines = [f"{head} {last}\n" for head, last in thirds.items()]
    (here / "three_letters.txt").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
