"""Plain texts in encodings that an editor would not keep, mail, and archives of several parts."""
import textwrap
from email.message import EmailMessage
from email.policy import SMTP

import docx_files
from package import pack
from words import *

BODY = "\n\n".join(["ILLUSTRATION AGREEMENT", PARTIES, "1. Licence. " + GRANT, "2. Payment. " + PAY, "3. Fee. The fee is "
                    "\u00a32,400.00 \u2013 no more."]) + "\n"


def form_feeds():
    pages = ["ILLUSTRATION AGREEMENT\n\n1. Licence. " + GRANT, "2. Payment. " + PAY + "\n\n3. Moral rights. " + WAIVE,
             "4. Term. " + END]
    wrapped = ["\n\n".join(textwrap.fill(it, 70) for it in page.split("\n\n")) for page in pages]
    return ("\n\n\f".join(wrapped) + "\n").encode()


def footer_in_a_sentence():
    """Text as a converter made it from a PDF: hard lines, and a footer with a form feed inside a sentence."""
    lines = []
    for nth, (heading, text) in enumerate(CLAUSES[:9], 1):
        lines += textwrap.wrap(f"{nth}. {heading}. {text}", 66) + [""]
    out, page = [], 1
    for nth, line in enumerate(lines):
        out.append(line)
        if nth >= 10 * page and page < 3 and line and not line.endswith("."):
            out += ["", f"Harrow Press / Okafor                    Page {page} of 3", "\f"]
            page += 1
    return ("\n".join(out).replace("\f\n", "\f") + "\n").encode()


def message(body, subject="Illustration Agreement", html=None):
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = "Olive Harrow <olive@harrowpress.example>", "Mina Okafor <mina@okafor.example>"
    mail["Date"], mail["Subject"] = "Tue, 03 Mar 2026 10:00:00 +0000", subject
    mail["Message-ID"] = "<1@harrowpress.example>"
    mail.set_content(body, cte="quoted-printable")
    if html:
        mail.add_alternative(html, subtype="html", cte="base64")
    return mail


def mail_plain():
    return bytes(message("Dear Mina,\n\nthese are our terms.\n\n1. Licence. " + GRANT + "\n\n2. Payment. " + PAY + "\n"))


def mail_attachment():
    mail = message("Dear Mina,\n\nplease sign the attached agreement.\n\nOlive\n")
    mail.make_mixed()
    mail.set_boundary("=outer")
    mail.add_attachment(docx_files.legal_numbering(), maintype="application", filename="agreement.docx",
                        subtype="vnd.openxmlformats-officedocument.wordprocessingml.document")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(40), maintype="image", subtype="png", filename="logo.png")
    return bytes(mail)


def mail_html():
    html = f"<html><body><p>Dear Mina,</p><ol><li>Licence. {GRANT}</li><li>Payment. {PAY}</li></ol></body></html>"
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = "Olive Harrow <olive@harrowpress.example>", "Mina Okafor <mina@okafor.example>"
    mail["Date"], mail["Subject"] = "Tue, 03 Mar 2026 10:00:00 +0000", "=?utf-8?q?Terms_for_the_six_illustrations_=E2=80=93_final?="
    mail.set_content(html, subtype="html", cte="base64")
    return bytes(mail)


def zip_main_and_exhibit():
    main = ("ILLUSTRATION AGREEMENT\n\n" + PARTIES + "\n\n1. Licence. " + GRANT + "\n\n2. Fee. The fee is set out in Exhibit A, "
            "and the house rules in Exhibit B apply.\n")
    return pack([("deal/agreement.txt", main), ("deal/Exhibit A.txt", "EXHIBIT A: FEE\n\n" + PAY + "\n"),
                 ("deal/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(40))])


FILES = {
    "txt-utf-16.txt": lambda: BODY.encode("utf-16"),
    "txt-utf-16-without-mark.txt": lambda: BODY.encode("utf-16-le"),
    "txt-utf-8-with-mark.txt": lambda: BODY.encode("utf-8-sig"),
    "txt-windows-1252.txt": lambda: BODY.encode("cp1252"),
    "txt-carriage-returns.txt": lambda: BODY.replace("\n", "\r").encode(),
    "txt-form-feeds.txt": form_feeds, "txt-footer-in-a-sentence.txt": footer_in_a_sentence,
    "html-windows-1252.html": lambda: ('<html><head><meta charset="windows-1252"><title>Terms</title></head><body><h1>Terms</h1>'
                                       f"<p>1. Licence. {GRANT}</p><p>2. Fee. The Client pays \u00a3900 \u2013 no more.</p>"
                                       f"<p>3. Payment. {PAY}</p></body></html>\n").encode("cp1252"),
    "mail-plain.eml": mail_plain, "mail-attachment.eml": mail_attachment, "mail-html-only.eml": mail_html,
    "mail-zip-main-and-exhibit.zip": zip_main_and_exhibit,
}
