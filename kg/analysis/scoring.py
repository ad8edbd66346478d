"""Score fact records against gold ones: precision, recall and F1 of each kind.

Pairing, one to one and the most alike first:

- entities: the type fits (State/Place and Territory/Place count half) and a name or the Wikidata id is shared;
- statements: the contents share at least half of the longer one's characters, and the sources are the same;
- positions: holder, topic and stance are the same;
- events: the types are equal and at least half of all participants are shared (without gold participants:
  the same date, or overlapping evidence); dates are scored apart;
- relations: subject, predicate and object are the same (``holds-office``: person and a word of the office).

Figures are micro-averages over all gold articles; the headline is the mean of the five F1.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import KgError

KINDS = ("entity", "statement", "position", "event", "relation")
#: What a record must have to be compared; other keys may be missing.
_NEEDED = {"entity": ("id", "type"), "statement": ("content",), "position": ("topic", "stance"),
           "event": ("type", "evidence"), "relation": ("predicate", "object_label")}
_HALF = {frozenset(("State", "Place")), frozenset(("Territory", "Place"))}
_STOP = frozenset(
    ("the", "a", "an", "of", "and", "to", "in", "for", "on", "at", "by", "mr", "ms", "mrs", "messrs", "s", "former",
     "then", "his", "her", "its", "their", "with", "from")
)

Record = dict[str, Any]
Pair = tuple[float, Record, Record]


@dataclass(frozen=True, slots=True)
class Figures:
    """``right`` may be fractional: a half-fitting type counts 0.5."""

    right: float
    gold: int
    found: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.right + other.right, self.gold + other.gold, self.found + other.found)


@dataclass(frozen=True)
class Score:
    """The figures of each kind, in all and by article; ``faults`` are (article, "missed" or "wrong", record)."""

    totals: dict[str, Figures]
    by_article: dict[str, dict[str, Figures]]
    dates_right: int
    dates: int
    faults: tuple[tuple[str, str, Record], ...] = field(default=())

    @property
    def headline(self) -> float:
        return sum(f.f1 for f in self.totals.values()) / len(KINDS)


def words(text: str | None) -> frozenset[str]:
    """The content words of a label, lower case, possessives cut off."""
    bare = re.sub(r"['’]s\b", "", (text or "").casefold())
    return frozenset(w for w in re.findall(r"\w+", bare.replace(".", "")) if w not in _STOP)


def _names(entity: Record) -> set[frozenset[str]]:
    return {w for w in map(words, [entity.get("label"), *(entity.get("aliases") or [])]) if w}


def _overlap(a: Record, b: Record) -> float:
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    return float(max(0, shared) / max(a["end"] - a["start"], b["end"] - b["start"], 1))


def _entity_likeness(gold: Record, found: Record) -> float:
    same_id = bool(gold.get("wikidata")) and gold.get("wikidata") == found.get("wikidata")
    shared = len(_names(gold) & _names(found))
    if not same_id and not shared:
        return 0.0
    types = frozenset((gold["type"], found["type"]))
    credit = 1.0 if len(types) == 1 else 0.5 if types in _HALF else 0.0
    return credit and credit + min(shared, 9) / 100 + same_id / 10


def _pair(gold: list[Record], found: list[Record], likeness: Callable[[Record, Record], float]) -> list[Pair]:
    scored = sorted(
        ((likeness(g, p), i, j) for i, g in enumerate(gold) for j, p in enumerate(found)),
        key=lambda t: (-t[0], t[1], t[2]),
    )
    used_gold: set[int] = set()
    used_found: set[int] = set()
    pairs = []
    for value, i, j in scored:
        if value > 0 and i not in used_gold and j not in used_found:
            used_gold.add(i)
            used_found.add(j)
            pairs.append((value, gold[i], found[j]))
    return pairs


class _Article:
    """One article's gold and found records, with entities paired first: the other kinds refer to them."""

    def __init__(self, gold: list[Record], found: list[Record]) -> None:
        self.gold = {k: [r for r in gold if r["kind"] == k] for k in KINDS}
        self.found = {k: [r for r in found if r["kind"] == k] for k in KINDS}
        self._entities = _pair(self.gold["entity"], self.found["entity"], _entity_likeness)
        self._to_gold = {p["id"]: g["id"] for _, g, p in self._entities}
        self._gold_names = {g["id"]: _names(g) for g in self.gold["entity"]}

    def pairs(self, kind: str) -> list[Pair]:
        if kind == "entity":
            return [(min(1.0, round(v - v % 0.5, 1)) or 0.5, g, p) for v, g, p in self._entities]
        likeness = {"statement": self._statement, "position": self._position,
                    "event": self._event, "relation": self._relation}[kind]
        found = _pair(self.gold[kind], self.found[kind], likeness)
        return [(min(v, 1.0), g, p) for v, g, p in found if v >= 1.0]

    def _same(self, gold: Record, found: Record, key: str) -> bool:
        """Whether ``found`` refers by ``key`` to what ``gold`` refers to."""
        if gold.get(key):
            if found.get(key) in self._to_gold:
                return bool(self._to_gold[found[key]] == gold[key])
            return words(found.get(f"{key}_label")) in self._gold_names.get(gold[key], set())
        return not found.get(key) and bool(words(gold.get(f"{key}_label")) & words(found.get(f"{key}_label")))

    def _statement(self, gold: Record, found: Record) -> float:
        shared = _overlap(gold["content"], found["content"])
        return 1.0 + shared if shared >= 0.5 and self._same(gold, found, "source") else 0.0

    def _position(self, gold: Record, found: Record) -> float:
        same = (gold["topic"], gold["stance"]) == (found["topic"], found["stance"])
        return float(same and self._same(gold, found, "holder"))

    def _event(self, gold: Record, found: Record) -> float:
        if gold["type"] != found["type"]:
            return 0.0
        close = _overlap(gold["evidence"], found["evidence"])
        dated = gold.get("date") is not None and gold.get("date") == found.get("date")
        wanted = set(gold.get("participants") or [])
        got = {self._to_gold.get(i, i) for i in found.get("participants") or []}
        if wanted:
            if 2 * len(wanted & got) < len(wanted | got):
                return 0.0
        elif not dated and not close:
            return 0.0
        return 1.0 + dated / 2 + close / 4

    def _relation(self, gold: Record, found: Record) -> float:
        if gold["predicate"] != found["predicate"] or not self._same(gold, found, "subject"):
            return 0.0
        if gold["predicate"] == "holds-office":
            return float(bool(words(gold["object_label"]) & words(found["object_label"])))
        return float(self._same(gold, found, "object"))


