#!/usr/bin/env python3
"""Makes verbs.tsv, endings.tsv, homographs.txt and adverbs.txt out of a Hunspell dictionary of French.

    python3 derive.py /usr/share/hunspell/fr.aff /usr/share/hunspell/fr.dic

The dictionary is « Classique » 7.0 of Dicollecte (Debian's hunspell-fr-classical 1:7.0), which keeps
what each verb takes and what each form is. It is under MPL-2.0, and so is what is made here: see
README.md beside this file.

Everything is sorted, so that two runs give the same bytes.
"""
import os
import re
import sys
import unicodedata
from collections import defaultdict

# What each tag of a form becomes, in one or two letters; README.md says what they mean.
FORMS = {
    "infi": "I", "ppre": "G", "ipre": "P", "iimp": "M", "ipsi": "H", "ifut": "F", "cond": "C",
    "spre": "S", "simp": "T", "impe": "E",
}
# Rare verbs whose forms are those of a verb met everywhere: « saurait » is said of knowing, and hardly
# ever of smoking herrings.
LEFT_OUT = {"saurer", "ailler", "failler", "remplier", "mirer", "celer"}
PERSONS = {"1sg": "1", "2sg": "2", "3sg": "3", "1pl": "4", "2pl": "5", "3pl": "6", "3pl!": "6"}


def read_suffixes(path):
    """The suffixes of each flag: (what is cut, what is added, condition, tags, flags that follow)."""
    suffixes = defaultdict(list)
    for line in open(path, encoding="utf-8"):
        parts = line.split()
        if len(parts) < 5 or parts[0] != "SFX":
            continue
        flag, cut, added, condition = parts[1:5]
        added, _, following = added.partition("/")
        cut = "" if cut == "0" else cut
        added = "" if added == "0" else added
        suffixes[flag].append((cut, added, re.compile(condition + "$"), parts[5:], following))
    return suffixes


def tags_of(parts):
    tags = set()
    for part in parts:
        name, _, value = part.partition(":")
        if name in ("po", "is"):
            tags.add(value)
    return tags


def forms_of(word, flags, tags, suffixes):
    """Every form of an entry with its tags; the word itself where its flags let it stand alone."""
    found = []
    pairs = [flags[i:i + 2] for i in range(0, len(flags), 2)]
    if "()" not in pairs:
        found.append((word, tags))
    for flag in pairs:
        for cut, added, condition, own, following in suffixes.get(flag, ()):
            if word.endswith(cut) and condition.search(word):
                stem = word[:len(word) - len(cut)] if cut else word
                found.append((stem + added, tags_of(own)))
    return found


def participle(tags):
    """V, then the genders and numbers it may have: ms, mp, fs, fp."""
    genders = "mf" if "epi" in tags else ("m" if "mas" in tags else "") + ("f" if "fem" in tags else "")
    numbers = "sp" if "inv" in tags else ("s" if "sg" in tags else "") + ("p" if "pl" in tags else "")
    return ["V" + g + n for g in genders or "m" for n in numbers or "s"]


def main():
    aff, dic = sys.argv[1:3]
    suffixes = read_suffixes(aff)
    verbs = {}
    others, adverbs = set(), set()
    for line in list(open(dic, encoding="utf-8"))[1:]:
        parts = line.split()
        if not parts:
            continue
        word, _, flags = parts[0].partition("/")
        tags = tags_of(parts[1:])
        if not re.fullmatch(r"[a-zà-öø-ÿœæ'’-]+", word) or "err" in tags:
            continue
        if word in LEFT_OUT:
            continue
        kinds = [tag for tag in tags if re.match(r"v[0-3]", tag)]
        for form, own in forms_of(word, flags, tags, suffixes):
            form = unicodedata.normalize("NFC", form.replace("’", "'"))
            own_kinds = own | tags if not kinds else own
            if kinds:
                read = verbs.setdefault(word, [kinds[0], set()])[1]
                persons = [PERSONS[tag] for tag in sorted(own) if tag in PERSONS]
                for tag in sorted(own):
                    if tag == "ppas":
                        read.update((form, one) for one in participle(own))
                    elif tag in FORMS:
                        name = FORMS[tag]
                        if name in "IG":
                            read.add((form, name))
                        else:
                            read.update((form, name + person) for person in persons)
            if {"nom", "adj"} & own_kinds and not ({"ppas"} & own and kinds):
                others.add(form)
            if "adv" in own_kinds and not kinds:
                adverbs.add(form)
    folder = os.path.dirname(os.path.abspath(__file__))
    write(folder, verbs, others, adverbs)


def write(folder, verbs, others, adverbs):
    tables = {}
    lines = []
    every_form = set()
    for lemma in sorted(verbs):
        kind, read = verbs[lemma]
        if not read:
            continue
        stem = os.path.commonprefix([form for form, _ in read] + [lemma])
        endings = defaultdict(list)
        for form, name in read:
            endings[form[len(stem):]].append(name)
            every_form.add(form)
        table = " ".join(f"{e or '-'}:{','.join(sorted(n))}" for e, n in sorted(endings.items()))
        rank = tables.setdefault(table, len(tables))
        # v1_itnq_ea: intransitive, transitive, indirect, then the auxiliaries.
        traits = ("t" if "t" in kind[2:6] else "") + ("e" if "e" in kind[3:] else "") + ("a" if "a" in kind[6:] or "z" in kind[6:] else "")
        lines.append(f"{stem}|{lemma[len(stem):]}\t{rank}\t{traits or '-'}\n")
    head = "# Made by derive.py from Dicollecte's dictionary « Classique » 7.0. MPL-2.0: see LICENSE.\n"
    with open(os.path.join(folder, "verbs.tsv"), "w", encoding="utf-8") as out:
        out.write(head)
        out.writelines(lines)
    with open(os.path.join(folder, "endings.tsv"), "w", encoding="utf-8") as out:
        out.write(head)
        out.writelines(f"{table}\n" for table in sorted(tables, key=tables.get))
    with open(os.path.join(folder, "homographs.txt"), "w", encoding="utf-8") as out:
        out.write(head)
        out.writelines(f"{form}\n" for form in sorted(every_form & others))
    with open(os.path.join(folder, "adverbs.txt"), "w", encoding="utf-8") as out:
        out.write(head)
        out.writelines(f"{word}\n" for word in sorted(adverbs) if " " not in word)
    print(len(lines), "verbs,", len(tables), "tables of endings,", len(every_form), "forms,",
          len(every_form & others), "that are nouns or adjectives too,", len(adverbs), "adverbs")


main()
