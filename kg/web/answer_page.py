"""``/sparql`` for people: the editor, and an answer as a page."""

import json

from starlette.responses import Response

from kg.graph.serving.service import Service
from kg.graph.serving.workers import Answer
from kg.query.results import rows_of_triples
from kg.web.answered import OWN, shown
from kg.web.config import Config
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.turns import Turns

#: Bytes of an answer that is still made a page.
LARGEST = 8 << 20
#: What a page is made of.
FORMATS: dict[str, str | None] = {"rows": "application/sparql-results+json",
                                  "boolean": "application/sparql-results+json", "graph": "application/n-triples"}
_FILES = {"rows": ("csv", "json", "tsv", "xml"), "graph": ("ttl", "jsonld", "nt"), "boolean": ("json",)}
_EXAMPLE = """SELECT ?position ?holder ?stance ?date {
  ?position a dkg:Position ; dkg:holder ?holder ; dkg:stance ?stance ; dkg:topic topic:transfer .
  OPTIONAL { ?position dkg:statedOn|dkg:validFrom ?date }
} ORDER BY ?date LIMIT 50"""


class AnswerPage:
    """Makes the pages of the endpoint."""

    def __init__(self, service: Service, config: Config, pages: Pages, turns: Turns) -> None:
        self._service, self._config, self._pages, self._turns = service, config, pages, turns

    def form(self) -> Response:
        """The editor, without an answer."""
        return self._pages.render("sparql.html", union=self._config.union, limits=self._config.limits, text=_EXAMPLE,
                                  answer=None, boolean=None)

    async def __call__(self, text: str, fields: dict[str, str], found: Answer, generation: str) -> Response:
        """The answer to a query; ProblemError for one that is too large to be read as a page."""
        if found.size > LARGEST:
            found.discard()
            raise ProblemError(503, "too-many-bytes", f"the answer has {found.size:,} bytes, too many for a page",
                               "add a LIMIT, or take it as a file: format=csv")
        body = found.path.read_bytes() if found.path else found.body
        found.discard()
        store, boolean = self._service.store, None
        if found.media == "application/n-triples":
            kind, columns = "graph", ["subject", "predicate", "object"]
            rows = await self._turns.run(lambda: rows_of_triples(body))
        else:
            data = json.loads(body)
            boolean, kind = data.get("boolean"), "boolean" if "boolean" in data else "rows"
            columns, rows = data["head"].get("vars", []), data.get("results", {}).get("bindings", [])
            rows = rows if boolean is None else [{"answer": {"type": "literal", "value": json.dumps(boolean)}}]
        question = {"query": text, **{k: v for k, v in fields.items() if k not in OWN and k != "query"}}
        answer = await self._turns.run(lambda: shown(store, generation, "/sparql", question, fields, columns, rows,
                                                     _FILES[kind]))
        return self._pages.render("sparql.html", union=self._config.union, limits=self._config.limits, text=text,
                                  answer=answer, boolean=boolean)
