"""Language: text to a spaCy ``Doc`` with sentences, tags, lemmas, dependencies and names.

The conventions of the ``Doc`` are told in :mod:`kg.language.pipeline`.
"""

from typing import TYPE_CHECKING

from kg import settings

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["load"]


def load(name: str = "") -> "Language":
    """The language pipeline: the installed spaCy pipeline ``name`` with UD labels, or the one that the environment's
    ``KG_PIPELINE`` names, or the package's own model.

    :raises ModelError: when the model is missing or damaged, or no pipeline has that name
    """
    # spaCy takes most of a second to import, and training uses the small modules here without it
    from kg.language.pipeline import load as load_pipeline

    return load_pipeline(name or settings.pipeline())
