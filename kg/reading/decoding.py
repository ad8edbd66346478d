"""Bytes to text: UTF-8, UTF-16 and Windows-1252, told apart by what the bytes say."""

from kg.errors import ArticleError

_SIGNATURES = {
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"PK\x03\x04": "a zip archive",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"%PDF": "a PDF",
    b"{\\rtf": "an RTF document",
    b"\xd0\xcf\x11\xe0": "an old Word document",
    b"7z\xbc\xaf": "a 7z archive",
    b"\x7fELF": "a program",
    b"OggS": "an audio file",
    b"ID3": "an audio file",
    b"SQLite format 3": "a database",
}
_SAMPLE = 4096


def decode(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The text of a file and what there is to warn of.

    Line ends and a byte order mark stay where they are (the mark is then the first character), so that the
    text of a valid UTF-8 file is ``data.decode("utf-8")``. ArticleError for bytes that are no text.
    """
    for signature, what in _SIGNATURES.items():
        if data.startswith(signature):
            hint = "rename it to .pdf" if what == "a PDF" else "save it as plain text, .html or .pdf"
            raise ArticleError(f"{name}: is {what}, not text", hint)
    utf16 = _utf16(data)
    if utf16:
        text = data.decode(utf16, "replace")
        return text, ("bytes that are no UTF-16 were replaced",) if "\ufffd" in text else ()
    if b"\0" in data:
        raise ArticleError(f"{name}: binary data (NUL bytes), not text", "save it as plain text, .html or .pdf")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", "replace")
    faults = text.count("\ufffd")
    if faults * 10 < sum(c > "\x7f" for c in text):
        return text, (f"{faults} faulty bytes in UTF-8 were replaced",)
    if sum(b < 9 or 13 < b < 32 for b in data[:_SAMPLE]) * 20 > len(data[:_SAMPLE]):
        raise ArticleError(
            f"{name}: binary data (control characters), not text", "save it as plain text, .html or .pdf"
        )
    try:
        return data.decode("cp1252"), ("read as Windows-1252",)
    except UnicodeDecodeError:
        raise ArticleError(f"{name}: neither UTF-8, UTF-16 nor Windows-1252", "save it as UTF-8") from None


def _utf16(data: bytes) -> str:
    """Its codec, if it is UTF-16: by its byte order mark, or by NULs in every other byte of a sample."""
    if data.startswith(b"\xff\xfe"):
        return "utf-16-le"
    if data.startswith(b"\xfe\xff"):
        return "utf-16-be"
    sample = data[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if len(sample) < 4 or min(even, odd) * 20 > max(even, odd) or max(even, odd) * 10 < len(sample) * 3:
        return ""
    return "utf-16-be" if even > odd else "utf-16-le"
