"""Files that hold their text inside something else: HTML, PDF, JSON Lines."""

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from lxml import etree  # type: ignore[import-untyped]
from lxml import html as lxml_html

from kg.errors import ArticleError
from kg.reading.decoding import decode
from kg.reading.front_matter import named_fields

_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w-]{1,40})""", re.IGNORECASE)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "title",
        "tr",
        "ul",
    ]
)
_UNSEEN = ("script", "style", "noscript", "template", "head", "svg", "iframe", "object", "button", "select")
_TEXT_KEYS = ("text", "body", "content", "maintext", "main_text", "article", "full_text")
_METADATA = ("title", "date", "sitename", "author", "url", "language", "license")
_DATE_SEARCH = {"extensive_search": False, "original_date": True}  # a date that is stated, not one that is guessed
_NO_TITLE = re.compile(r"\.(docx?|pdf|indd|tex)$|untitled|microsoft", re.IGNORECASE)
_JSON_HINT = "write one JSON object on each line"
#: A text and the fields of the article.
Extracted = tuple[str, dict[str, str]]


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keeps a library's own complaints off the screen; what matters is in our own message."""
    logger = logging.getLogger(name)
    level = logger.level
    logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        logger.setLevel(level)


def from_html(data: bytes, name: str) -> Extracted:
    """Main text and metadata of a page; all its text where no main text can be told (very short pages)."""
    import trafilatura  # here, since it takes longer to import than most articles to read

    page = _decode_html(data, name)
    with _quiet("trafilatura"), _quiet("htmldate"):
        try:
            found = trafilatura.bare_extraction(
                page,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                date_extraction_params=_DATE_SEARCH,
            )
        except Exception:  # trafilatura lets errors of lxml and of its own through; the text is read without it
            found = None
    record: dict[str, Any] = found if isinstance(found, dict) else found.as_dict() if found is not None else {}
    text = "\n\n".join(line for line in str(record.get("text") or "").split("\n") if line.strip())
    whole = _all_text(page)
    if not text or len(text) * 4 < len(whole) < 2000:
        text = whole
    return text, named_fields({key: record.get(key) for key in _METADATA})


def _decode_html(data: bytes, name: str) -> str:
    declared = _CHARSET.search(data[:4096])
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        codec = declared[1].decode("ascii").lower()
        try:
            return data.decode("cp1252" if codec in ("iso-8859-1", "latin-1", "us-ascii") else codec)
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data, name)[0].removeprefix("\ufeff")


def _all_text(page: str) -> str:
    """The text of a page by its blocks, an empty line between them."""
    try:
        # As bytes, since lxml refuses a str that declares an encoding.
        parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
        root = lxml_html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if element.tag in _BLOCKS:
            parts.append("\n")
        parts.append((element.text if event == "start" else element.tail) or "")
    return "\n\n".join(
        line
        for block in "".join(p if p == "\n" else re.sub(r"\s+", " ", p) for p in parts).split("\n")
        if (line := block.strip())
    )


def from_pdf(data: bytes, name: str) -> Extracted:
    """The text of all pages, an empty line between pages, and the title if the document has one."""
    import pypdf  # here, for the same reason as trafilatura

    with _quiet("pypdf"):
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise ArticleError(f"{name}: the PDF is locked by a password", "save it without a password")
            pages = [page.extract_text() for page in reader.pages]
            title = str((reader.metadata and reader.metadata.title) or "")
        except ArticleError:
            raise
        except pypdf.errors.DependencyError as error:
            raise ArticleError(f"{name}: the PDF is encrypted", "save it without a password") from error
        except Exception as error:  # pypdf lets KeyError, TypeError, RecursionError and others through
            what = " ".join(str(error).split())[:80] or type(error).__name__
            raise ArticleError(f"{name}: the PDF is broken ({what})", "save it again, or save its text") from error
    text = "\n\n".join(page.strip("\n") for page in pages if page.strip()).encode("utf-8", "replace").decode("utf-8")
    if not text.strip():
        raise ArticleError(f"{name}: the PDF holds no text (scanned pages?)", "run OCR on it first")
    is_title = 5 < len(title) < 200 and not _NO_TITLE.search(title)
    return text, named_fields({"title": title} if is_title else {})


def from_json(line: str, name: str) -> tuple[str, dict[str, str], str]:
    """Text, fields and id of one article of a JSON Lines file; ``name`` is the file and the line's number."""
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        problem = getattr(error, "msg", "") or type(error).__name__
        raise ArticleError(f"{name}: no JSON ({problem})", _JSON_HINT) from error
    if not isinstance(record, dict):
        raise ArticleError(f"{name}: {type(record).__name__} where an object should be", _JSON_HINT)
    text = next((record[key] for key in _TEXT_KEYS if isinstance(record.get(key), str)), None)
    if text is None:
        raise ArticleError(
            f"{name}: no text, keys are {', '.join(sorted(map(str, record)))[:80] or 'none'}",
            "put the text under one of " + ", ".join(_TEXT_KEYS[:3]),
        )
    own = record.get("id", record.get("_id", ""))
    own_id = str(own).strip() if isinstance(own, str | int) and not isinstance(own, bool) else ""
    # Lone surrogates can be escaped in JSON but not be written to a store.
    fields = {key: _sound(value) for key, value in named_fields(record).items()}
    return _sound(text), fields, _sound(own_id)


def _sound(text: str) -> str:
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
