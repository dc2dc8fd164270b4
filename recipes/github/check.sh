#!/bin/sh
# What action.yml does once the program is there: annotations, summary, SARIF. Its inputs come in INPUT_*.
set -eu

: "${INPUT_SITE:=.}" "${INPUT_SINCE=auto}" "${INPUT_FAIL_ON=}" "${INPUT_BASELINE=}" "${INPUT_ARGS=}"
: "${INPUT_EXTERNAL=false}" "${INPUT_LINKS_FAIL_ON:=never}" "${INPUT_SUMMARY=true}" "${INPUT_SARIF=}"
: "${GITHUB_OUTPUT:=/dev/null}" "${GITHUB_STEP_SUMMARY:=/dev/null}"

# The options of every run, one by one, so that a value may hold spaces.
set -- --site "$INPUT_SITE"
if [ -n "$INPUT_FAIL_ON" ]; then set -- "$@" --fail-on "$INPUT_FAIL_ON"; fi
case $INPUT_BASELINE in
  '') ;;
  none) set -- "$@" --no-baseline ;;
  *) set -- "$@" "--baseline=$INPUT_BASELINE" ;;
esac
while IFS= read -r argument; do
  if [ -n "$argument" ]; then set -- "$@" "$argument"; fi
done <<ARGUMENTS
$INPUT_ARGS
ARGUMENTS

since=$INPUT_SINCE
if [ "$since" = auto ]; then since=${GITHUB_BASE_REF:+origin/$GITHUB_BASE_REF}; fi
# Only the run that decides asks other sites; the others read what it has learned.
asking=--offline
if [ "$INPUT_EXTERNAL" = true ]; then asking=--external; fi

# The annotations and the findings that make it fail.
code=0
limpide check "$@" "$asking" --links-fail-on "$INPUT_LINKS_FAIL_ON" ${since:+--since "$since"} --format github ||
  code=$?
echo "code=$code" >> "$GITHUB_OUTPUT"
[ "$code" -le 1 ] || exit "$code"

if [ "$INPUT_SUMMARY" = true ]; then
  limpide check "$@" --offline ${since:+--since "$since"} --format markdown >> "$GITHUB_STEP_SUMMARY" ||
    [ $? -eq 1 ]
fi
if [ -n "$INPUT_SARIF" ]; then
  # All of them: code scanning compares a pull request with its base by itself.
  limpide check "$@" --offline --format sarif > "$INPUT_SARIF" || [ $? -eq 1 ]
fi
exit "$code"
