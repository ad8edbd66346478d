"""What is wrong in a built graph: the shapes on each article, and the queries of ``queries/checks`` over all of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import NamedNode

from kg import settings
from kg.graph.namespaces import DKG, prefixes
from kg.graph.store import GraphStore
from kg.query.checks import run_checks
from kg.query.labels import Labels

_ARTICLE = f"{settings.BASE}article/"


@dataclass(frozen=True, slots=True)
class Violation:
    """A fault: how bad it is (error, warning or info), where, and what would help.

    ``where`` is an article's id, "" for what is in none; ``sentence`` the words of the fact that it is about, if any.
    """

    severity: str
    where: str
    subject: str
    problem: str
    solution: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        help_ = f"; {self.solution}" if self.solution else ""
        sentence = f"\n    “{' '.join(self.sentence.split())}”" if self.sentence else ""
        return f"{self.severity}: {place}{self.subject}: {self.problem}{help_}{sentence}"


def violations(store: GraphStore, articles: Iterable[str] | None = None) -> Iterator[Violation]:
    """The faults of the articles (None: of all, and of what is in none): by shape for each article, then by check."""
    wanted = None if articles is None else set(articles)
    for name in sorted(store.articles() if wanted is None else wanted):
        yield from _of_shapes(store, name)
    for violation in _of_checks(store):
        if wanted is None or violation.where in wanted:
            yield violation


def _of_shapes(store: GraphStore, article: str) -> Iterator[Violation]:
    from kg.graph.validation import validate  # the validator takes a second to import

    for finding in validate(store.article_graph(article)):
        prefix, _, rest = finding.node.partition(":")
        iri = prefixes().get(prefix, f"{prefix}:") + rest
        what = " ".join(part for part in (finding.path, finding.value) if part)
        yield Violation("error", article, _short(iri), f"{what}: {finding.message}" if what else finding.message,
                        "report the rule that made it, with the article", _sentence(store, iri))


def _of_checks(store: GraphStore) -> Iterator[Violation]:
    labels = Labels(store)
    for finding in run_checks(store):
        facts = [value for value in finding.row.values() if value.startswith(_ARTICLE)]
        subject, *others = [labels(value) for name, value in finding.row.items() if name != "sentence"]
        where = unquote(facts[0].removeprefix(_ARTICLE).partition("/")[0]) if facts else ""
        sentence = next(filter(None, (_sentence(store, fact) for fact in facts)), "")
        problem = f"{finding.check.problem} ({', '.join(others)})" if others else finding.check.problem
        yield Violation(finding.check.severity, where, subject, problem, finding.check.solution, sentence)


def _short(iri: str) -> str:
    return unquote(iri.rpartition("/")[2]) or iri


def _sentence(store: GraphStore, iri: str) -> str:
    for stretch in store.engine.quads_for_pattern(NamedNode(iri), DKG["evidence"], None, None):
        for quote in store.engine.quads_for_pattern(stretch.object, DKG["quote"], None, None):  # type: ignore[arg-type]
            return quote.object.value  # type: ignore[union-attr]
    return ""
