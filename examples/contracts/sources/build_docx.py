"""Turn a contract in this folder's small subset of Markdown into a Word file.

    python3 build_docx.py source.md target.docx

The head of the source, between two lines of ---, says:
    header:     the running header; the footer is always "Page n of m"
    paper:      letter | a4
    numbering:  typed       numbers stand in the text, as "## 1. FEES", "1.1 ...", "(a) ...", "(i) ..."
                automatic   numbers are Word's own: a nested Markdown list becomes 1. / 1.1 / (a) / (i),
                            and the text of the file holds no number at all

Then, one paragraph to a line: # title, ## clause heading, ### unnumbered heading, | tables |, --- (a page break),
**bold**, and everything else as body text. A table is ruled, unless it holds a line to sign on: that is a
signature block. Straight quotes become curly.
"""
import datetime
import re
import sys

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Inches, Mm, Pt

FONT = "Times New Roman"
MARK = re.compile(r"^\(([a-z]+)\)\s")
CENTRED = tuple(f"### {word}" for word in "EXHIBIT STATEMENT CERTIFICATE SCHEDULE PRIOR RECITALS".split())
LIST = re.compile(r"^( *)(\d+)\.\s+(.*)$")


def head_and_body(path):
    lines = open(path, encoding="utf-8").read().split("\n")
    end = lines.index("---", 1)
    head = {}
    for line in lines[1:end]:
        key, value = line.split(":", 1)
        head[key.strip()] = value.strip().strip('"')
    return head, lines[end + 1:]


def curly(text):
    text = re.sub(r'(^|[\s(\[*])"', "\\1\u201c", text).replace('"', "\u201d")
    return re.sub(r"(^|[\s(\[])'", "\\1\u2018", text).replace("'", "\u2019")


def add_runs(paragraph, text, bold=False):
    for i, piece in enumerate(curly(text).split("**")):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = True if bold or i % 2 else None
    return paragraph


def add_field(paragraph, code):
    for kind, text in (("begin", None), (None, code), ("end", None)):
        run = paragraph.add_run()
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._r.append(part)


def add_numbering(document):
    """A multilevel list of Word's own: 1. / 1.1 / (a) / (i)."""
    levels = [("decimal", "%1.", 0, 720), ("decimal", "%1.%2", 0, 720), ("lowerLetter", "(%3)", 720, 1287),
              ("lowerRoman", "(%4)", 1287, 1854)]
    xml = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/><w:lvlText w:val="{text}"/>'
        f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{left - at}"/></w:pPr></w:lvl>'
        for i, (fmt, text, at, left) in enumerate(levels))
    numbering = document.part.numbering_part.element
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">'
                         f'<w:multiLevelType w:val="multilevel"/>{xml}</w:abstractNum>')
    first_num = numbering.find(qn("w:num"))
    first_num.addprevious(abstract)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def number(paragraph, level):
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="90"/></w:numPr>'))


def set_up(document, head):
    section = document.sections[0]
    if head["paper"] == "a4":
        section.page_width, section.page_height = Mm(210), Mm(297)
    else:
        section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(1)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = FONT, Pt(11)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.05
    for name in ("Title", "Heading 1", "Heading 2"):
        style = document.styles[name]
        style.font.name, style.font.bold, style.font.size = FONT, True, Pt(14 if name == "Title" else 11)
        style.font.color.rgb = None
        style.paragraph_format.space_after = Pt(3)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]
        for key in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{key}"), FONT)
        border = style.element.pPr.find(qn("w:pBdr"))
        if border is not None:
            style.element.pPr.remove(border)
    top = section.header.paragraphs[0]
    top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    top.add_run(curly(head["header"])).font.size = Pt(9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("Page ")
    add_field(foot, "PAGE")
    foot.add_run(" of ")
    add_field(foot, "NUMPAGES")


def add_table(document, rows):
    cells = [[c.strip() for c in row.strip().strip("|").split("|")] for row in rows]
    rule, cells = cells[1], [cells[0]] + cells[2:]
    signing = any("____" in c for row in cells for c in row)
    table = document.add_table(rows=0, cols=len(cells[0]))
    if not signing:
        table.style = "Table Grid"
    for r, row in enumerate(cells):
        for cell, text, align in zip(table.add_row().cells, row, rule):
            paragraph = add_runs(cell.paragraphs[0], text, bold=r == 0)
            paragraph.paragraph_format.space_after = Pt(14 if signing else 2)
            if align.endswith(":") and not align.startswith(":"):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if cells[0][0] == "No.":
        table.autofit = False
        for column, width in zip(table.columns, (0.5, 3.4, 1.4, 1.2)):
            column.width = Inches(width)
            for cell in column.cells:
                cell.width = Inches(width)
    document.add_paragraph()


def indent_for(text, last):
    """The depth of a typed mark: (a) is 1, (i) is 2 unless it follows (h)."""
    mark = MARK.match(text)
    if not mark:
        return 0, None
    m = mark.group(1)
    roman = set(m) <= set("ivx") and not (m == "i" and last == "h") and not (m in "vx" and last in ("u", "w"))
    return (2 if roman else 1), m


def build(source, target):
    head, lines = head_and_body(source)
    document = Document()
    set_up(document, head)
    automatic = head["numbering"] == "automatic"
    if automatic:
        add_numbering(document)
    last, rows, break_next = None, [], False
    for line in lines + [""]:
        if line.startswith("|"):
            rows.append(line)
            continue
        if rows:
            add_table(document, rows)
            rows = []
        text = line.strip()
        if not text:
            continue
        if text == "---":
            break_next = True
            continue
        item = LIST.match(line) if automatic else None
        if text.startswith("# "):
            paragraph = add_runs(document.add_paragraph(style="Title"), text[2:])
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif text.startswith("## "):
            paragraph = add_runs(document.add_paragraph(style="Heading 1"), text[3:])
        elif text.startswith("### "):
            paragraph = add_runs(document.add_paragraph(style="Heading 2"), text[4:])
            if text.startswith(CENTRED):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        elif item:
            level = len(item.group(1)) // 4
            style = "Heading 1" if level == 0 else None
            body = item.group(3).strip("*") if level == 0 else item.group(3)
            paragraph = add_runs(document.add_paragraph(style=style), body)
            number(paragraph, level)
        else:
            depth, mark = indent_for(text, last)
            last = mark or last
            if mark:
                text = text.replace(") ", ")\t", 1)
            paragraph = add_runs(document.add_paragraph(), text)
            if depth:
                paragraph.paragraph_format.left_indent = Cm(1 + depth)
                paragraph.paragraph_format.first_line_indent = Cm(-1)
        paragraph.paragraph_format.page_break_before = break_next or None
        break_next = False
    properties = document.core_properties
    properties.author = properties.last_modified_by = "TermScore"
    properties.title = head["header"]
    properties.comments = "Invented example"
    properties.created = properties.modified = datetime.datetime(2026, 1, 1)
    document.save(target)


if __name__ == "__main__":
    build(sys.argv[1], sys.argv[2])