def score(gold: dict[str, list[Record]], found: dict[str, list[Record]]) -> Score:
    """Score records by article. Articles without gold are left out; one without found records is all missed.

    Raises KgError where there is no gold at all.
    """
    if not gold:
        raise KgError("no gold records", "give a file or a folder of fact records of what the articles say")
    totals = {k: Figures(0.0, 0, 0) for k in KINDS}
    by_article: dict[str, dict[str, Figures]] = {}
    faults: list[tuple[str, str, Record]] = []
    dates = [0, 0]
    for name in sorted(gold):
        article = _Article(gold[name], found.get(name, []))
        by_article[name] = {}
        for kind in KINDS:
            pairs = article.pairs(kind)
            figures = Figures(sum(v for v, _, _ in pairs), len(article.gold[kind]), len(article.found[kind]))
            by_article[name][kind] = figures
            totals[kind] += figures
            if kind == "event":
                dated = [(g, p) for _, g, p in pairs if g.get("date")]
                dates[0] += sum(g["date"] == p.get("date") for g, p in dated)
                dates[1] += len(dated)
            faults.extend((name, "missed", r) for r in _left(article.gold[kind], [g for _, g, _ in pairs]))
            faults.extend((name, "wrong", r) for r in _left(article.found[kind], [p for _, _, p in pairs]))
    return Score(totals, by_article, dates[0], dates[1], tuple(faults))


def _left(records: list[Record], paired: list[Record]) -> Iterator[Record]:
    hit = {id(r) for r in paired}
    return (r for r in records if id(r) not in hit)


def read_records(path: Path) -> dict[str, list[Record]]:
    """Records of a .jsonl file, or of all .jsonl files of a folder, by article.

    Raises KgError that names file and line where a line is no record.
    """
    files = sorted(path.glob("*.jsonl")) if path.is_dir() else [path]
    if not files:
        raise KgError(f"no .jsonl file in {path}", "give a file or a folder of fact records")
    found: dict[str, list[Record]] = defaultdict(list)
    for file in files:
        try:
            lines = file.read_text("utf-8").split("\n")  # not splitlines: a quote may hold U+2028
        except (OSError, UnicodeDecodeError) as error:
            raise KgError(f"cannot read {file}: {error}", "give a .jsonl file in UTF-8 as `kg facts` writes") from error
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    record = _checked(json.loads(line))
                except (ValueError, TypeError, KeyError, RecursionError) as error:
                    what = f"lacks {error}" if isinstance(error, KeyError) else "not a fact record"
                    raise KgError(f"{file}:{number}: {what}: {line[:60]!r}",
                                  "one JSON object a line, as `kg facts` writes them") from error
                found[record["article"]].append(record)
    return found


def _checked(record: Record) -> Record:
    """The record, if it has what scoring looks at; KeyError, TypeError or ValueError otherwise."""
    if not isinstance(record["article"], str) or record["kind"] not in KINDS:
        raise ValueError(record)
    for key in _NEEDED[record["kind"]]:
        value = record[key]
        if key in {"content", "evidence"} and not int(value["start"]) <= int(value["end"]):
            raise ValueError(value)
    return record
