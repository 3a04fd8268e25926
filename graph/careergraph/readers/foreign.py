"""Files that are no matrix format: recognised, with what to do about each."""

from __future__ import annotations

from careergraph.errors import MatrixError

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The first bytes of Office files before 2007, and of encrypted ones since."""

ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ZIP = b"PK\x03\x04"
PDF = b"%PDF-"

OLD_WORKBOOK = "is an Excel 97-2003 workbook. Open it and save it as XLSX."
DOCUMENT = (
    "is a text document. Save it as a web page (HTML), or copy its table into a spreadsheet and "
    "save that as XLSX, ODS or CSV."
)
PRINTED = "is a PDF, which has lost its cells. Ask for the document that it was made from."
PAGES = "can only be read by its own program. Export it from there as XLSX or CSV."

SUFFIXES = {
    ".xls": OLD_WORKBOOK,
    ".xlsb": "is a binary Excel workbook. Open it and save it as XLSX.",
    ".doc": DOCUMENT,
    ".docx": DOCUMENT,
    ".odt": DOCUMENT,
    ".rtf": DOCUMENT,
    ".pdf": PRINTED,
    ".numbers": PAGES,
    ".pages": PAGES,
    ".gsheet": "is a link to Google Sheets. Download the sheet as XLSX or CSV.",
}
"""What to do about files with these suffixes."""

MEMBERS = {
    b"word/document.xml": DOCUMENT,
    b"xl/workbook.bin": SUFFIXES[".xlsb"],
    b"application/vnd.oasis.opendocument.text": DOCUMENT,
    b"Index/Document.iwa": PAGES,
}
"""What tells ZIP archives apart, in the names of their members or the type they state."""

WORKBOOKS = {b"xl/workbook.xml": "xlsx", b"opendocument.spreadsheet": "ods"}


def refuse(name: str, data: bytes, format_name: str) -> None:
    """Refuse the content of a file that is no matrix format, or another one than was said.

    Raises
    ------
    MatrixError
        It is such a file; the message says what to do.
    """
    if data.startswith(OLE):
        protected = "is protected by a password. Open it and save it as XLSX without one."
        raise MatrixError(f"{name} {protected if ENCRYPTED in data else OLD_WORKBOOK}")
    if data[:1024].lstrip().startswith(PDF):
        raise MatrixError(f"{name} {PRINTED}")
    if not data.startswith(ZIP):
        return
    for sign, remedy in MEMBERS.items():
        if sign in data:
            raise MatrixError(f"{name} {remedy}")
    for sign, right in WORKBOOKS.items():
        if sign in data and right != format_name:
            raise MatrixError(f"{name} is a workbook. Name its format with --format {right}.")
