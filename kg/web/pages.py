"""Pages: of things, articles and facts at their own addresses, the ontology, search, the start page."""

import json
from typing import Any
from urllib.parse import unquote

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from kg import __version__, settings
from kg.graph.serving.service import Service
from kg.query import pages as made
from kg.query.dataset import graph_term
from kg.query.pages import Page
from kg.web import bodies
from kg.web.addresses import ONTOLOGY, SUFFIXES, address_of, iri_of, split_suffix
from kg.web.answers import Whole, departure
from kg.web.config import Config
from kg.web.description import address
from kg.web.negotiation import best
from kg.web.problems import ProblemError
from kg.web.reader import read
from kg.web.searching import Searcher
from kg.web.texts import Texts
from kg.web.turns import Turns

_OFFERS = tuple(SUFFIXES.values())
_ARTICLE = f"{settings.BASE}article/"
#: Our classes in schema.org's words, for search engines.
_SCHEMA = {"Person": "Person", "State": "Country", "Organization": "Organization", "Place": "Place",
           "Territory": "Place", "Treaty": "Legislation", "Article": "NewsArticle", "Concept": "DefinedTerm"}
_THING = """CONSTRUCT {{ {0} ?p ?o . ?s ?q {0} . ?e ?ep ?eo }} WHERE {{ GRAPH ?g {{
  {{ {0} ?p ?o }} UNION {{ ?s ?q {0} }} UNION {{ {0} dkg:evidence ?e . ?e ?ep ?eo }} }} }}"""
_GRAPH = "CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}"


class Pages:
    """The pages over a service."""

    def __init__(self, service: Service, config: Config, searcher: Searcher, turns: Turns) -> None:
        self._service, self._config, self._searcher, self._turns = service, config, searcher, turns
        self.texts = Texts(config.articles)
        self._templates = Environment(loader=PackageLoader("kg.web"), autoescape=True, undefined=StrictUndefined,
                                      trim_blocks=True, lstrip_blocks=True)
        self._templates.globals.update(link=address_of, version=__version__, writable=bool(config.token))
        self._templates.filters |= {"one_line": _one_line, "from_word": from_word, "to_word": to_word, "day": day}
        self._templates.filters["local"] = lambda iri: iri.rpartition("#")[2].rpartition("/")[2]

    async def search(self, request: Request) -> Response:
        """What a question finds."""
        question = dict(bodies.fields(request.url.query)).get("q", "")
        return self._html("search.html", {}, question=question, hits=await self._searcher.find(question))

    def render(self, template: str, **values: Any) -> Response:
        """A page for something else than a thing."""
        return self._html(template, {"Vary": "Accept"}, **values)

    async def thing(self, request: Request) -> Response:
        """A thing, in the format that its address or the client asks for."""
        path, media, iri = await self._resolved(request.scope["raw_path"].decode("ascii"))
        media = media or best(request.headers.get("accept"), _OFFERS) or ""
        if not media:
            raise ProblemError(406, "not-acceptable", "the page comes as HTML and as RDF",
                               f"ask for one of {', '.join(_OFFERS)}")
        ending = next(ending for ending, kind in SUFFIXES.items() if kind == media)
        headers = {"Link": _links(address(request, self._config, path), iri), "Vary": "Accept",
                   "Content-Location": f"{path}.{ending}"}
        if media != "text/html":
            return await self._rdf(request, iri, media, headers)
        return await self._page(request, path, iri, headers)

    async def _resolved(self, raw: str) -> tuple[str, str, str]:
        """Address without ending, media type that the ending names, IRI. An IRI may itself end like that."""
        for path, media in ((raw, ""), split_suffix(raw)):
            iri = iri_of(path)
            if iri is not None and (iri == ONTOLOGY or made.exists(self._service.store, iri)):
                return path, media, iri
        raise ProblemError(404, "not-found", "the graph knows nothing of this address", "look for it at /search")

    async def _page(self, request: Request, path: str, iri: str, headers: dict[str, str]) -> Response:
        store = self._service.store
        if iri == ONTOLOGY:
            terms = await self._turns.run(lambda: made.terms(store))
            return self._html("ontology.html", headers, path=path, terms=terms)
        if iri.startswith(_ARTICLE) and "/" not in (ident := iri.removeprefix(_ARTICLE)):
            values = await self._turns.run(lambda: read(store, self.texts, unquote(ident), bodies.fields(
                request.url.query)))
            return self._html("article.html", headers, **values, path=path,
                              data=_script({"@type": "NewsArticle", "@id": iri, "headline": values["page"].title}))
        asked = dict(bodies.fields(request.url.query)).get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdecimal() and 0 < len(asked) < 6 else 1
        page = await self._turns.run(lambda: made.page(store, iri, max(number, 1)))
        return self._html("thing.html", headers, page=page, number=max(number, 1), size=made.FACTS, path=path,
                          data=_script(_linked_data(page)))

    async def _rdf(self, request: Request, iri: str, media: str, headers: dict[str, str]) -> Response:
        """The triples; of an article and of the ontology those of its graph."""
        if iri == ONTOLOGY:
            query = _GRAPH.format(graph_term(f"{settings.BASE}graph/ontology"))
        elif iri.startswith(_ARTICLE) and "/" not in iri.removeprefix(_ARTICLE):
            query = _GRAPH.format(graph_term(f"{settings.BASE}graph/article/{iri.removeprefix(_ARTICLE)}"))
        else:
            query = _THING.format(graph_term(iri))
        async with departure(request) as gone:
            answer = await self._service.query(query, {"rows": None, "boolean": None, "graph": media}, gone=gone)
        return Whole(answer, self._config.sizes.stall_seconds, headers=headers)

    def _html(self, template: str, headers: dict[str, str], **values: Any) -> Response:
        return Response(self._templates.get_template(template).render(**values), headers=headers,
                        media_type="text/html")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def from_word(text: str) -> str:
    """What stands before a quotation, from its first whole word; a space stays at the end."""
    kept = text.partition(" ")[2] if " " in text.strip() else text
    return _one_line(kept) + (" " if text[-1:].isspace() else "")


