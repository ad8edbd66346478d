"""Passages with their positions and events, from ``training/passages``: ``python -m training.reader.passages``.

A record is a passage on one line and its facts, one a line (``P holder | topic | stance``, ``E trigger | type |
participant; participant | status``, ``R subject | predicate | object``); a blank line ends it. Everything between the
bars stands in the passage as it is written there. Run as a program, the module checks the files and counts.
"""

import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.model.readings import EVENTS, RELATIONS, STANCES, STATUSES, TOPICS

FOLDER = Path(__file__).resolve().parent.parent / "passages"
_PARTS = {"P": 3, "E": 4, "R": 3}


@dataclass(frozen=True)
class Passage:
    """One passage: positions as (holder, topic, stance), events as (trigger, type, participants, status), relations as
    (subject, predicate, object)."""

    where: str
    text: str
    positions: tuple[tuple[str, str, str], ...]
    events: tuple[tuple[str, str, tuple[str, ...], str], ...]
    relations: tuple[tuple[str, str, str], ...]


def read_passages(folder: Path = FOLDER) -> Iterator[Passage]:
    """All passages of the folder's files, in the order of their names. ValueError, with the place, for a bad line."""
    for path in sorted(folder.glob("*.txt")):
        for n, block in enumerate(path.read_text(encoding="utf-8").split("\n\n"), 1):
            lines = [line.strip() for line in block.strip().splitlines() if line.strip()]
            if lines:
                yield _passage(f"{path.name}, record {n}", lines)


def _passage(where: str, lines: list[str]) -> Passage:
    text, positions, events, relations = lines[0], [], [], []
    for line in lines[1:]:
        kind, parts = line[:1], [part.strip() for part in line[2:].split("|")]
        if line[1:2] != " " or len(parts) != _PARTS.get(kind):
            raise ValueError(f"{where}: {line!r} is no fact line")
        named = [parts[0], parts[2]] if kind == "R" else [parts[0]]
        if kind == "P":
            _known(where, parts[1], TOPICS)
            _known(where, parts[2], STANCES)
            positions.append((parts[0], parts[1], parts[2]))
        elif kind == "E":
            _known(where, parts[1], EVENTS)
            _known(where, parts[3], STATUSES)
            who = tuple(p.strip() for p in parts[2].split(";") if p.strip())
            named += who
            events.append((parts[0], parts[1], who, parts[3]))
        else:
            _known(where, parts[1], (*RELATIONS, "holds-office"))
            relations.append((parts[0], parts[1], parts[2]))
        if lost := [name for name in named if name not in text]:
            raise ValueError(f"{where}: {lost[0]!r} does not stand in the passage")
    return Passage(where, text, tuple(positions), tuple(events), tuple(relations))


def _known(where: str, label: str, labels: tuple[str, ...]) -> None:
    if label not in labels:
        raise ValueError(f"{where}: {label!r} is none of {', '.join(labels)}")


def main() -> int:
    counts: Counter[str] = Counter()
    for passage in read_passages():
        counts["passages"] += 1
        counts["words"] += len(passage.text.split())
        counts["passages without positions and events"] += not passage.positions and not passage.events
        counts.update(f"position: {topic}, {stance}" for _, topic, stance in passage.positions)
        counts.update(f"event: {kind}" for _, kind, _, _ in passage.events)
        counts.update(f"relation: {predicate}" for _, predicate, _ in passage.relations)
    for name, number in sorted(counts.items()):
        print(f"{number:7,} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
