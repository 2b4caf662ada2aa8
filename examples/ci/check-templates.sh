#!/usr/bin/env bash
# Fails when a change makes a contract template worse.
#
#   check-templates.sh BASE [FOLDER]
#
# BASE is what the change is compared with, such as origin/main. Every template below FOLDER (default: templates, from
# the top of the repository) that the change adds or edits is scored, and compared with what it was. Settings, as
# environment variables:
#
#   FAIL_UNDER   lowest score that a template may have (default: 60)
#   SEVERITY     a new finding this bad fails the change, even if the score stays: low, medium, high, critical
#                (default: high)
#   TERMSCORE    the program (default: termscore)
#   OPTIONS      more options for it, such as "--kind freelance --as client"
#   SUMMARY      a file that gets the changes as Markdown (default: $GITHUB_STEP_SUMMARY, if set)
#   SARIF        a file that gets all findings for code scanning
#
# Exit status: 0 nothing became worse; 1 something did; 2 it could not be told.
set -euo pipefail
# Names may end in .PDF.
shopt -s nocasematch

base=${1:?"name what to compare with, such as origin/main"}
folder=${2:-templates}
fail_under=${FAIL_UNDER:-60}
severity=${SEVERITY:-high}
termscore=${TERMSCORE:-termscore}
summary=${SUMMARY:-${GITHUB_STEP_SUMMARY:-/dev/null}}
read -r -a options <<< "${OPTIONS:-}"

cd "$(git rev-parse --show-toplevel)"
# What the change began from; later commits on BASE are not its doing.
if ! from=$(git merge-base "$base" HEAD); then
  echo "check-templates: there is no commit that $base and this change share: fetch the whole history" >&2
  exit 2
fi
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
status=0

# The worst of what was seen so far.
worst() {
  if [ "$1" -gt "$status" ]; then status=$1; fi
}

# Runs a command, and keeps its exit status as one of ours.
try() {
  local code=0
  "$@" || code=$?
  if [ "$code" -gt 2 ]; then code=2; fi
  worst "$code"
}

changed=()
while IFS= read -r -d '' kind; do
  IFS= read -r -d '' before
  after=$before
  case $kind in
    R*) IFS= read -r -d '' after ;;
  esac
  case $after in
    *.txt | *.md | *.html | *.htm | *.docx | *.odt | *.rtf | *.pdf) ;;
    *) continue ;;
  esac
  changed+=("$after")
  echo "== $after"
  try "$termscore" score "$after" --format json --fail-under "$fail_under" ${options[@]+"${options[@]}"} > "$old/report.json"
  if [ "$kind" = A ]; then
    echo "new template"
    continue
  fi
  # Its name tells what kind of file it is.
  mkdir -p "$old/$(dirname "$before")"
  git show "$from:$before" > "$old/$before"
  try "$termscore" compare "$old/$before" "$after" --fail-if worse --severity "$severity" ${options[@]+"${options[@]}"}
  "$termscore" compare "$old/$before" "$after" --format md ${options[@]+"${options[@]}"} >> "$summary" || worst 2
done < <(git diff --name-status -z --find-renames --diff-filter=AMR "$from" HEAD -- "$folder")

if [ ${#changed[@]} -eq 0 ]; then
  echo "no template changed"
  exit 0
fi
if [ -n "${SARIF:-}" ]; then
  "$termscore" score "${changed[@]}" --format sarif --output "$SARIF" --force ${options[@]+"${options[@]}"} || worst 2
fi
exit "$status"
