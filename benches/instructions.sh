#!/usr/bin/env bash
# Counts the instructions of four workloads and compares them with benches/instructions.txt: a count that grew by more
# than the tolerance fails. Counts do not depend on what else the machine does, so that a loss of speed shows in CI, where
# timings tell nothing. Needs valgrind, and the program as `cargo build --release -p termscore-cli` makes it.
#
#     benches/instructions.sh            compare
#     benches/instructions.sh --write    keep these counts as the new ones
set -euo pipefail
cd "$(dirname "$0")/.."

program=${TERMSCORE:-target/release/termscore}
# In percent. Other processors take other ways through the C library; the same one counts the same to 0.1 percent.
tolerance=4
kept=benches/instructions.txt

command -v valgrind > /dev/null || { echo "valgrind is needed: install it, on Debian by apt-get install valgrind" >&2; exit 2; }
[ -x "$program" ] || { echo "$program is missing: run cargo build --release -p termscore-cli" >&2; exit 2; }

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for _ in 1 2 3 4; do cat examples/contracts/software-consultancy.txt; printf '\n\n'; done > "$scratch/all"
head -c 50000 "$scratch/all" > "$scratch/contract.txt"
cp "$scratch/contract.txt" "$scratch/again.txt"

# Instructions of one run of the program.
count() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null "$program" "$@" 2> "$scratch/log" > /dev/null || true
    sed -n 's/.*Collected : *//p' "$scratch/log"
}

# The first contract makes its rules ready, the second only costs what a contract costs.
start=$(count score examples/contracts/software-consultancy.txt)
score=$(count score "$scratch/contract.txt")
scores=$(count score "$scratch/contract.txt" "$scratch/again.txt")
clauses=$(count clauses "$scratch/contract.txt")
all_clauses=$(count clauses "$scratch/contract.txt" "$scratch/again.txt")
compile=$(count check rulepacks/packs/nda)
cat > "$scratch/now" << COUNTS
start $start
score $((scores - score))
clauses $((all_clauses - clauses))
compile $compile
COUNTS

if [ "${1:-}" = --write ]; then
    cp "$scratch/now" "$kept"
    cat "$kept"
    exit
fi
failed=0
while read -r workload now; do
    before=$(sed -n "s/^$workload //p" "$kept")
    change=$(((now - before) * 1000 / before))
    awk "BEGIN { printf \"%-8s %12d instructions, %+.1f %%\\n\", \"$workload\", $now, $change / 10 }"
    if ((change > tolerance * 10)); then failed=1; fi
    if ((change < -tolerance * 10)); then echo "  fewer than before: keep them with --write"; fi
done < "$scratch/now"
if ((failed)); then
    echo "more than $tolerance % slower: find out why, or keep the new counts with --write and say why" >&2
    exit 1
fi
