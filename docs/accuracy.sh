#!/usr/bin/env bash
# Makes docs/accuracy.md from labelled corpora: docs/accuracy.sh FOLDER > docs/accuracy.md
# FOLDER holds one folder for each corpus (cuad, contractnli, claudette, …), laid out as docs/measuring.md says.
set -euo pipefail
cd "$(dirname "$0")/.."
corpora="${1:?the folder that holds the corpora}"
cargo build --release --quiet --package termscore-cli
termscore=target/release/termscore

# The command as a reader would type it, then what it prints.
measured() {
    local corpus="$1" pack="$2" shown="" it
    shift 2
    for it in "$@"; do
        case "$it" in
            *" "*) shown+=" \"$it\"" ;;
            *) shown+=" $it" ;;
        esac
    done
    printf '```sh\ntermscore eval corpora/%s --pack rulepacks/packs/%s%s --format md\n```\n\n' "$corpus" "$pack" "$shown"
    "$termscore" eval "$corpora/$corpus" --pack "rulepacks/packs/$pack" "$@" --format md
    printf '\n'
}

# Seconds of the program over the texts of a corpus, on one core; its start is included.
seconds() {
    local started ended
    started=$(date +%s.%N)
    taskset -c 0 "$@" > /dev/null 2>&1 || true
    ended=$(date +%s.%N)
    awk "BEGIN { printf \"%.1f\", $ended - $started }"
}

# Reports, and all clauses, with all packs.
speed() {
    local files=("$corpora/$1"/docs/*)
    local bytes reports clauses
    bytes=$(cat "${files[@]}" | wc -c)
    reports=$(seconds "$termscore" score --jobs 1 --format jsonl "$corpora/$1/docs")
    clauses=$(printf '%s\0' "${files[@]}" | seconds xargs -0 "$termscore" clauses)
    awk -v n="${#files[@]}" -v bytes="$bytes" -v reports="$reports" -v clauses="$clauses" 'BEGIN {
        printf "%d contracts, %.1f MB, on one core: %.1f s for a report of each with all packs (%.1f ms a contract),\n",
            n, bytes / 1e6, reports, 1000 * reports / n
        printf "%.1f s for all clauses of all packs; the start of the program included.\n", clauses
    }'
}

# A heading, and what is to be known about the corpus.
section() {
    printf '\n## %s\n\n' "$1"
    cat "docs/accuracy/$2.md"
    printf '\n'
}

cat docs/accuracy/protocol.md
section "Commercial contracts: CUAD" cuad
measured cuad commercial --labels cuad/ --split report
section "Confidentiality agreements: ContractNLI" contractnli
measured contractnli nda --labels contractnli/ --split report
section "Online terms: CLAUDETTE" claudette
measured claudette terms-of-service --labels claudette/ --split report
cat docs/accuracy/more-terms.md
printf '\n'
measured tos_multi_en terms-of-service --labels claudette/ --split report --skip "Privacy included"
section "Freelance and contractor agreements" freelance
measured freelance freelance --labels freelance/ --split report
section "AI training" ai
measured ai_training freelance --labels ai/ --split report
measured ai_training_full freelance --labels ai/ --split report
printf '\n## Speed and cost\n\n'
speed cuad
cat docs/accuracy/cost.md
