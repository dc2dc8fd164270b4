#!/bin/sh
# nightly.sh SITE [COMMANDE…] : le travail de la nuit.
#
# 1. Refait le site, pour que les dates, les horaires et les prix changent au bon jour.
# 2. S’il n’est plus le même, lance la commande qui le met en ligne. Elle reçoit le dossier publié
#    comme dernier argument :
#      nightly.sh /srv/site copier-en-ligne.sh
#    Sans commande, le dossier publié est celui que le serveur lit déjà.
# 3. Interroge les liens externes, d’après ce que la mémoire en sait (SITE/.limpide/links.json).
# 4. Écrit RAPPORTS/entretien.md : les liens cassés et les pages à vérifier de nouveau.
#
# LIMPIDE          le programme (par défaut, « limpide »)
# LIMPIDE_PUBLIC   où publier (par défaut, SITE/public)
# LIMPIDE_REPORTS  où écrire les rapports (par défaut, SITE/.limpide)
# LIMPIDE_EXTERNAL « non » pour ne pas interroger les autres sites
#
# Ni une date qui passe ni la panne d’un autre site ne font échouer : seulement une erreur dans une page,
# une mise en ligne manquée ou un fichier impossible à lire ou à écrire.
set -eu

if [ $# -lt 1 ]; then
  echo 'Usage : nightly.sh SITE [COMMANDE…]' >&2
  exit 2
fi
limpide=${LIMPIDE:-limpide}
site=$1
shift
public=${LIMPIDE_PUBLIC:-$site/public}
reports=${LIMPIDE_REPORTS:-$site/.limpide}
mkdir -p "$reports"
online=$reports/publie.sha256

if command -v sha256sum >/dev/null 2>&1; then sum=sha256sum; else sum='shasum -a 256'; fi
# fingerprint DOSSIER : change dès qu’un fichier change de nom ou de contenu.
fingerprint() {
  # shellcheck disable=SC2086 # « shasum -a 256 » est une commande et ses arguments.
  (cd "$1" && find . -type f -exec $sum {} + | LC_ALL=C sort | $sum | cut -c 1-64)
}

# Une erreur dans une page s’arrête ici : ce qui est en ligne reste tel qu’il est.
"$limpide" build --site "$site" --output "$public"

built=$(fingerprint "$public")
if [ "$built" = "$(cat "$online" 2>/dev/null || true)" ]; then
  echo "Rien n’a changé depuis la dernière publication."
else
  if [ $# -gt 0 ]; then
    "$@" "$public"
  fi
  # Seulement après : une mise en ligne manquée est tentée de nouveau la nuit suivante.
  echo "$built" > "$online"
fi

# answered COMMANDE… : le code 1 dit qu’il y a des constats, qui sont dans le rapport ; 2 est une panne.
answered() {
  "$@" || [ $? -eq 1 ]
}
if [ "${LIMPIDE_EXTERNAL:-oui}" != non ]; then
  answered "$limpide" check --site "$site" --external --format short > "$reports/constats.txt"
fi
"$limpide" report --site "$site" --format csv > "$reports/pages.csv"
# L’avant-dernière colonne dit si la vérification d’une page est en retard.
late=$(awk -F , '$(NF - 1) == "true" {
  path = $0
  # Un chemin qui contient une virgule est entre guillemets.
  if (match(path, /^"([^"]|"")*"/)) { path = substr(path, 2, RLENGTH - 2); gsub(/""/, "\"", path) }
  else sub(/,.*/, "", path)
  print "- `" path "`"
}' "$reports/pages.csv")
{
  if [ -f "$site/.limpide/links.json" ]; then
    answered "$limpide" links --site "$site" --format markdown
  fi
  printf '\n## Pages à vérifier de nouveau\n\n%s\n' "${late:-Aucune.}"
} > "$reports/entretien.md"
