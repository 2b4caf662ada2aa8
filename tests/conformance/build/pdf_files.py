"""PDFs, one trait each: typeset by groff, printed by chromium, exported by LibreOffice, drawn by reportlab."""
import io
import pathlib
import subprocess
import tempfile

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

import office
from words import *

rl_config.invariant = 1


def groff(source, *options):
    """ms macros to PDF; -t reads tables."""
    out = subprocess.run(["groff", "-Tpdf", "-ms", "-t", "-K", "utf8", *options], input=source.encode(), check=True,
                         capture_output=True)
    return out.stdout


def chromium(html):
    with tempfile.TemporaryDirectory() as folder:
        page, target = pathlib.Path(folder) / "page.html", pathlib.Path(folder) / "page.pdf"
        page.write_text(f"<!DOCTYPE html><html lang=en><meta charset=utf-8><title>Agreement</title>{html}")
        subprocess.run(["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile",
                        "--no-pdf-header-footer", f"--print-to-pdf={target}", page.as_uri()], check=True, capture_output=True)
        return target.read_bytes()


def clauses_html(clauses=CLAUSES):
    return "".join(f"<h2>{nth}. {heading}</h2><p>{text}</p>" for nth, (heading, text) in enumerate(clauses, 1))


def clauses_ms(clauses=CLAUSES):
    return "".join(f".SH\n{nth}. {heading}\n.LP\n{text}\n" for nth, (heading, text) in enumerate(clauses, 1))


def two_columns():
    return chromium("<style>body{font:11pt 'Liberation Serif'}h1,h2{font-weight:normal}"
                    "h2{font-size:11pt;text-transform:uppercase}main{columns:2}"
                    "h1{font-size:14pt;text-align:center}</style><h1>ILLUSTRATION AGREEMENT</h1><p>"
                    f"{PARTIES}</p><main>{clauses_html()}</main>")


def one_then_two_columns():
    return groff(f".nr PS 11\n.TL\nILLUSTRATION AGREEMENT\n.LP\n{PARTIES}\n.2C\n{clauses_ms(CLAUSES[:8])}"
                 f".1C\n.SH\nSIGNATURES\n.LP\nThe parties have signed this Agreement on its date, having read all of it.\n")


def hyphens_and_ligatures():
    text = ("The officers of the Client shall affirm the specific deficiencies of the final illustrations, and the Artist "
            "shall remedy them efficiently. The representatives acknowledge that confidentiality, indemnification and "
            "termination provisions survive.")
    return groff(f".nr LL 2.6i\n.nr HY 1\n.LP\n1. Licence. {GRANT}\n.LP\n2. Defects. {text}\n.LP\n3. Payment. {PAY}\n"
                 f".LP\n4. Competition. {COMPETE}\n")


def header_and_footer():
    return groff(".nr PS 14\n.nr VS 30\n.ds LH Harrow Press\n.ds CH\n.ds RH Illustration Agreement\n"
                 ".ds CF Page % of 3\n.ds LF HP-2026-017\n" + clauses_ms())


def footnotes():
    cut = GRANT.index(" for any purpose")
    return groff(f".LP\n1. Licence. {GRANT[:cut]}\\**\n.FS\nIncluding sketches that were not chosen.\n.FE\n{GRANT[cut:]}\n"
                 f".LP\n2. Payment. {PAY}\\**\n.FS\nReceipt is the day after sending.\n.FE\n.LP\n3. Term. {END}\n")


def table():
    rows = [("Stage", "When due", "Amount"), ("Deposit", "On signature of this Agreement by both parties", "\u00a3600.00"),
            ("Finals", "On delivery of all files", "\u00a31,800.00")]
    cells = "".join("<tr>" + "".join(f"<td>{it}</td>" for it in row) + "</tr>" for row in rows)
    return chromium("<style>body{font:11pt 'Liberation Serif'}table{border-collapse:collapse}td{border:1px solid;"
                    f"padding:3px;width:30mm}}</style><p>1. Fee. The Client shall pay these stages:</p><table>{cells}</table>"
                    f"<p>2. Payment. {PAY}</p>")


