"""One contract in seven formats: `examples/contracts/sources/agency-freelancer-friendly.md` is the source of all.

    python3 tests/conformance/build/seven.py

The Word file is the sample itself, with Word's automatic numbers; LibreOffice saves it as odt, rtf and pdf. For the other
three the numbers are typed, as Word would show them, into a Markdown text, which pandoc turns into a web page and a plain text.
"""
import pathlib
import re
import subprocess
import sys

import office

ROOT = pathlib.Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "examples/contracts/agency-freelancer-friendly.docx"
SOURCE = ROOT / "examples/contracts/sources/agency-freelancer-friendly.md"
TARGET = ROOT / "tests/conformance/seven"

sys.path.insert(0, str(SOURCE.parent))
sys.dont_write_bytecode = True
from build_docx import LIST, curly, head_and_body  # noqa: E402


def typed():
    """The source with its numbers typed: `## 1. Definitions`, `1.1 In this Agreement`, `(a) ...`."""
    _, lines = head_and_body(SOURCE)
    counts, out = [0, 0, 0], []
    for line in lines:
        item = LIST.match(line)
        if item:
            level = len(item.group(1)) // 4
            counts[level] += 1
            counts[level + 1:] = [0] * (2 - level)
            number = [f"## {counts[0]}.", f"{counts[0]}.{counts[1]}", f"({chr(96 + counts[2])})"][level]
            line = f"{number} {item.group(3).strip('*') if level == 0 else item.group(3)}"
        elif line.startswith("### "):
            line = line[1:]
        elif line.strip() == "---":
            continue
        out.append(re.sub("_{2,}", lambda it: it.group().replace("_", "\\_"), curly(line)))
    return re.sub("\n{3,}", "\n\n", "\n".join(out)).strip() + "\n"


def pandoc(text, *options):
    return subprocess.run(["pandoc", "-f", "gfm", *options], input=text.encode(), check=True, capture_output=True).stdout


if __name__ == "__main__":
    TARGET.mkdir(exist_ok=True)
    markdown = typed()
    (TARGET / "agreement.md").write_text(markdown, encoding="utf-8")
    (TARGET / "agreement.html").write_bytes(
        pandoc(markdown, "-t", "html5", "--standalone", "--metadata", "title=Design Services Agreement", "--template",
               str(pathlib.Path(__file__).parent / "page.html")))
    (TARGET / "agreement.txt").write_bytes(pandoc(markdown, "-t", "plain", "--columns", "78"))
    for to in ("odt", "rtf", "pdf"):
        (TARGET / f"agreement.{to}").write_bytes(office.convert(SAMPLE.read_bytes(), "docx", to))
