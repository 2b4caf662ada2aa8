"""OpenDocument and RTF: LibreOffice saves flat OpenDocument sources; two RTF files are written as old programs did."""
import office
from office import h, p
from words import *

NUMBERS = ('<text:outline-style style:name="Outline"><text:outline-level-style text:level="1" style:num-format="1" '
           'style:num-suffix="."/><text:outline-level-style text:level="2" style:num-format="1" '
           'text:display-levels="2"/></text:outline-style>')
LEVELS = ('<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
          'style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="(" '
          'style:num-suffix=")"/><text:list-level-style-number text:level="3" style:num-format="i" style:num-prefix="(" '
          'style:num-suffix=")"/></text:list-style>')


def numbered_outline():
    return office.flat(p("Illustration Agreement", "Heading_20_0") + p(PARTIES) + h(1, "Rights") + h(2, "Licence") + p(GRANT)
                       + h(2, "Moral rights") + p(WAIVE) + h(1, "Money") + h(2, "Payment") + p(PAY), styles=NUMBERS)


def nested_lists():
    item = lambda text, more="": f"<text:list-item>{p(text)}{more}</text:list-item>"
    inner = ('<text:list>' + item("modify, adapt or transform the Work;") + item("train on the Work:", "<text:list>"
             + item("its own systems; and") + item("those of third parties; and") + "</text:list>")
             + item("sublicense these rights.") + "</text:list>")
    body = ('<text:list xml:id="one" text:style-name="L">' + item(GRANT) + item("The Client may:", inner) + "</text:list>"
            + p("This paragraph stands between two numbered ones.")
            + '<text:list text:style-name="L" text:continue-numbering="true">' + item(PAY) + item(END) + "</text:list>")
    return office.flat(body, automatic=LEVELS)


def table_and_footnote():
    cells = lambda row: "<table:table-row>" + "".join(
        f'<table:table-cell office:value-type="string">{p(it)}</table:table-cell>' for it in row) + "</table:table-row>"
    note = ('<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
            + p("Receipt is the day after sending.") + "</text:note-body></text:note>")
    body = (p("1. Fee. The Client shall pay these stages:") + '<table:table table:name="T"><table:table-column '
            'table:number-columns-repeated="2"/>' + cells(["Stage", "Amount"]) + cells(["Deposit", "\u00a3600.00"])
            + cells(["Finals", "\u00a31,800.00"]) + "</table:table>" + p("2. Payment. " + PAY + note) + p("3. Term. " + END))
    return office.flat(body)


def tracked_changes():
    when = "<office:change-info><dc:creator>Ann Reed</dc:creator><dc:date>2026-03-01T10:00:00</dc:date></office:change-info>"
    changes = ('<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>' + when + p("a non-exclusive")
               + '</text:deletion></text:changed-region><text:changed-region text:id="c2"><text:insertion>' + when
               + "</text:insertion></text:changed-region></text:tracked-changes>")
    body = (changes + p('1. Licence. The Artist grants the Client <text:change text:change-id="c1"/><text:change-start '
                        'text:change-id="c2"/>an exclusive, perpetual<text:change-end text:change-id="c2"/> licence to use '
                        "the Work.") + p("2. Payment. " + PAY))
    return office.flat(body)


def header_and_comment():
    master = f'<style:header>{p("Harrow Press: Illustration Agreement")}</style:header>' \
             f'<style:footer>{p("Version 3 of 2 March 2026")}</style:footer>'
    body = (p("1. Licence. The Artist grants the Client a <office:annotation><dc:creator>Ann Reed</dc:creator><dc:date>"
              "2026-03-01T10:00:00</dc:date>" + p("Is this meant to be for ever?") + "</office:annotation>perpetual licence "
              "to use the Work.") + p("2. Payment. " + PAY))
    return office.flat(body, master=master)


def hidden_text():
    style = ('<style:style style:name="Hid" style:family="text"><style:text-properties text:display="none"/></style:style>')
    body = (p("1. Licence. " + GRANT) + p("2. Payment. " + PAY + f' <text:span text:style-name="Hid">{MAY_TRAIN}</text:span>')
            + p("3. Term. " + END))
    return office.flat(body, automatic=style)


def rtf(body, head=""):
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\froman Times New Roman;}}" + head + r"\f0\fs22 " + body
            + "}").encode("ascii")


def escaped(text):
    return "".join(it if ord(it) < 128 else f"\\u{ord(it)}?" for it in text)


def code_page():
    """Letters by code page and by Unicode with fallbacks of one and of two characters."""
    body = (r"1. Licence. The Artist grants the Client (the \ldblquote Client\rdblquote ) a perpetual licence to use the Work"
            r" in Z\'fcrich and caf\'e9s\par 2. Payment. The Client shall pay \'80900.00 within ninety\~(90) days"
            r" \emdash  no later.\par {\uc2 3. Name. The Artist is \u321\'3f\'3fucja Okafor.}\par "
            r"4. Term. The Client may\line terminate this Agreement at any time without notice.\par ")
    return rtf(body)


def revisions_and_hidden():
    head = r"{\*\revtbl{Unknown;}{Ann Reed;}}"
    body = (r"1. Licence. The Artist grants the Client {\deleted\revauthdel1 a non-exclusive}{\revised\revauth1 an exclusive,"
            r" perpetual} licence to use the Work.\par 2. Payment. " + escaped(PAY) + r" {\v " + escaped(MAY_TRAIN)
            + r"}\par {\header Harrow Press: Illustration Agreement\par}{\footer Version 3 of 2 March 2026\par}"
            r"3. Term. " + escaped(END) + r"\par ")
    return rtf(body, head)


def saved(source, to):
    return lambda: office.convert(source(), "fodt", to)


FILES = {
    "odt-numbered-outline.odt": saved(numbered_outline, "odt"), "odt-nested-lists.odt": saved(nested_lists, "odt"),
    "odt-table-and-footnote.odt": saved(table_and_footnote, "odt"), "odt-tracked-changes.odt": saved(tracked_changes, "odt"),
    "odt-header-and-comment.odt": saved(header_and_comment, "odt"), "odt-hidden-text.odt": saved(hidden_text, "odt"),
    "rtf-numbered-outline.rtf": saved(numbered_outline, "rtf"), "rtf-nested-lists.rtf": saved(nested_lists, "rtf"),
    "rtf-table-and-footnote.rtf": saved(table_and_footnote, "rtf"), "rtf-code-page.rtf": code_page,
    "rtf-revisions-and-hidden.rtf": revisions_and_hidden,
}
