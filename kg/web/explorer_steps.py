"""From the address's parameters to what the explorer shows."""

from collections.abc import Iterator

from kg.graph.namespaces import prefixes
from kg.query.exploring import MOST, START, Surroundings, View
from kg.query.labels import shortened
from kg.web.problems import ProblemError

#: Neighbours that a start or an expansion brings where no number is given.
CAP = 40


def iri_of(written: str) -> str:
    """The IRI of a prefixed name (``id:japan``, ``topic:transfer``); an IRI itself stays."""
    prefix, colon, rest = written.partition(":")
    return prefixes()[prefix] + rest if colon and prefix in prefixes() else written


class Steps:
    """Takes the address's parameters, one after the other, into a view."""

    def __init__(self, around: Surroundings, view: View, unknown: list[str]) -> None:
        self._around, self._view, self._unknown = around, view, unknown
        self.hidden: set[str] = set()

    def take(self, name: str, value: str) -> None:
        """One parameter; ProblemError for one that is not known."""
        match name:
            case "start":
                self._start(value)
            case "expand":
                node, relation, cap = (*value.split(","), "", "")[:3]
                self._grow(node, relation, cap)
            case "add":
                self._view.nodes += self._known(value)
            case "hide":
                self.hidden.add(iri_of(value))
            case "query" | "path" | "before" | "after":
                pass
            case _ if not name.startswith("p."):
                raise ProblemError(400, "parameters", f"the parameter {name[:60]!r} is unknown", "see /openapi.json")

    def _start(self, value: str) -> None:
        written, _, cap = value.partition(",")
        if written == "top":
            self.top(_number(cap or str(START)))
        elif iri_of(written) in self._around:
            self._grow(written, "", cap)
        else:
            self.named([iri_of(written)], written)

    def top(self, most: int) -> None:
        """The nodes with most facts."""
        choice = self._around.best(most)
        self._view.nodes += choice.nodes
        self._view.left_out["top"] = choice.left_out

    def _grow(self, written: str, relation: str, cap: str) -> None:
        for node in self._known(written):
            choice = self._around.around(node, relation, _number(cap or str(CAP)))
            self._view.nodes += [node, *choice.nodes]
            self._view.left_out[shortened(node)] = choice.left_out

    def named(self, iris: list[str], written: str = "") -> None:
        """What an answer, or an article, names."""
        choice, facts = self._around.named(iris)
        if written and not choice.nodes:
            self._unknown.append(written)
        self._view.nodes += choice.nodes
        self._view.facts |= facts
        self._view.left_out["answer"] = choice.left_out

    def path(self, value: str, after: str, before: str) -> None:
        """The ways between two nodes."""
        ends = [node for written in value.split(",") for node in self._known(written)]
        if len(ends) == 2:
            self._view.ways = self._around.ways(ends[0], ends[1], after, before)
        self._view.nodes += [*ends, *(node for way in self._view.ways for node in way)]

    def _known(self, written: str) -> Iterator[str]:
        if (iri := iri_of(written)) in self._around:
            yield iri
        else:
            self._unknown.append(written)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= MOST):
        raise ProblemError(400, "parameters", f"{text[:40]!r} is no number from 1 to {MOST}")
    return int(text)
