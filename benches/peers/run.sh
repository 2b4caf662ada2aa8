#!/usr/bin/env bash
# Measures TermScore and its peers on the same text and the same phrases, in one run, on one core.
#
#   run.sh [--write]
#
# Prints one Markdown table; with --write also puts it into README.md beside this script. What is missing is installed: Debian
# packages with apt-get if this is root, Python packages into FOLDER. A peer that cannot be had gets a row that says why.
# Settings, as environment variables:
#
#   FOLDER   for texts, phrases, Python packages and rows (default: termscore-peers among the temporary files)
#   CORE     which core, if `taskset` is there (default: 1)
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=${FOLDER:-${TMPDIR:-/tmp}/termscore-peers}
mkdir -p "$folder"
rows=$folder/rows.tsv
texts=("$folder/text-50000.txt" "$folder/text-5000000.txt")

say() { echo "peers: $*" >&2; }

# One core, if there is a choice.
on_core() {
  if command -v taskset > /dev/null && taskset -c "${CORE:-1}" true 2> /dev/null; then taskset -c "${CORE:-1}" "$@"; else "$@"; fi
}

# A row for each text about a peer that is not there.
not_measured() {
  local peer=$1 looks_for=$2 why=$3
  say "$peer, $looks_for: not measured: $why"
  for text in "${texts[@]}"; do
    printf '%s\t\t%s\t%s\tnot measured: %s\t\n' "$peer" "$looks_for" "$(wc -c < "$text" | tr -d ' ')" "$why" >> "$rows"
  done
}

# A Debian package, if `$2` says that it is missing.
want() {
  local package=$1 missing=$2
  if ! eval "$missing"; then return; fi
  if [ "$(id -u)" = 0 ] && command -v apt-get > /dev/null; then
    say "installing $package"
    apt-get install -y --no-install-recommends "$package" > "$folder/apt.log" 2>&1 || say "cannot install $package: see $folder/apt.log"
  else
    say "please install $package"
  fi
}

say "building"
cargo build --release --locked --manifest-path "$here/Cargo.toml" >&2
peers=$here/target/release/termscore-peers
"$peers" make "$here/../.." "$folder"

hyperscan=$folder/hyperscan
want libhyperscan-dev '[ ! -e /usr/include/hs/hs.h ]'
why_no_hyperscan=
if ! cc -std=c11 -O2 -o "$hyperscan" "$here/hyperscan.c" -lhs 2> "$folder/cc.log"; then
  why_no_hyperscan="libhyperscan-dev or a C compiler is missing"
fi

python=$folder/venv/bin/python
want python3-venv '! python3 -c "import ensurepip" 2> /dev/null'
why_no_python=
if ! { [ -x "$python" ] || python3 -m venv "$folder/venv"; } >&2; then
  why_no_python="Python 3 with venv is missing"
elif ! "$python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt" >&2; then
  # What is installed already may do.
  say "pip failed; a package that is missing will be named in its row"
fi

: > "$rows"
for n in 100 1000 10000; do
  say "$n phrases"
  phrases=$folder/phrases-$n.txt
  on_core "$peers" phrases "$phrases" "${texts[@]}" >> "$rows"
  if [ -n "$why_no_hyperscan" ]; then
    not_measured Hyperscan "$n phrases" "$why_no_hyperscan"
  elif ! on_core "$hyperscan" "$phrases" "${texts[@]}" >> "$rows"; then
    not_measured Hyperscan "$n phrases" "it failed"
  fi
  if [ -n "$why_no_python" ]; then
    not_measured spaCy "$n phrases" "$why_no_python"
  else
    on_core "$python" "$here/python.py" phrases "$phrases" "${texts[@]}" >> "$rows"
  fi
done
say "contract checkers"
on_core "$peers" packs "${texts[@]}" >> "$rows"
if [ -n "$why_no_python" ]; then
  not_measured redline-buddy rules "$why_no_python"
  not_measured hermes-legal-advisor rules "$why_no_python"
else
  on_core "$python" "$here/python.py" checkers "${texts[0]}" >> "$rows"
fi

table=$folder/table.md
{
  processor=$(sed -n 's/^model name[^:]*: *//p' /proc/cpuinfo 2> /dev/null | head -n 1)
  echo "${processor:-Unknown processor}, $(getconf _NPROCESSORS_ONLN) cores, one used; $(rustc --version | cut -d ' ' -f 1,2); $(date -u +%Y-%m-%d)."
  echo
  "$peers" table "$rows"
} > "$table"
cat "$table"

if [ "${1:-}" = --write ]; then
  awk -v table="$table" '
    /^<!-- end of table -->$/ { skip = 0 }
    !skip { print }
    /^<!-- table -->$/ { skip = 1; while ((getline line < table) > 0) print line }
  ' "$here/README.md" > "$folder/README.md"
  cat "$folder/README.md" > "$here/README.md"
fi
