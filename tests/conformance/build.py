"""Makes the documents of this folder that are not written by hand.

    python3 tests/conformance/build.py              all of them
    python3 tests/conformance/build.py docx- odt-   those whose names begin so

Needs LibreOffice, groff, chromium and poppler-utils (Debian packages libreoffice-writer, groff, chromium,
poppler-utils), and the Python packages python-docx and reportlab. CI does not run it: the files are kept. LibreOffice
and chromium write dates and identifiers into theirs, so that their bytes differ from run to run; their text does not.
For each PDF, `<file>.pages` is what `pdftotext` reads on each page, by which tests check the pages of quotes.
"""
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
sys.path.insert(0, str(HERE / "build"))
sys.dont_write_bytecode = True

import docx_files  # noqa: E402
import open_files  # noqa: E402
import pdf_files  # noqa: E402
import text_files  # noqa: E402

MOST = 40_000

for name, make in {**docx_files.FILES, **pdf_files.FILES, **open_files.FILES, **text_files.FILES}.items():
    if sys.argv[1:] and not name.startswith(tuple(sys.argv[1:])):
        continue
    data = make()
    assert len(data) < MOST, f"{name} has {len(data)} bytes"
    (HERE / name).write_bytes(data)
    print(f"{len(data):6} {name}")
    if name.endswith(".pdf") and "password" not in name:
        text = subprocess.run(["pdftotext", HERE / name, "-"], check=True, capture_output=True).stdout.decode()
        if text.strip():
            (HERE / f"{name}.pages").write_text(text)
    elif b"\f" in data and name.endswith(".txt"):
        (HERE / f"{name}.pages").write_bytes(data)
