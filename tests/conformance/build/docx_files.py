"""Word files, one trait each: python-docx makes the package, the trait is WordprocessingML as Word writes it."""
import datetime
import io

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

import office
from package import slim
from words import *

NS = nsdecls("w", "r", "wp", "a") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"' \
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"' \
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def r(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner, properties=""):
    """A paragraph; inner is runs, or plain text."""
    inner = inner if inner.startswith("<") else r(inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def style(name):
    return f'<w:pStyle w:val="{name}"/>'


def num(level, number=1):
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'


def lvl(at, fmt, text, more=""):
    return (f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{fmt}"/>{more}<w:lvlText w:val="{text}"/>'
            f'<w:lvlJc w:val="left"/></w:lvl>')


def numbering(levels, nums='<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'):
    return (f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{"".join(levels)}'
            f"</w:abstractNum>{nums}")


LEGAL = [lvl(0, "decimal", "%1."), lvl(1, "decimal", "%1.%2"), lvl(2, "lowerLetter", "(%3)"),
         lvl(3, "lowerRoman", "(%4)")]


def word(body, lists="", change=None):
    """Body XML and numbering XML to a Word file; change sees the python-docx document before it is saved."""
    document = docx.Document()
    root = document.element.body
    for element in parse_xml(f"<w:body {NS}>{body}</w:body>"):
        root.insert(len(root) - 1, element)
    if lists:
        part = document.part.numbering_part.element
        for child in list(part):
            part.remove(child)
        for element in parse_xml(f"<w:numbering {NS}>{lists}</w:numbering>"):
            part.append(element)
    if change:
        change(document)
    document.core_properties.created = document.core_properties.modified = datetime.datetime(2026, 1, 1)
    styles = document.styles.element
    for element in list(styles):
        keep = ("Normal", "Title", "Heading1", "Heading2", "TableNormal", "DefaultParagraphFont", "Header", "Footer")
        if element.tag == qn("w:latentStyles") or element.tag == qn("w:style") \
                and element.get(qn("w:styleId")) not in keep:
            styles.remove(element)
    for relations in (document.part.rels, document.part.package.rels):
        for at in [at for at, it in relations.items() if it.reltype.rsplit("/", 1)[-1] in UNREAD]:
            del relations[at]
    out = io.BytesIO()
    document.save(out)
    return slim(out.getvalue())


# Parts of python-docx's template that hold no text and no numbering.
UNREAD = ("stylesWithEffects", "theme", "thumbnail", "customXml", "webSettings", "fontTable")


def add_part(document, name, kind, xml):
    """A part beside the document, such as its comments or footnotes."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    content = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
    part = Part(PackURI(f"/word/{name}.xml"), content, xml.encode(), document.part.package)
    document.part.relate_to(part, getattr(RT, kind))


def legal_numbering():
    body = [p("Illustration Agreement", style("Title")), p(PARTIES), p("Licence", num(0)), p(GRANT, num(1)),
            p("The Client may:", num(1)), p("modify, adapt or transform the Work;", num(2)),
            p("use the Work to train artificial intelligence systems, including:", num(2)),
            p("its own systems; and", num(3)), p("those of third parties; and", num(3)),
            p("sublicense these rights.", num(2)), p("Payment", num(0)), p(PAY, num(1)), p(INTEREST, num(1))]
    return word("".join(body), numbering(LEGAL))


def article_and_section():
    levels = [lvl(0, "upperRoman", "Article %1"), lvl(1, "decimalZero", "Section %1.%2", "<w:isLgl/>"),
              lvl(2, "lowerLetter", "(%3)")]
    body = [p("ILLUSTRATION AGREEMENT", style("Title")), p(PARTIES), p("GRANT OF RIGHTS", num(0)),
            p(GRANT, num(1)), p(CHANGE, num(1)), p("PAYMENT", num(0)), p(PAY, num(1)),
            p("If a sum is late, the Artist may:", num(1)), p("charge interest at four per cent (4%) a year; and", num(2)),
            p("suspend the Services.", num(2))]
    return word("".join(body), numbering(levels))


def restarts():
    nums = ('<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
            '<w:num w:numId="3"><w:abstractNumId w:val="1"/></w:num>')
    second = ('<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="multilevel"/>'
              + lvl(0, "decimal", "%1.") + lvl(1, "upperLetter", "%2.", '<w:lvlRestart w:val="0"/>') + "</w:abstractNum>")
    lists = f'{numbering(LEGAL, "")}{second}{nums}'
    body = [p("PART ONE", style("Heading1")), p(GRANT, num(0)), p(CHANGE, num(0)),
            p("This paragraph stands between two numbered ones."), p(PAY, num(0)),
            p("PART TWO", style("Heading1")), p(WAIVE, num(0, 2)), p(END, num(0, 2)),
            p("PART THREE", style("Heading1")), p("The Artist shall deliver:", num(0, 3)), p("sketches; and", num(1, 3)),
            p("final files.", num(1, 3)), p("The Client shall supply:", num(0, 3)), p("the brief; and", num(1, 3)),
            p("the texts.", num(1, 3))]
    return word("".join(body), lists)


def numbered_heading_style():
    def change(document):
        for name, level in (("Heading 1", 0), ("Heading 2", 1)):
            properties = document.styles[name].element.get_or_add_pPr()
            properties.append(parse_xml(f'<w:numPr {NS}><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'))
    levels = [lvl(0, "decimal", "%1.", '<w:pStyle w:val="Heading1"/>'),
              lvl(1, "decimal", "%1.%2", '<w:pStyle w:val="Heading2"/>')]
    body = [p("Recitals", style("Heading1") + '<w:numPr><w:numId w:val="0"/></w:numPr>'), p(PARTIES),
            p("Rights", style("Heading1")), p("Licence", style("Heading2")), p(GRANT),
            p("Moral rights", style("Heading2")), p(WAIVE), p("Money", style("Heading1")),
            p("Payment", style("Heading2")), p(PAY)]
    return word("".join(body), numbering(levels), change)


def cell(inner, properties=""):
    return f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/>{properties}</w:tcPr>{inner}</w:tc>'


def table(rows):
    rows = "".join(f'<w:tr>{"".join(cells)}</w:tr>' for cells in rows)
    return f'<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>'


def merged_cells():
    rows = [[cell(p("Stage")), cell(p("When due")), cell(p("Amount"))],
            [cell(p("Deposit"), '<w:vMerge w:val="restart"/>'), cell(p("On signature")), cell(p("\u00a3600.00"))],
            [cell(p(""), "<w:vMerge/>"), cell(p("On receipt of the brief")), cell(p("\u00a3200.00"))],
            [cell(p("Total fee"), '<w:gridSpan w:val="2"/>'), cell(p("\u00a3800.00"))]]
    body = [p("1. Fee. The Client shall pay the stages of this table:"), table(rows), p("2. Payment. " + PAY)]
    return word("".join(body))


def layout_table():
    sign = lambda who: p(f"Signed for {who}") + p("Signature: ____________________") + p("Date: ____________")
    inner = table([[cell(p("Sketches")), cell(p("2"))], [cell(p("Finals")), cell(p("6"))]])
    body = [p("1. Licence. " + GRANT), p("2. Rounds. The fee includes the rounds of this table:"),
            table([[cell(p("Rounds")), cell(inner + p(""))]]), p("3. Term. " + END),
            table([[cell(sign("Harrow Press Limited")), cell(sign("Mina Okafor"))]])]
    return word("".join(body))


def header_and_footer():
    def change(document):
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "Confidential"
        section.header.paragraphs[0].text = "Harrow Press: Illustration Agreement"
        section.footer.paragraphs[0].text = "Version 3 of 2 March 2026"
    return word("".join([p("ILLUSTRATION AGREEMENT", style("Title")), p("1. Licence. " + GRANT),
                         p("2. Payment. " + PAY)]), change=change)


def footnotes():
    mark = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    note = lambda at, text: f'<w:footnote w:id="{at}">{p("<w:r><w:footnoteRef/></w:r>" + r(" " + text))}</w:footnote>'
    xml = (f'<w:footnotes {NS}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
           + note(2, "Including sketches that were not chosen.") + note(3, "Receipt is the day after sending.")
           + "</w:footnotes>")
    cut = GRANT.index(" for any purpose")
    body = [p("1. Licence."), p(r(GRANT[:cut]) + mark.format(2) + r(GRANT[cut:])), p("2. Payment."),
            p(r(PAY) + mark.format(3))]
    return word("".join(body), change=lambda it: add_part(it, "footnotes", "FOOTNOTES", xml))


def text_box():
    box = "<w:txbxContent>" + p("Side letter: " + CHANGE) + "</w:txbxContent>"
    drawing = ('<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1"'
               ' behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
               '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
               '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
               '<wp:extent cx="2000000" cy="500000"/><wp:wrapSquare wrapText="bothSides"/><wp:docPr id="1" name="b"/>'
               '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
               '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2000000" cy="500000"/>'
               '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
               f'<wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>')
    old = f'<w:pict><v:shape style="width:150pt;height:40pt"><v:textbox>{box}</v:textbox></v:shape></w:pict>'
    both = (f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawing}</mc:Choice>'
            f'<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>')
    return word("".join([p("1. Licence. " + GRANT), p(r("2. Payment. " + PAY) + both), p("3. Term. " + END)]))


def fields():
    run = lambda kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'
    field = lambda code, result: (run("begin") + f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
                                  + run("separate") + r(result) + run("end"))
    link = '<w:hyperlink w:anchor="terms">' + r("harrowpress.example/terms") + "</w:hyperlink>"
    body = [p("1. Licence. " + GRANT),
            p(r("2. Payment. Subject to clause ") + field("REF _Ref1 \\r \\h", "1") + r(", the Client shall pay each "
              "invoice within ") + field('DOCPROPERTY "Days"', "ninety (90) days") + r(" of receipt.")),
            p(r("3. Policies. The policies at ") + link + r(" apply as amended from time to time.")),
            p(r("4. Date. This Agreement is dated ") + '<w:fldSimple w:instr=" DATE \\@ d ">' + r("3 March 2026")
              + "</w:fldSimple>" + r("."))]
    return word("".join(body))


def content_controls():
    sdt = lambda properties, text: (f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>")
    box = lambda on: sdt(f'<w14:checkbox><w14:checked w14:val="{int(on)}"/></w14:checkbox>', "\u2612" if on else "\u2610")
    body = [p(r("1. Parties. This Agreement is between Harrow Press Limited (the \u201cClient\u201d) and ")
              + sdt("<w:showingPlcHdr/><w:text/>", "Click or tap here to enter text.") + r(" (the \u201cArtist\u201d).")),
            p("2. Licence. " + GRANT),
            p(r("3. Payment. The Client shall pay each invoice within ")
              + sdt('<w:dropDownList><w:listItem w:displayText="30 days" w:value="30"/></w:dropDownList>', "ninety (90) days")
              + r(" of receipt.")),
            p(box(True) + r(" The Client may assign this Agreement.")), p(box(False) + r(" The Client may use subcontractors."))]
    return word("".join(body))


WHO = 'w:id="{}" w:author="Ann Reed" w:date="2026-03-01T10:00:00Z"'


def tracked_changes():
    ins = lambda at, runs: f"<w:ins {WHO.format(at)}>{runs}</w:ins>"
    cut = lambda at, text: (f'<w:del {WHO.format(at)}><w:r><w:delText xml:space="preserve">{text}</w:delText></w:r></w:del>')
    gone = f"<w:rPr><w:del {WHO.format(9)}/></w:rPr>"
    body = [p(r("1. Licence. The Artist grants the Client ") + cut(1, "a non-exclusive") + ins(2, r("an exclusive, perpetual"))
              + r(" licence to use the Work.")),
            p(cut(3, "2. Artificial intelligence. " + TRAIN), gone),
            p(r("3. Payment. The Client shall pay each invoice within ") + cut(4, "thirty (30)") + ins(5, r("ninety (90)"))
              + r(" days of receipt.")),
            p(ins(6, r("4. Term. " + END)), f"<w:rPr><w:ins {WHO.format(7)}/></w:rPr>")]
    return word("".join(body))


def comments():
    xml = (f'<w:comments {NS}>'
           f'<w:comment {WHO.format(0)} w:initials="AR">{p("Is this meant to be for ever?")}</w:comment>'
           '<w:comment w:id="1" w:author="Bob Lisle" w:initials="BL">' + p("Our standard is sixty days.") + "</w:comment></w:comments>")
    around = lambda at, text: (f'<w:commentRangeStart w:id="{at}"/>{r(text)}<w:commentRangeEnd w:id="{at}"/>'
                               f'<w:r><w:commentReference w:id="{at}"/></w:r>')
    body = [p(r("1. Licence. The Artist grants the Client a ") + around(0, "perpetual") + r(" licence to use the Work.")),
            p(r("2. Payment. The Client shall pay each invoice within ") + around(1, "ninety (90) days") + r(" of receipt."))]
    return word("".join(body), change=lambda it: add_part(it, "comments", "COMMENTS", xml))


def hidden_text():
    body = [p("1. Licence. " + GRANT), p(r("2. Payment. " + PAY) + r(" " + MAY_TRAIN, "<w:vanish/>")), p("3. Term. " + END)]
    return word("".join(body))


def symbols_and_breaks():
    tab, br = "<w:r><w:tab/></w:r>", "<w:r><w:br/></w:r>"
    body = [p(r("1.") + tab + r("Licence. The Artist grants the Client a non") + "<w:r><w:noBreakHyphen/></w:r>"
              + r("exclusive, irre") + "<w:r><w:softHyphen/></w:r>" + r("vocable licence to use the Work.")),
            p(r("2.") + tab + r("Payment. The Client shall pay each invoice") + br + r("within ninety (90) days of receipt.")),
            p(r("3.") + tab + r("Delivery. ") + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>' + r(" print ")
              + '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + r(" web")),
            p('<w:r><w:br w:type="page"/></w:r>' + r("4.") + tab + r("Term. " + END))]
    return word("".join(body))


def contents_page():
    toc = lambda text, page: p(r(text) + "<w:r><w:tab/></w:r>" + r(page))
    body = [p("CONTENTS", style("Title")), toc("1. Licence", "2"), toc("2. Payment", "2"), toc("3. Term", "3"),
            p("Licence", style("Heading1") + num(0)), p(GRANT), p("Payment", style("Heading1") + num(0)), p(PAY),
            p("Term", style("Heading1") + num(0)), p(END)]
    return word("".join(body), numbering(LEGAL))


def signature_and_exhibit():
    body = [p("1. Licence. " + GRANT), p("2. Fee. The fee is set out in Exhibit A, and the house rules in Exhibit B apply."),
            p("IN WITNESS WHEREOF the parties have signed this Agreement."), p("HARROW PRESS LIMITED"),
            p("By: ____________________"), p("Name: Olive Harrow"), p("Title: Director"),
            p('<w:r><w:br w:type="page"/></w:r>' + r("EXHIBIT A: FEE"), style("Heading1")), p(PAY)]
    return word("".join(body))


def from_writer():
    """What LibreOffice saves as docx: a numbered outline and a list, both by its own styles."""
    outline = ('<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" '
               'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" '
               'text:display-levels="2"/></text:outline-style>')
    letters = ('<text:list-style style:name="Letters"><text:list-level-style-number text:level="1" style:num-format="a" '
               'style:num-prefix="(" style:num-suffix=")"/></text:list-style>')
    item = lambda text: f"<text:list-item>{office.p(text)}</text:list-item>"
    body = (office.h(1, "Licence") + office.p(GRANT) + office.p("The Client may:") + '<text:list text:style-name="Letters">'
            + item("modify, adapt or transform the Work; and") + item("sublicense these rights.") + "</text:list>"
            + office.h(1, "Money") + office.h(2, "Payment") + office.p(PAY) + office.h(2, "Interest") + office.p(INTEREST))
    return office.convert(office.flat(body, styles=outline, automatic=letters), "fodt", "docx")


FILES = {
    "docx-legal-numbering.docx": legal_numbering, "docx-article-and-section.docx": article_and_section,
    "docx-numbering-restarts.docx": restarts, "docx-numbered-heading-style.docx": numbered_heading_style,
    "docx-merged-cells.docx": merged_cells, "docx-layout-table.docx": layout_table,
    "docx-header-and-footer.docx": header_and_footer, "docx-footnotes.docx": footnotes, "docx-text-box.docx": text_box,
    "docx-fields-and-links.docx": fields, "docx-content-controls.docx": content_controls,
    "docx-tracked-changes.docx": tracked_changes, "docx-comments.docx": comments, "docx-hidden-text.docx": hidden_text,
    "docx-symbols-and-breaks.docx": symbols_and_breaks, "docx-contents-page.docx": contents_page,
    "docx-signature-and-exhibit.docx": signature_and_exhibit, "docx-from-writer.docx": from_writer,
}
