"""What things are called, in which language and by whom, one name for each of these."""

from collections.abc import Iterable
from dataclasses import dataclass

from kg.graph.store import Queryable
from kg.query.network import rows_of

#: Names with their users first, then a vocabulary's words, then other names in writings than English.
_NAMES = """SELECT DISTINCT ?x ?text ?language ?by {
  { ?x skosxl:altLabel ?n . ?n skosxl:literalForm ?form OPTIONAL { ?n dkg:usedBy ?by } }
  UNION { ?x skos:prefLabel ?form }
  UNION { ?x skos:altLabel ?form FILTER(LANG(?form) != "en" && LANG(?form) != "") }
  BIND(STR(?form) AS ?text) BIND(LANG(?form) AS ?language) }"""


@dataclass(frozen=True)
class Called:
    """A name, its language (BCP 47), and the IRI of who uses it, "" where nobody's use is recorded."""

    text: str
    language: str
    by: str


def names_of(store: Queryable, labels: dict[str, str]) -> dict[str, list[Called]]:
    """Names of the things in ``labels`` (IRI -> label), the best one for each language and user.

    Of several that one is taken that is part of the label, which joins what each side says; else the shortest.
    """
    found: dict[str, dict[tuple[str, str], list[str]]] = {}
    for row in rows_of(store, _NAMES):
        if row["x"] in labels:
            found.setdefault(row["x"], {}).setdefault((row["by"], row["language"]), []).append(row["text"])
    return {thing: [Called(_best(texts, labels[thing]), language, by)
                    for (by, language), texts in sorted(found[thing].items())] for thing in sorted(found)}


def _best(texts: Iterable[str], label: str) -> str:
    parts = [part.strip() for part in label.split(" / ")]
    return min(texts, key=lambda text: (text not in parts, len(text), text))
