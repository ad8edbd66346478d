"""Where things are and how they are named; the only place that knows the folders.

``ontology/`` and ``queries/`` lie beside the package in a checkout and inside it
(``kg/_data``) in an installed wheel.
"""

import os
from functools import cache
from pathlib import Path

#: Base of the IRIs of things; a setting, since a publisher has a host of their own.
BASE = "https://w3id.org/dispute-kg/id/"
#: Namespace of the ontology's own terms.
ONTOLOGY = "https://w3id.org/dispute-kg/ontology#"
#: Where ``kg build`` puts the store when it is not told otherwise.
DEFAULT_STORE = Path("out/store")


def pipeline() -> str:
    """The spaCy pipeline (UD labels) to use instead of the package's own model: ``KG_PIPELINE``, "" for our own."""
    return os.environ.get("KG_PIPELINE", "")


@cache
def data_dir(name: str) -> Path:
    """The folder ``ontology`` or ``queries``, in a wheel or in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "_data" / name
    return inside if inside.is_dir() else package.parent / name
