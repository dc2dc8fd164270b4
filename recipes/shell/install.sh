#!/bin/sh
# install.sh VERSION DOSSIER : place le programme « limpide » de cette version dans un dossier.
#
# LIMPIDE_URL     l’adresse où sont les archives, sans le nom de la version ; l’archive est
#                 LIMPIDE_URL/vVERSION/limpide-VERSION-CIBLE.tar.gz, avec SHA256SUMS à côté
# LIMPIDE_SHA256  l’empreinte attendue de l’archive (sans elle, celle que donne SHA256SUMS)
# LIMPIDE_TARGET  la cible, si ce n’est pas celle de cette machine : aarch64-unknown-linux-gnu
#
# Rien n’est installé si l’empreinte n’est pas la bonne.
set -eu

if [ $# -ne 2 ]; then
  echo 'Usage : install.sh VERSION DOSSIER' >&2
  exit 2
fi
version=$1
folder=$2
: "${LIMPIDE_URL:?donnez l’adresse où sont les archives de Limpide}"

machine() {
  case $(uname -m) in
    x86_64 | amd64) processor=x86_64 ;;
    aarch64 | arm64) processor=aarch64 ;;
    *) return 1 ;;
  esac
  case $(uname -s) in
    Linux) echo "$processor-unknown-linux-gnu" ;;
    Darwin) echo "$processor-apple-darwin" ;;
    *) return 1 ;;
  esac
}
digest() {
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -c 1-64
}

target=${LIMPIDE_TARGET:-$(machine)} || {
  echo "Aucune archive n’est faite pour cette machine : donnez LIMPIDE_TARGET." >&2
  exit 2
}
archive="limpide-$version-$target.tar.gz"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fetch() {
  curl --fail --silent --show-error --location --retry 3 --output "$work/$1" "${LIMPIDE_URL%/}/v$version/$1"
}
fetch "$archive"
wanted=${LIMPIDE_SHA256:-}
if [ -z "$wanted" ]; then
  fetch SHA256SUMS
  wanted=$(awk -v name="$archive" '$2 == name { print $1 }' "$work/SHA256SUMS")
fi
found=$(digest "$work/$archive")
if [ "$found" != "$wanted" ]; then
  echo "$archive n’est pas l’archive attendue : son empreinte est $found, et non ${wanted:-celle que SHA256SUMS devait donner}." >&2
  exit 1
fi
mkdir -p "$folder"
tar -xzf "$work/$archive" -C "$work"
# D’abord à côté, puis d’un seul coup : une mise à jour ne laisse jamais un programme à moitié écrit.
cp "$work/limpide-$version-$target/limpide" "$folder/.limpide-new"
chmod 755 "$folder/.limpide-new"
mv -f "$folder/.limpide-new" "$folder/limpide"
"$folder/limpide" --version
