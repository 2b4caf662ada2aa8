"""Runs LibreOffice, and writes the flat OpenDocument files that it converts."""
import pathlib
import subprocess
import tempfile

from package import slim

NAMESPACES = " ".join(f'xmlns:{k}="{v}"' for k, v in {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}.items())


def flat(body, styles="", automatic="", master=""):
    """A flat OpenDocument text: body, named styles, automatic styles, and what the master page holds."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document {NAMESPACES} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">
<office:styles>
<style:default-style style:family="paragraph"><style:text-properties style:font-name="Liberation Serif"
 fo:font-size="11pt" fo:language="en" fo:country="GB"/></style:default-style>
<style:style style:name="Standard" style:family="paragraph"/>
<style:style style:name="Heading_20_1" style:display-name="Heading 1" style:family="paragraph"
 style:default-outline-level="1"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Heading_20_2" style:display-name="Heading 2" style:family="paragraph"
 style:default-outline-level="2"/>
{styles}</office:styles>
<office:automatic-styles><style:page-layout style:name="page"><style:page-layout-properties
 fo:page-width="21cm" fo:page-height="29.7cm" fo:margin="2cm"/><style:header-style/><style:footer-style/>
</style:page-layout>{automatic}</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="page">{master}</style:master-page>
</office:master-styles>
<office:body><office:text>{body}</office:text></office:body></office:document>"""


def convert(content, suffix, to, options=""):
    """Content (str or bytes) of a file with this suffix, as LibreOffice saves it in another format."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / f"source.{suffix}"
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to",
                        to + options, "--outdir", folder, str(source)], check=True, capture_output=True)
        data = (pathlib.Path(folder) / f"source.{to}").read_bytes()
    if to in ("odt", "docx"):
        data = slim(data, drop=("Thumbnails", "Configurations2", "layout-cache", "manifest.rdf", "thumbnail"))
    return data


def p(text, style="Standard"):
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def h(level, text):
    return f'<text:h text:style-name="Heading_20_{level}" text:outline-level="{level}">{text}</text:h>'
