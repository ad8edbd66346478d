"""Values as RDF literals."""

import re

from pyoxigraph import Literal

from kg.graph.namespaces import XSD
from kg.model import PartialDate

_TYPE_OF_PRECISION = {"day": XSD["date"], "month": XSD["gYearMonth"], "year": XSD["gYear"]}
_LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")


def text(value: str) -> Literal:
    """A plain string; a lone surrogate, which no RDF syntax can write, becomes U+FFFD."""
    return Literal(_writable(value))


def tagged(value: str, language: str) -> Literal:
    """A string in a language; plain where the tag is none that BCP 47 knows the form of."""
    return Literal(_writable(value), language=language.lower()) if _LANGUAGE.fullmatch(language) else text(value)


def date(value: PartialDate) -> Literal:
    """``xsd:date``, ``xsd:gYearMonth`` or ``xsd:gYear``, by precision."""
    return Literal(str(value), datatype=_TYPE_OF_PRECISION[value.precision])


def _writable(value: str) -> str:
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value
