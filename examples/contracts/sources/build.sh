#!/bin/sh
# Regenerates the contracts that are not written by hand: two Word files, one PDF, and the four texts of table/.
#
#   sources/build.sh              needs python3 with python-docx (pip install python-docx), and soffice (LibreOffice)
#
# PYTHON=/path/to/python3 chooses another interpreter. The bytes of a PDF or Word file differ from run to run
# (dates, identifiers); their text does not.
set -eu
cd "$(dirname "$0")"
python=${PYTHON:-python3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$python" build_docx.py agency-freelancer-friendly.md ../agency-freelancer-friendly.docx
"$python" build_docx.py employment-agreement.md ../employment-agreement.docx

"$python" build_docx.py agency-client-friendly.md "$work/agency-client-friendly.docx"
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" \
    "$work/agency-client-friendly.docx" >/dev/null 2>&1
cp "$work/agency-client-friendly.pdf" ..

"$python" build_table.py
