"""All IRIs of things, made in one place.

Ids may be any string: whatever RFC 3986 does not leave unreserved is percent-encoded, so that no id can leave its
place in the IRI. A stretch of text is named by RFC 5147 (``#char=START,END``), in code points, end exclusive.
"""

import hashlib
import re
from functools import lru_cache
from urllib.parse import quote, unquote

from pyoxigraph import NamedNode

from kg import settings

_UNRESERVED = re.compile(r"[A-Za-z0-9_~-][A-Za-z0-9._~-]*")
VOCABULARY = "https://w3id.org/dispute-kg/vocabulary/"


@lru_cache(maxsize=1 << 16)
def segment(text: str) -> str:
    """The id as one segment of a path; ValueError for the empty string, which is no id."""
    if not text:
        raise ValueError("an id is empty")
    if _UNRESERVED.fullmatch(text):
        return text
    encoded = quote(text, safe="", errors="surrogatepass")
    return encoded.replace(".", "%2E") if text in {".", ".."} else encoded


def thing(*path: str) -> NamedNode:
    """A thing under the base, each part encoded."""
    return NamedNode(settings.BASE + "/".join(map(segment, path)))


def hashed(kind: str, *key: object) -> NamedNode:
    """A thing that has no id of its own, named by a hash of what makes it what it is."""
    digest = hashlib.sha256("\x1f".join(map(str, key)).encode("utf-8", "surrogatepass")).hexdigest()
    return thing(kind, digest[:16])


def entity(ident: str) -> NamedNode:
    """An entity, of the knowledge base or minted: ``id:japan``."""
    return thing(ident)


def entity_id(node: NamedNode) -> str:
    """The id of an entity's IRI."""
    return unquote(node.value.removeprefix(settings.BASE), errors="surrogatepass")


def article(ident: str) -> NamedNode:
    """The article itself."""
    return thing("article", ident)


def article_id(node: NamedNode) -> str:
    """The id of an article's IRI."""
    return unquote(node.value.removeprefix(f"{settings.BASE}article/"), errors="surrogatepass")


def article_graph(ident: str) -> NamedNode:
    """The named graph of what the article says."""
    return thing("graph", "article", ident)


def graph(name: str) -> NamedNode:
    """One of the other named graphs: ``ontology``, ``knowledge``, ``derived``."""
    return thing("graph", name)


def fact(article_id: str, ident: str) -> NamedNode:
    """A statement, position, event or relation of an article."""
    return thing("article", article_id, ident)


def appearance(article_id: str, ident: str) -> NamedNode:
    """An entity as an article names it."""
    return thing("article", article_id, "entity", ident)


def extraction(article_id: str) -> NamedNode:
    """The activity that made an article's facts."""
    return thing("article", article_id, "extraction")


def stretch(article_id: str, start: int, end: int, kind: str = "char") -> NamedNode:
    """A stretch of the article's text; ``quote`` and ``position`` name its two selectors."""
    return NamedNode(f"{article(article_id).value}#{kind}={start},{end}")


def outlet(name: str) -> NamedNode:
    """A news outlet, by its name."""
    return thing("outlet", "-".join(name.casefold().split()) or name)


def office(ident: str) -> NamedNode:
    """An office of the knowledge base."""
    return thing("office", ident)


def dispute(ident: str) -> NamedNode:
    """A dispute of the knowledge base."""
    return thing("dispute", ident)


def concept(scheme: str, name: str) -> NamedNode:
    """A concept of one of the vocabularies: ``topic:transfer``."""
    return NamedNode(f"{VOCABULARY}{scheme}/{segment(name)}")


def concept_name(node: NamedNode) -> str:
    """The last part of a concept's IRI."""
    return unquote(node.value.rpartition("/")[2], errors="surrogatepass")
