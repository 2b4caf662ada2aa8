"""The words of the conformance documents: one small invented contract, said once."""

PARTIES = ("This Agreement is made on 3 March 2026 between Harrow Press Limited (the \u201cClient\u201d) and "
           "Mina Okafor (the \u201cArtist\u201d).")
WORK = "\u201cWork\u201d means the six illustrations described in the brief."
GRANT = ("The Artist grants the Client an exclusive, perpetual, irrevocable and worldwide licence to use the Work "
         "for any purpose.")
CHANGE = "The Client may modify, adapt or transform the Work without further consent."
TRAIN = "The Client shall not use the Work to train any machine-learning model."
MAY_TRAIN = "The Client may use the Work to train artificial intelligence systems."
PAY = "The Client shall pay each invoice within ninety (90) days of receipt."
INTEREST = "Late sums bear interest at four per cent (4%) a year."
WAIVE = "The Artist waives all moral rights in the Work."
INDEMNITY = "The Artist shall indemnify the Client against all claims, losses and costs arising from the Work."
END = "The Client may terminate this Agreement at any time without notice."
LAW = "This Agreement is governed by the law of England and Wales."
COMPETE = "The Artist shall not work for any competitor of the Client for twelve (12) months after this Agreement ends."
SECRET = "The Artist shall keep the Client\u2019s confidential information secret for five (5) years."

# Twelve clauses, enough to fill pages: heading, sentences.
CLAUSES = [
    ("Services", "The Artist shall make the Work with reasonable skill and care. The Client shall give a complete "
     "written brief, and the texts that the Work is to go with, by the dates in the brief."),
    ("Licence", GRANT + " " + CHANGE),
    ("Fee", "The fee is \u00a32,400.00. " + PAY + " " + INTEREST),
    ("Moral rights", WAIVE),
    ("Confidentiality", SECRET + " This does not apply to information that is public, already known, or required "
     "by law to be disclosed."),
    ("Indemnity", INDEMNITY),
    ("Other work", COMPETE),
    ("Artificial intelligence", TRAIN),
    ("Term", "This Agreement begins on its date and lasts for two (2) years. " + END),
    ("Notices", "A notice under this Agreement must be in writing and is given when it is delivered by hand, or two "
     "working days after it was posted by first-class mail to the address at the head of this Agreement."),
    ("Assignment", "The Client may assign this Agreement to any person without the consent of the Artist."),
    ("Law", LAW),
]
