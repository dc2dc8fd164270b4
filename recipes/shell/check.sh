#!/bin/sh
# check.sh [SITE [RAPPORTS [OPTION…]]] : vérifie un site, et écrit les constats sous toutes les formes utiles.
#
# SITE      le dossier de site.toml (par défaut, celui-ci)
# RAPPORTS  le dossier où écrire (par défaut, rapports/)
# OPTION    passée à « limpide check » : --since origin/main, --fail-on warning, --baseline…
# LIMPIDE   le programme (par défaut, « limpide »)
#
# Se termine comme « limpide check » : 0 rien à signaler, 1 des constats, 2 un mauvais usage.
set -eu

limpide=${LIMPIDE:-limpide}
site=${1:-.}
reports=${2:-rapports}
shift $(($# < 2 ? $# : 2))
mkdir -p "$reports"

# report FORME FICHIER OPTION… : écrit les constats. Qu’il y en ait ne compte qu’à la fin.
report() {
  format=$1
  file=$2
  shift 2
  "$limpide" check --site "$site" --format "$format" "$@" > "$reports/$file" 2> "$reports/erreurs.txt" || {
    code=$?
    [ "$code" -eq 1 ] || {
      cat "$reports/erreurs.txt" >&2
      exit "$code"
    }
  }
  rm -f "$reports/erreurs.txt"
}

report json constats.json "$@"
report markdown constats.md "$@"
report junit junit.xml "$@"
report sarif constats.sarif "$@"
report gitlab qualite.json "$@"
exec "$limpide" check --site "$site" "$@"
