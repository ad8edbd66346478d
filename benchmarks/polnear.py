"""Exact spans of source, cue and content on a split of PolNeAR (Newell et al. 2018).

usage: python benchmarks/polnear.py POLNEAR/data/dev [ARTICLES]

The corpus has no licence and is not part of this project; give the folder of a copy. Its conventions
differ from ours and are applied to what was found before it is compared: no attribution within another,
a joint source is one span, parenthetical commas belong to the source, "to", the colon and the preposition
to the cue, "that" and quotation marks to the content, which leaves out the cue that interrupts it.
Negated and merely intended words count there, hence the wide scope.
"""

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from spacy.tokens import Doc

from kg import language
from kg.extraction.statements import find_statements
from kg.model import Article, Cleaned, Context, Knowledge, Statement

ROLES = ("source", "cue", "content")
OPENING, CLOSING = ('"', "“", "''", "``", "‘"), ('"', "”", "''", "’")
Characters = frozenset[int]


def gold(folder: Path) -> Iterator[tuple[str, list[dict[str, Characters]]]]:
    """Text and attributions of each article; roles as sets of offsets of characters that are no space."""
    for file in sorted((folder / "attributions").glob("*.ann")):
        text = (folder / "text" / f"{file.stem.rpartition('_')[0]}.txt").read_text("utf-8")
        spans: dict[str, list[tuple[int, int]]] = {}
        found = []
        lines = (line.partition("\t") for line in file.read_text("utf-8").split("\n"))
        for key, _, rest in sorted(lines, key=lambda line: not line[0].startswith("T")):
            if key.startswith("T"):
                places = rest.split("\t")[0].split(" ", 1)[1]
                spans[key] = [(int(a), int(b)) for a, b in (p.split() for p in places.split(";"))]
            elif rest.startswith("Attribution"):
                roles: dict[str, set[int]] = defaultdict(set)
                for part in rest.split()[1:]:
                    role, _, key = part.partition(":")
                    roles[re.sub(r"\d", "", role).lower()].update(
                        i for a, b in spans[key] for i in range(a, b) if not text[i].isspace())
                found.append({role: frozenset(chars) for role, chars in roles.items()})
        yield text, found


def converted(doc: Doc, statements: list[Statement]) -> Iterator[dict[str, Characters]]:
    """Our statements in the corpus's conventions, one for each cue."""
    known = {s.id for s in statements}
    by_cue: dict[tuple[int, int], list[Statement]] = defaultdict(list)
    for s in statements:
        if s.parent not in known:
            by_cue[s.cue_tokens].append(s)
    for (start, end), group in by_cue.items():
        sources = [doc.char_span(m.start, m.end, alignment_mode="expand") for s in group if (m := s.source_mention)]
        tokens = set(range(min(s.start for s in sources), max(s.end for s in sources))) if sources else set()
        verb = next((t for t in doc[start:end] if t.pos_ == "VERB"), doc[end - 1])
        relative = next((c for c in verb.children if c.dep_.startswith("nsubj") and c.lower_ in ("who", "which")), None)
        if relative is not None:
            tokens = {relative.i}
        if tokens and any(doc[i].text == "," for i in tokens) and len(group) == 1:
            tokens |= {max(tokens) + 1} if doc[min(max(tokens) + 1, len(doc) - 1)].text == "," else set()
        cue = set(range(start - (start > 0 and doc[start - 1].lower_ == "to"), end))
        if end < len(doc) and doc[end].text == ":":
            cue.add(end)
        content = _content(doc, group[0])
        if min(content) <= start <= max(content):
            low, high = min(cue | tokens), max(cue | tokens)
            rest = (i for i in range(high + 1, max(content) + 1) if doc[i].text in OPENING)
            content -= set(range(low, next(rest, high + 1)))
        yield {role: _characters(doc, chosen) for role, chosen in zip(ROLES, (tokens, cue, content), strict=True)}


def _content(doc: Doc, statement: Statement) -> set[int]:
    start, end = statement.tokens
    if statement.rule == "statement-object-infinitive":
        start = next((t.i for t in doc[start:end] if t.lower_ == "to" and t.dep_ in ("mark", "aux")), start)
    marks = 0
    while start and (doc[start - 1].lower_ == "that" or (doc[start - 1].text in OPENING and not marks)):
        start -= 1
        marks += doc[start].text in OPENING
    if end < len(doc) and doc[end].text in CLOSING and any(t.text in OPENING for t in doc[start:end]):
        end += 1
    return set(range(start, end))


def _characters(doc: Doc, tokens: set[int]) -> Characters:
    return frozenset(i for k in tokens for i in range(doc[k].idx, doc[k].idx + len(doc[k])) if not doc[k].is_space)


def main() -> None:
    """Print precision, recall and F1 of each role."""
    folder, limit = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None
    articles = list(islice(gold(folder), limit))
    counts: Counter[tuple[str, str]] = Counter()
    docs = language.load().pipe(text for text, _ in articles)
    for (text, wanted), doc in zip(articles, docs, strict=True):
        context = Context(Article("x", text, Cleaned.identity(text)), doc, Knowledge({}), {})
        found = list(converted(doc, list(find_statements(context, scope="wide"))))
        for role in ROLES:
            ours, theirs = (Counter(c for row in rows if (c := row.get(role))) for rows in (found, wanted))
            counts.update({(role, "right"): (ours & theirs).total(), (role, "ours"): ours.total(),
                           (role, "theirs"): theirs.total()})
    for role in ROLES:
        right, ours, theirs = (counts[role, k] for k in ("right", "ours", "theirs"))
        print(f"{role:8} precision {right / ours:.3f}  recall {right / theirs:.3f}  "
              f"F1 {2 * right / (ours + theirs):.3f}  ({theirs} annotated, {ours} found)")


if __name__ == "__main__":
    main()