def signatures_side_by_side():
    block = lambda who, name: (f"<div style='flex:1'><p>{who}</p><p>By: __________________</p><p>Name: {name}</p>"
                               "<p>Date: _______________</p></div>")
    return chromium("<style>body{font:11pt 'Liberation Serif'}</style>"
                    f"<p>1. Licence. {GRANT}</p><p>2. Payment. {PAY}</p><p>IN WITNESS WHEREOF the parties have signed this "
                    "Agreement.</p><div style='display:flex'>"
                    + block("HARROW PRESS LIMITED", "Olive Harrow") + block("MINA OKAFOR", "Mina Okafor") + "</div>")


def contents():
    """A contents page with dot leaders, made by LibreOffice from a numbered outline."""
    tabs = ('<style:style style:name="Toc" style:family="paragraph"><style:paragraph-properties><style:tab-stops>'
            '<style:tab-stop style:position="16cm" style:type="right" style:leader-style="dotted" style:leader-text="."/>'
            "</style:tab-stops></style:paragraph-properties></style:style>"
            '<style:style style:name="Break" style:family="paragraph" style:parent-style-name="Heading_20_1">'
            '<style:paragraph-properties fo:break-before="page"/></style:style>')
    toc = "".join(office.p(f"{nth}. {heading}<text:tab/>{2 if nth < 3 else 3}", "Toc")
                  for nth, (heading, _) in enumerate(CLAUSES[1:4], 1))
    one = lambda nth, extra="": (f'<text:h text:style-name="{extra or "Heading_20_1"}" text:outline-level="1">{nth}. '
                                 f"{CLAUSES[nth][0]}</text:h>" + office.p(CLAUSES[nth][1]))
    body = office.p("CONTENTS") + toc + one(1, "Break") + one(2) + one(3, "Break")
    return office.convert(office.flat(body, styles=tabs), "fodt", "pdf")


class Sheet:
    """A page that is filled from the top with paragraphs."""

    def __init__(self, **options):
        self.out = io.BytesIO()
        self.canvas = Canvas(self.out, pagesize=A4, pageCompression=0, **options)
        self.y = 780

    def add(self, text, size=11, left=70, width=450):
        self.canvas.setFont("Times-Roman", size)
        for line in simpleSplit(text, "Times-Roman", size, width):
            self.canvas.drawString(left, self.y, line)
            self.y -= size * 1.25
        self.y -= 8

    def page(self):
        self.canvas.showPage()
        self.y = 780

    def bytes(self):
        self.canvas.save()
        return self.out.getvalue()


def form_fields():
    sheet = Sheet()
    sheet.add("1. Parties. This Agreement is between Harrow Press Limited (the \u201cClient\u201d) and the Artist named here:")
    form = sheet.canvas.acroForm
    sheet.canvas.drawString(70, sheet.y, "Artist:")
    form.textfield(name="Artist", value="Mina Okafor", x=120, y=sheet.y - 6, width=200, height=20)
    sheet.y -= 40
    sheet.add("2. Licence. " + GRANT)
    sheet.add("3. Payment. " + PAY)
    form.checkbox(name="Exclusive", checked=True, x=70, y=sheet.y - 6)
    sheet.canvas.setFont("Times-Roman", 11)
    sheet.canvas.drawString(100, sheet.y, "The licence is exclusive.")
    sheet.y -= 30
    sheet.add("4. Term. " + END)
    return sheet.bytes()


def annotations():
    sheet = Sheet()
    sheet.add("1. Licence. " + GRANT)
    sheet.canvas.textAnnotation("Is this meant to be for ever?", Rect=[300, 770, 320, 790], addtopage=1, T="(Ann Reed)")
    sheet.add("2. Payment. " + PAY)
    sheet.canvas.linkURL("https://harrowpress.example/terms", (70, 700, 300, 720))
    sheet.add("3. Policies. The terms at harrowpress.example/terms apply as amended from time to time.")
    return sheet.bytes()


