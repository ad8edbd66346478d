"""A ``Doc`` as CoNLL-U, as a table for reading, and as drawings (SVG); all offline."""

import html
import re
from collections.abc import Iterator

from spacy import displacy
from spacy.tokens import Doc, Span, Token

_SPACES = re.compile(r"\s+")
_CLITIC = re.compile(r"(?i)n['’]?t|['’‘`](?:s|re|ve|ll|d|m)|['’]|not|na|ta|s")


def words(span: Span) -> list[Token]:
    """The words of a sentence, without the tokens that are white space."""
    return [t for t in span if not t.is_space]


def _space(token: Token) -> str:
    """``SpaceAfter=No``, ``SpacesAfter=...`` for anything else than one blank, or nothing."""
    doc, i = token.doc, token.i + 1
    after = token.whitespace_
    while i < len(doc) and doc[i].is_space:
        after += doc[i].text_with_ws
        i += 1
    if after == " " or (not after and i >= len(doc)):
        return ""
    if not after:
        return "SpaceAfter=No"
    return "SpacesAfter=" + "".join(
        {" ": "\\s", "\n": "\\n", "\t": "\\t", "\r": "\\r", "|": "\\p"}.get(c, "\\s") for c in after
    )


def _entity(token: Token) -> str:
    """GUM's brackets, with kinds instead of group numbers: ``(PERSON`` ... ``PERSON)``."""
    if not token.ent_type_:
        return ""
    doc, i = token.doc, token.i + 1
    while i < len(doc) and doc[i].is_space:
        i += 1
    begins = token.ent_iob_ == "B"
    ends = not (i < len(doc) and doc[i].ent_iob_ == "I" and doc[i].ent_type_)
    return (
        "Entity=" + ("(" if begins else "") + (token.ent_type_ if begins or ends else "") + (")" if ends else "")
        if begins or ends
        else ""
    )


def _multiword(tokens: list[Token], i: int) -> int:
    """How many words, from ``i`` on, are one token that UD v2 gives a line of its own (``don't``); 1 for none."""
    n = 1
    while (
        i + n < len(tokens)
        and not tokens[i + n - 1].whitespace_
        and tokens[i + n].i == tokens[i + n - 1].i + 1
        and tokens[i + n - 1].text[-1:].isalpha()
        and _CLITIC.fullmatch(tokens[i + n].text)
        and (tokens[i + n].pos_ in ("PART", "AUX", "VERB", "PRON"))
    ):
        n += 1
    return n


def _rows(sent: Span) -> Iterator[list[str]]:
    tokens = words(sent)
    number = {t.i: n for n, t in enumerate(tokens, 1)}
    covered = 0
    for k, t in enumerate(tokens):
        length = _multiword(tokens, k) if k >= covered else 1
        if length > 1:
            covered = k + length
            form = "".join(x.text for x in tokens[k:covered])
            yield [f"{k + 1}-{covered}", form, *"_" * 7, _space(tokens[covered - 1]) or "_"]
        head = 0 if t.head.i == t.i else number.get(t.head.i, 0)
        inside = k < covered - 1 or (k < covered and length == 1)
        misc = "|".join(v for v in (_entity(t), "" if inside or length > 1 else _space(t)) if v)
        relation = t.dep_ or "dep"
        deps = f"{head}:{relation}"
        yield [
            str(k + 1),
            _one_line(t.text),
            _one_line(t.lemma_) or "_",
            t.pos_ or "X",
            t.tag_ or "_",
            str(t.morph) or "_",
            str(head),
            relation,
            deps,
            misc or "_",
        ]


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", text)


def to_conllu(doc: Doc) -> str:
    """The document in CoNLL-U: ten columns, ``# text`` lines, blank line after each sentence.

    MISC holds ``Entity=`` brackets and spacing. Contractions written as one token get a range line. DEPS repeats
    the basic tree.
    An empty document gives an empty string.
    """
    lines: list[str] = []
    for number, sent in enumerate(_sentences(doc), 1):
        lines += [f"# sent_id = {number}", "# text = " + _one_line(sent.text).strip()]
        lines += ["\t".join(row) for row in _rows(sent)]
        lines.append("")
    return "\n".join(lines) + "\n" if lines else ""


def _sentences(doc: Doc) -> list[Span]:
    return [s for s in doc.sents if words(s)] if len(doc) else []


def to_table(doc: Doc) -> str:
    """The document as aligned columns for reading: number, word, lemma, part of speech, relation, head, name."""
    lines: list[str] = []
    for sent in _sentences(doc):
        tokens = words(sent)
        number = {t.i: n for n, t in enumerate(tokens, 1)}
        rows = [["#", "word", "lemma", "pos", "relation", "head", "name", "features"]]
        for n, t in enumerate(tokens, 1):
            head = "-" if t.head.i == t.i else f"{number.get(t.head.i, 0)} {_one_line(t.head.text)}"
            name = f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else ""
            rows.append([str(n), _one_line(t.text), _one_line(t.lemma_), t.pos_, t.dep_, head, name, str(t.morph)])
        widths = [max(len(row[c]) for row in rows) for c in range(len(rows[0]))]
        lines.append(_one_line(sent.text).strip())
        lines += ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows]
        lines.append("")
    return "\n".join(lines) + "\n" if lines else ""


def to_svg(doc: Doc) -> str:
    """One SVG document with the trees of all sentences one below the other; nothing is loaded from elsewhere."""
    drawings: list[tuple[float, float, str]] = []
    for count, sent in enumerate(_sentences(doc), 1):
        tokens = words(sent)
        number = {t.i: n for n, t in enumerate(tokens)}
        arcs = [
            {
                "start": min(number[t.i], number[t.head.i]),
                "end": max(number[t.i], number[t.head.i]),
                "label": t.dep_,
                "dir": "left" if t.i < t.head.i else "right",
            }
            for t in tokens
            if t.head.i != t.i and t.head.i in number
        ]
        parsed = {"words": [{"text": _printable(t.text), "tag": t.pos_} for t in tokens], "arcs": arcs, "settings": {}}
        svg = displacy.render(
            parsed, style="dep", manual=True, jupyter=False, options={"compact": True, "distance": 110}
        )
        drawn = re.search(r'id="([0-9a-f]{32}-\d+)"', svg)
        if drawn:
            svg = svg.replace(drawn[1], f"s{count}")  # displaCy's random id would make every run another file
        size = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg)
        drawings.append((float(size[1]), float(size[2]), svg) if size else (0.0, 0.0, svg))
    width = max((w for w, _, _ in drawings), default=0.0)
    parts, y = [], 0.0
    for _, height, svg in drawings:
        parts.append(svg.replace("<svg ", f'<svg y="{y:g}" ', 1))
        y += height
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{y:g}" viewBox="0 0 {width:g} {y:g}">\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _printable(text: str) -> str:
    """Text that may stand in XML: displaCy escapes markup, but not characters that XML excludes."""
    return "".join(c if c.isprintable() and ord(c) < 0xFFFE else "\ufffd" for c in html.unescape(_one_line(text)))