def to_word(text: str) -> str:
    """What stands after a quotation, to its last whole word."""
    kept = text.rpartition(" ")[0] if " " in text.strip() else text
    return (" " if text[:1].isspace() else "") + _one_line(kept)


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")


def day(date: str) -> str:
    """A date without its year: "6 May", "May", or ""."""
    parts = date.split("-")[1:]
    return " ".join([str(int(part)) for part in parts[1:]] + [_MONTHS[int(part) - 1] for part in parts[:1]])


def _links(url: str, iri: str) -> str:
    """Signposting (https://signposting.org/): what to cite, where the data is, what it belongs to."""
    described = [f'<{url}.{ending}>; rel="describedby"; type="{media}"' for ending, media in SUFFIXES.items()
                 if media != "text/html"]
    return ", ".join([f'<{iri}>; rel="cite-as"', *described, '</.well-known/void>; rel="collection"',
                      '<https://schema.org/AboutPage>; rel="type"'])


def _linked_data(page: Page) -> dict[str, Any]:
    kinds = [_SCHEMA[kind.text] for kind in page.kinds if kind.text in _SCHEMA]
    return {"@type": kinds[0] if kinds else "Thing", "@id": page.iri, "name": page.label,
            "alternateName": [{"@value": n.text, "@language": n.language} if n.language else n.text
                              for names in page.names for n in names.names],
            "sameAs": [same.iri for same in page.same]}


def _script(data: dict[str, Any]) -> str:
    """JSON-LD for a script element, which nothing in it can end."""
    text = json.dumps({"@context": "https://schema.org/", **data}, ensure_ascii=False)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
