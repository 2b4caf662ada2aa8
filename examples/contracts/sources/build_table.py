"""Write the four contracts in ../table: one text, four versions of section 4.

    python3 build_table.py

agreement.txt has one paragraph to a line and a {{section-4}} mark; each other file in table/ is a section 4.
Lines of prose are wrapped at 78 columns; lines that begin with a space, or hold a run of underscores, are kept.
"""
import pathlib
import textwrap

here = pathlib.Path(__file__).parent
template = (here / "table" / "agreement.txt").read_text(encoding="utf-8")
for part in sorted((here / "table").glob("*.txt")):
    if part.name == "agreement.txt":
        continue
    whole = template.replace("{{section-4}}", part.read_text(encoding="utf-8").strip())
    lines = []
    for line in whole.splitlines():
        keep = not line or line.startswith(" ") or "____" in line
        lines += [line] if keep else textwrap.wrap(line, 78, break_long_words=False, break_on_hyphens=False)
    (here.parent / "table" / part.name).write_text("\n".join(lines) + "\n", encoding="utf-8")