def bates_and_watermark():
    sheet = Sheet()
    for nth, chunk in enumerate((CLAUSES[:4], CLAUSES[4:8], CLAUSES[8:])):
        canvas = sheet.canvas
        canvas.saveState()
        canvas.setFont("Helvetica-Bold", 90)
        canvas.setFillGray(0.85)
        canvas.translate(150, 250)
        canvas.rotate(50)
        canvas.drawString(0, 0, "DRAFT")
        canvas.restoreState()
        canvas.setFont("Courier", 8)
        canvas.drawString(450, 30, f"HARROW-{101 + nth:06d}")
        for at, (heading, text) in enumerate(chunk):
            sheet.add(f"{nth * 4 + at + 1}. {heading}. {text}")
        sheet.page()
    return sheet.bytes()


def sentence_over_the_page():
    """The sentence of the licence begins on one page and ends on the next; a footer stands between."""
    sheet = Sheet()
    cut = GRANT.index("and worldwide")
    for nth, (heading, text) in enumerate(CLAUSES[4:7], 1):
        sheet.add(f"{nth}. {heading}. {text}")
    sheet.add("4. Licence. " + GRANT[:cut].strip())
    sheet.canvas.setFont("Times-Roman", 9)
    sheet.canvas.drawString(250, 40, "Page 1 of 2")
    sheet.page()
    sheet.add(GRANT[cut:] + " " + CHANGE)
    sheet.add("5. Payment. " + PAY)
    sheet.canvas.setFont("Times-Roman", 9)
    sheet.canvas.drawString(250, 40, "Page 2 of 2")
    return sheet.bytes()


def password():
    sheet = Sheet(encrypt=StandardEncryption("secret", ownerPassword="owner", strength=128))
    sheet.add("1. Licence. " + GRANT)
    return sheet.bytes()


def picture(*texts):
    """Paragraphs as a picture of a page: a scan."""
    sheet = Sheet()
    for text in texts:
        sheet.add(text)
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "page.pdf"
        source.write_bytes(sheet.bytes())
        subprocess.run(["pdftoppm", "-r", "70", "-mono", "-png", source, f"{folder}/page"], check=True)
        return ImageReader(io.BytesIO(next(pathlib.Path(folder).glob("*.png")).read_bytes()))


def scanned():
    sheet = Sheet()
    sheet.canvas.drawImage(picture("1. Licence. " + GRANT, "2. Payment. " + PAY), 0, 0, *A4)
    return sheet.bytes()


def partly_scanned():
    sheet = Sheet()
    sheet.add("1. Licence. " + GRANT)
    sheet.page()
    sheet.canvas.drawImage(picture("2. Payment. " + PAY), 0, 0, *A4)
    sheet.page()
    sheet.add("3. Term. " + END)
    return sheet.bytes()


FILES = {
    "pdf-two-columns.pdf": two_columns, "pdf-one-then-two-columns.pdf": one_then_two_columns,
    "pdf-hyphens-and-ligatures.pdf": hyphens_and_ligatures, "pdf-header-and-footer.pdf": header_and_footer,
    "pdf-footnotes.pdf": footnotes, "pdf-table.pdf": table, "pdf-signatures-side-by-side.pdf": signatures_side_by_side,
    "pdf-contents-page.pdf": contents, "pdf-form-fields.pdf": form_fields, "pdf-annotations.pdf": annotations,
    "pdf-bates-and-watermark.pdf": bates_and_watermark, "pdf-sentence-over-the-page.pdf": sentence_over_the_page,
    "pdf-password.pdf": password, "pdf-scanned.pdf": scanned, "pdf-partly-scanned.pdf": partly_scanned,
}
