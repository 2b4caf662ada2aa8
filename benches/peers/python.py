"""spaCy's phrase matcher, and the two contract checkers of PyPI that come closest, beside TermScore.

    python.py phrases FILE TEXT...    spaCy on the phrases of a file, in any letter case
    python.py checkers TEXT...        redline-buddy and hermes-legal-advisor, as they read one contract

Prints rows in the form of `src/rows.rs`: peer, what it does, what it looks for, bytes, seconds, found.
"""

import socket
import statistics
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

# Of all rounds together. All times are those that the processor gave to this process.
TIME = 0.5
MIN_ROUNDS = 3
MAX_ROUNDS = 1_000
# Of one round; a longer one is not measured on the larger text.
MAX_SECONDS = 5


def measure(peer, does, looks_for, texts, run):
    """Prints a row for each text, smallest first; `run` gives how many of what it looks for it found."""
    seconds_per_character = 0
    for text in texts:
        n_bytes = len(text.encode())
        expected = seconds_per_character * len(text)
        if expected > MAX_SECONDS:
            row(peer, does, looks_for, n_bytes, f"not measured: one round would take {expected:.0f} s", "")
            continue
        found = run(text)
        seconds = []
        begin = time.process_time()
        while len(seconds) < MIN_ROUNDS or (time.process_time() - begin < TIME and len(seconds) < MAX_ROUNDS):
            start = time.process_time()
            found = run(text)
            seconds.append(time.process_time() - start)
        median = statistics.median(seconds)
        seconds_per_character = median / len(text)
        row(peer, does, looks_for, n_bytes, median, found)


def row(*fields):
    print(*fields, sep="\t", flush=True)


def with_version(package):
    return f"{package} {metadata.version(package)}"


def spacy_phrases(phrases, texts):
    import spacy
    from spacy.matcher import PhraseMatcher

    # Nothing but the tokenizer, so its limit for parsers need not hold.
    nlp = spacy.blank("en")
    nlp.max_length = max(len(text) for text in texts) + 1
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    for phrase in phrases:
        matcher.add(phrase, [nlp.make_doc(phrase)])

    def run(text):
        return len({name for name, _, _ in matcher(nlp.make_doc(text))})

    measure(with_version("spaCy"), "`PhraseMatcher`, `LOWER`; text → matches", f"{len(phrases)} phrases", texts, run)


def redline_buddy(texts):
    """Its playbooks are lists of regular expressions, which it compiles for each contract."""
    from redline.playbook import bundled_playbooks_dir, load_playbook
    from redline.review import review_contract
    from redline.score import risk_label
    from redline.suggest import auto_select_playbook

    paths = {path.stem: path for path in sorted(bundled_playbooks_dir().glob("*.yaml"))}
    playbooks = {name: load_playbook(path) for name, path in paths.items()}

    def review(text, some):
        found = 0
        for playbook in some:
            findings = review_contract(text, playbook)
            risk_label(findings)
            found += len(findings)
        return found

    def as_the_command(text):
        name, _ = auto_select_playbook(text)
        return review(text, [load_playbook(paths[name])])

    peer = with_version("redline-buddy")
    one = playbooks["consulting-vendor"]
    n_rules = sum(len(playbook.rules) for playbook in playbooks.values())
    n_patterns = sum(
        len(rule.check.patterns) + len(rule.check.unless_any)
        for playbook in playbooks.values()
        for rule in playbook.rules
    )
    measure(peer, "one playbook, loaded before", f"{len(one.rules)} rules", texts, lambda text: review(text, [one]))
    looks_for = f"{n_rules} rules ({n_patterns} patterns), {len(playbooks)} playbooks"
    measure(peer, "all playbooks, loaded before", looks_for, texts, lambda text: review(text, playbooks.values()))
    measure(peer, "as `redline review`: picks the playbook, then one", looks_for, texts, as_the_command)


def hermes_legal_advisor(texts):
    """Its offline part: the same pipeline as with a language model, which then adds to a list of expressions."""
    from hermes_legal.analysis.engine import analyze_contract
    from hermes_legal.memory.store import MemoryStore
    from hermes_legal.providers.offline_provider import RULES, OfflineProvider

    n_patterns = sum(len(rule["presence"]) + (rule["red_flag"] is not None) for rule in RULES)
    with tempfile.TemporaryDirectory() as folder:
        memory, provider = MemoryStore(Path(folder)), OfflineProvider()

        def run(text):
            # Nothing is written or remembered: a text met before would only be looked up.
            analysis = analyze_contract(
                text, provider, memory=memory, use_memory=False, save=False, use_cache=False, allow_fallback=False
            )
            return len(analysis["red_flags"])

        looks_for = f"{len(RULES)} rules ({n_patterns} patterns)"
        measure(with_version("hermes-legal-advisor"), "offline provider, whole analysis", looks_for, texts, run)


def refuse(*_, **__):
    raise OSError("no peer may use the network while it is measured")


def checked(name, looks_for, texts, run):
    """What cannot run gets a row that says so."""
    try:
        run()
    except Exception as error:
        why = " ".join(f"not measured: {type(error).__name__}: {error}".split())
        for text in texts:
            row(name, "", looks_for, len(text.encode()), why, "")


def main(args):
    socket.socket.connect = refuse
    match args:
        case ["phrases", file, *paths] if paths:
            phrases, texts = Path(file).read_text().splitlines(), [Path(path).read_text() for path in paths]
            checked("spaCy", f"{len(phrases)} phrases", texts, lambda: spacy_phrases(phrases, texts))
        case ["checkers", *paths] if paths:
            texts = [Path(path).read_text() for path in paths]
            checked("redline-buddy", "rules", texts, lambda: redline_buddy(texts))
            checked("hermes-legal-advisor", "rules", texts, lambda: hermes_legal_advisor(texts))
        case _:
            sys.exit("use: python.py phrases FILE TEXT... | checkers TEXT...")


if __name__ == "__main__":
    main(sys.argv[1:])
