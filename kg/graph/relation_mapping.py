"""Relations as assertions with evidence, as views where they are contested, and as plain triples where that is safe.

Claims to land and control of it are never plain triples: they are views (SEM, van Hage et al. 2011) with the one
according to whom they hold.
"""

from collections.abc import Mapping

from pyoxigraph import NamedNode

from kg.graph import iris
from kg.graph.namespaces import DKG, SEM, TYPE
from kg.graph.provenance import write_fact
from kg.graph.terms import text
from kg.graph.writer import ArticleWriter
from kg.model import Relation

_ACTORS = frozenset({"State", "Organization", "Person"})
#: Relations with a plain triple: its property, and the types of subject and object that it is for. None of them says
#: whose land is whose; between other types (an extractor's slip) the assertion stands alone.
_PLAIN = {
    "affiliated-with": ("affiliatedWith", {"Person"}, {"Organization"}),
    "sanctions": ("sanctions", _ACTORS, _ACTORS),
    "party-to": ("partyTo", {"State", "Organization"}, {"Treaty"}),
    "member-of": ("memberOf", {"State", "Organization"}, {"Organization"}),
    "part-of": ("partOf", {"Territory"}, {"Territory"}),
}


def write_relation(writer: ArticleWriter, relation: Relation, types: Mapping[str, str]) -> None:
    """The assertion, and what its predicate adds; ``types`` gives the entities' types by id."""
    node, add = iris.fact(writer.article.id, relation.id), writer.add
    subject = iris.entity(relation.subject)
    target = iris.entity(relation.object) if relation.object is not None else None
    write_fact(writer, node, "Assertion", relation, relation.evidence)
    add(node, DKG["subject"], subject)
    add(node, DKG["subjectLabel"], text(relation.subject_label))
    add(node, DKG["predicate"], iris.concept("predicate", relation.predicate))
    add(node, DKG["object"], target)
    add(node, DKG["objectLabel"], text(relation.object_label))
    if writer.article.date:
        add(node, DKG["sortDate"], text(str(writer.article.date)))

    match relation.predicate:
        case "claims":
            _view(writer, node, "Claim", "claimant", subject, target, subject)
        case "controls":
            _view(writer, node, "Control", "controller", subject, target, _reporter(writer))
        case "holds-office":
            add(node, TYPE, DKG["OfficeHolding"])
            add(node, DKG["officeHolder"], subject)
            add(node, DKG["officeLabel"], text(relation.object_label))
            add(node, DKG["serves"], target)
        case "part-of":
            add(node, SEM["accordingTo"], _reporter(writer))
    if relation.predicate in _PLAIN:
        name, subjects, targets = _PLAIN[relation.predicate]
        if types.get(relation.subject) in subjects and types.get(relation.object or "") in targets:
            add(subject, DKG[name], target)


def _view(writer: ArticleWriter, node: NamedNode, kind: str, role: str, actor: NamedNode,
          territory: NamedNode | None, according_to: NamedNode) -> None:
    writer.add(node, TYPE, DKG[kind])
    writer.add(node, DKG[role], actor)
    writer.add(node, DKG["territory"], territory)
    writer.add(node, SEM["accordingTo"], according_to)


def _reporter(writer: ArticleWriter) -> NamedNode:
    """Whose view it is when the article gives none: its outlet's, or else its own."""
    return iris.outlet(writer.article.outlet) if writer.article.outlet else writer.node
