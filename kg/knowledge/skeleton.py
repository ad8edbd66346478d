"""The skeleton of a new pack: every file a dispute needs, with the rows that can be foreseen and gaps to fill.

``kg check`` finds the gaps one by one, so that its findings are the list of what is left to do.
"""

import csv
import io
import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from kg.errors import KnowledgeError
from kg.knowledge.disputes import FILE
from kg.knowledge.loader import default_root, read
from kg.knowledge.packs import WORLD
from kg.knowledge.tables import COLUMNS

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

_DISPUTE = """\
# What is written here is shown to readers: say it as both sides would let it stand.
id: {name}
label: {label}
parties: {parties}
territory: {territory}
# Both sides, in their own order of argument; two to five sentences.
summary:
# Phrases that mean an entry only where an article is about this dispute, several separated by |.
descriptions:
  {territory}: disputed territory
# Where the summary is taken from: who, which document, when.
source:
"""


def new_pack(name: str, label: str = "", parties: Sequence[str] = (), root: Path | None = None) -> list[Path]:
    """Writes the skeleton of the pack ``name`` under ``root`` (the package's own knowledge by default); its files.

    KnowledgeError for a name that is no slug or is taken, and for a party that is no state of the tables.
    """
    root = (root or default_root()).resolve()
    if not _NAME.fullmatch(name) or len(name) > 60:
        near = "-".join(re.findall("[a-z0-9]+", name.casefold()))[:60]
        raise KnowledgeError(f"{name!r} is no name of a pack",
                             f"join small letters and digits by hyphens{f', as in {near!r}' if near else ''}")
    folder = root / name
    if folder.exists() or name == WORLD:
        raise KnowledgeError(f"there is a folder {folder} already", "choose another name, or edit what is there")
    if not (root / WORLD).is_dir():
        raise KnowledgeError(f"no folder {WORLD!r} under {root}", "give the folder that holds it")
    entries = read(root).knowledge.entries
    states = [entry.id for entry in entries.values() if entry.type == "State"]
    for party in parties:
        if party not in states:
            near_ids = get_close_matches(party.casefold().replace(" ", "-"), states, 1)
            raise KnowledgeError(f"no state has the id {party!r}",
                                 f"did you mean {near_ids[0]!r}?" if near_ids else "states.csv lists them")
    if len(set(parties)) == 1:
        raise KnowledgeError(f"{parties[0]!r} alone is no dispute", "give two parties or more")
    sides = list(dict.fromkeys(parties)) or ["first-party", "second-party"]
    territory = f"{name}-territory" if name in entries else name
    files = {
        FILE: _DISPUTE.format(name=name, label=label, parties="|".join(sides), territory=territory),
        "territories.csv": _table("territories", {"id": territory, "kind": "region"}),
        "names.csv": _table("names", *({"territory": territory, "language": "en", "kind": "name", "authority": side}
                                       for side in sides)),
        "claims.csv": _table("claims", *({"kind": "claim", "claimant": side, "territory": territory}
                                         for side in sides), {"kind": "control", "territory": territory}),
        "treaties.csv": _table("treaties"), "clauses.csv": _table("clauses"), "readings.csv": _table("readings"),
        "offices.csv": _table("offices"), "sanctions.csv": _table("sanctions"),
    }
    folder.mkdir()
    for file, text in files.items():
        (folder / file).write_text(text, "utf-8", newline="")
    return [folder / file for file in files]


def _table(name: str, *rows: dict[str, str]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS[name], restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
