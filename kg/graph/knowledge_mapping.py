"""The border between the knowledge tables and the graph.

Names are SKOS-XL labels that say whose name they are; claims and control are views; offices are W3C ORG posts, and
who held them memberships with an interval. What only helps to read a text stays in the tables: phrases that mean an
entry in their context, and the offices that every state has by pattern but nobody in the tables held.
"""

import re

from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import KnowledgeError
from kg.graph import iris
from kg.graph.namespaces import DCTERMS, DKG, GEO, LABEL, OWL, PROV, SEM, SKOS, SKOSXL, TYPE, WD
from kg.graph.terms import date, tagged, text
from kg.graph.writer import GraphWriter
from kg.model import ClaimView, Entry, Knowledge, Name, Office, PartialDate, SanctionInfo, Tenure, TreatyInfo
from kg.model.entities import EntityType
from kg.model.knowledge import Clause, Dispute, Membership, TerritoryInfo

_CONCEPT = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
#: The vocabulary of an entry's kind, by its type; a treaty has ``dkg:treatyKind``.
KIND_SCHEMES: dict[EntityType, str] = {"State": "state-kind", "Organization": "organization-kind",
                                       "Territory": "territory-kind", "Place": "place-kind"}


def knowledge_quads(knowledge: Knowledge) -> list[Quad]:
    """All quads of the knowledge graph; KnowledgeError where a row would put a disputed territory into a state."""
    _check_territories(knowledge)
    writer = GraphWriter(iris.graph("knowledge"))
    _write_agents(writer)
    for entry in knowledge.entries.values():
        _write_entry(writer, entry)
    held = {tenure.office for tenure in knowledge.tenures}
    for office in knowledge.offices.values():
        if office.id in held:
            _write_office(writer, office)
    for tenure in knowledge.tenures:
        _write_tenure(writer, tenure, knowledge.offices.get(tenure.office))
    for view in knowledge.claims:
        _write_view(writer, view)
    for treaty in knowledge.treaties.values():
        _write_treaty(writer, treaty)
    for sanction in knowledge.sanctions.values():
        _write_sanction(writer, sanction)
    for state, organization in knowledge.members:
        writer.add(iris.entity(state), DKG["memberOf"], iris.entity(organization))
    for membership in knowledge.memberships:
        _write_membership(writer, membership)
    for clause in knowledge.clauses:
        _write_clause(writer, clause)
    for info in knowledge.territories.values():
        _write_size(writer, info)
    for dispute in knowledge.disputes.values():
        _write_dispute(writer, dispute)
    return writer.quads


def _write_agents(writer: GraphWriter) -> None:
    """Who speaks where no actor does: this program, and the tables."""
    for name, kind, label in (("software", "SoftwareAgent", "kg"),
                              ("knowledge-base", "Agent", "the compilers of the knowledge tables")):
        writer.add(iris.thing(name), TYPE, PROV[kind])
        writer.add(iris.thing(name), LABEL, tagged(label, "en"))


def _check_territories(knowledge: Knowledge) -> None:
    """No territory has a state, lies in anything but a territory, or holds a place that has a state."""
    for entry in knowledge.entries.values():
        container = knowledge.entries.get(entry.part_of)
        inside = container is not None and container.type == "Territory"
        if entry.state and (entry.type == "Territory" or inside):
            raise KnowledgeError(f"{entry.id!r} is or lies in a territory under dispute, but has state={entry.state!r}",
                                 "clear the state; say who claims or controls the territory in the table of claims")
        if entry.type == "Territory" and entry.part_of and not inside:
            raise KnowledgeError(f"territory {entry.id!r} is part_of {entry.part_of!r}, which is no territory",
                                 "a territory may be part of another territory only")


def _write_source(writer: GraphWriter, node: NamedNode, source: str) -> None:
    writer.add(node, DCTERMS["source"], text(source) if source else None)


def _date(value: PartialDate | None) -> Literal | None:
    return date(value) if value else None


def _write_interval(writer: GraphWriter, node: NamedNode, start: PartialDate | None, end: PartialDate | None) -> None:
    writer.add(node, DKG["validFrom"], _date(start))
    writer.add(node, DKG["validUntil"], _date(end))


def _write_concept(writer: GraphWriter, node: NamedNode, predicate: str, scheme: str, value: str) -> None:
    """The concepts that a cell names, and what else it says as words (``treaty|Border of Shimoda, 1855``)."""
    parts = [part.strip() for part in value.split("|")]
    writer.add(node, DKG[predicate], *(iris.concept(scheme, part) for part in parts if _CONCEPT.fullmatch(part)))
    words = "; ".join(part for part in parts if part and not _CONCEPT.fullmatch(part))
    writer.add(node, DKG[f"{predicate}Note"], text(words) if words else None)


def _write_entry(writer: GraphWriter, entry: Entry) -> None:
    node, add = iris.entity(entry.id), writer.add
    add(node, TYPE, DKG[entry.type])
    add(node, DCTERMS["identifier"], text(entry.id))
    add(node, LABEL, tagged(entry.label, "en"))
    if entry.kind and entry.type in KIND_SCHEMES:
        add(node, DKG["entityKind"], iris.concept(KIND_SCHEMES[entry.type], entry.kind))
    add(node, DKG["dispute"], iris.dispute(entry.dispute) if entry.dispute not in ("", "world") else None)
    add(node, DKG["state"], iris.entity(entry.state) if entry.state else None)
    add(node, DKG["partOf"], iris.entity(entry.part_of) if entry.part_of else None)
    if entry.wikidata:
        add(node, OWL["sameAs"], WD[iris.segment(entry.wikidata)])
    if entry.wkt:
        geometry = iris.thing("geometry", entry.id)
        add(node, GEO["hasGeometry"], geometry)
        add(geometry, TYPE, GEO["Geometry"])
        add(geometry, GEO["asWKT"], Literal(entry.wkt, datatype=GEO["wktLiteral"]))
    for name in entry.names:
        _write_name(writer, node, name)
    _write_interval(writer, node, entry.start, entry.end)
    add(node, DKG["successor"], iris.entity(entry.successor) if entry.successor else None)
    _write_source(writer, node, entry.source)


def _write_name(writer: GraphWriter, bearer: NamedNode, name: Name) -> None:
    """A plain label; and a node for a name that is somebody's, or that stands for a government."""
    if name.kind == "description":
        return
    form, add = tagged(name.text, name.language), writer.add
    add(bearer, SKOS["altLabel"], form)
    if not name.authority and name.kind not in ("capital", "seat"):
        return
    node = iris.hashed("name", bearer.value, name.text, name.language, name.kind, name.authority)
    add(bearer, SKOSXL["altLabel"], node)
    add(node, TYPE, DKG["Name"])
    add(node, SKOSXL["literalForm"], form)
    add(node, DKG["nameKind"], iris.concept("name-kind", name.kind))
    add(node, DKG["usedBy"], iris.entity(name.authority) if name.authority else None)
    _write_source(writer, node, name.source)


def _write_office(writer: GraphWriter, office: Office) -> None:
    node, add = iris.office(office.id), writer.add
    add(node, TYPE, DKG["Office"])
    add(node, DCTERMS["identifier"], text(office.id))
    add(node, LABEL, tagged(office.label, "en"))
    add(node, DKG["title"], *map(text, office.titles))
    add(node, DKG["serves"], iris.entity(office.serves) if office.serves else None)
    add(node, DKG["state"], iris.entity(office.state) if office.state else None)
    add(node, DKG["singleHolder"], Literal(office.single_holder))
    _write_source(writer, node, office.source)


def _write_tenure(writer: GraphWriter, tenure: Tenure, office: Office | None) -> None:
    node = iris.hashed("tenure", tenure.person, tenure.office, tenure.start, tenure.end)
    writer.add(node, TYPE, DKG["OfficeHolding"])
    writer.add(node, DKG["officeHolder"], iris.entity(tenure.person))
    writer.add(node, DKG["office"], iris.office(tenure.office))
    if office:
        writer.add(node, DKG["officeLabel"], text(office.label))
        writer.add(node, DKG["serves"], iris.entity(office.serves) if office.serves else None)
    _write_interval(writer, node, tenure.start, tenure.end)
    _write_source(writer, node, tenure.source)


def _write_view(writer: GraphWriter, view: ClaimView) -> None:
    node = iris.hashed("view", view.kind, view.claimant, view.territory, view.basis, view.start, view.end)
    claimant, claim = iris.entity(view.claimant), view.kind == "claim"
    writer.add(node, TYPE, DKG["Claim" if claim else "Control"])
    writer.add(node, DKG["claimant" if claim else "controller"], claimant)
    writer.add(node, DKG["territory"], iris.entity(view.territory))
    writer.add(node, SEM["accordingTo"], claimant if claim else iris.thing("knowledge-base"))
    _write_concept(writer, node, "basis", "claim-basis", view.basis)
    _write_interval(writer, node, view.start, view.end)
    _write_source(writer, node, view.source)


def _write_treaty(writer: GraphWriter, treaty: TreatyInfo) -> None:
    node, add = iris.entity(treaty.treaty), writer.add
    add(node, DKG["treatyKind"], iris.concept("treaty-kind", treaty.kind) if treaty.kind else None)
    add(node, DKG["treatyStatus"], iris.concept("treaty-status", treaty.status) if treaty.status else None)
    for party in treaty.parties:
        add(node, DKG["party"], iris.entity(party))
        add(iris.entity(party), DKG["partyTo"], node)
    add(node, DKG["signedOn"], _date(treaty.signed))
    add(node, DKG["inForceFrom"], _date(treaty.in_force))
    add(node, DKG["signedAt"], text(treaty.place) if treaty.place else None)
    _write_source(writer, node, treaty.source)


def _write_sanction(writer: GraphWriter, sanction: SanctionInfo) -> None:
    node, add = iris.entity(sanction.sanction), writer.add
    add(node, DKG["authority"], *map(iris.entity, sanction.authority))
    add(node, DKG["target"], *map(iris.entity, sanction.target))
    _write_concept(writer, node, "measure", "measure", sanction.measure)
    add(node, DKG["reason"], text(sanction.reason) if sanction.reason else None)
    _write_interval(writer, node, sanction.start, sanction.end)
    _write_source(writer, node, sanction.source)


def _write_membership(writer: GraphWriter, membership: Membership) -> None:
    node = iris.hashed("membership", membership.state, membership.organization, membership.start, membership.end)
    writer.add(node, TYPE, DKG["Membership"])
    writer.add(node, DKG["member"], iris.entity(membership.state))
    writer.add(node, DKG["organization"], iris.entity(membership.organization))
    _write_interval(writer, node, membership.start, membership.end)
    _write_source(writer, node, membership.source)


def _write_clause(writer: GraphWriter, clause: Clause) -> None:
    node, treaty = iris.hashed("clause", clause.treaty, clause.number), iris.entity(clause.treaty)
    writer.add(treaty, DKG["clause"], node)
    writer.add(node, TYPE, DKG["Clause"])
    writer.add(node, DKG["number"], text(clause.number))
    writer.add(node, DKG["summary"], text(clause.summary))
    _write_source(writer, node, clause.source)
    for reading in clause.readings:
        read = iris.hashed("reading", clause.treaty, clause.number, reading.state, reading.reading)
        writer.add(node, DKG["reading"], read)
        writer.add(read, TYPE, DKG["Reading"])
        writer.add(read, SEM["accordingTo"], iris.entity(reading.state))
        writer.add(read, DKG["summary"], text(reading.reading))
        _write_source(writer, read, reading.source)


def _write_size(writer: GraphWriter, info: TerritoryInfo) -> None:
    node, add = iris.entity(info.territory), writer.add
    add(node, DKG["areaKm2"], Literal(float(info.area_km2)) if info.area_km2 is not None else None)
    add(node, DKG["population"], Literal(info.population) if info.population is not None else None)
    if info.accuracy_km is not None:
        metres = Literal(info.accuracy_km * 1000.0)
        writer.add(iris.thing("geometry", info.territory), GEO["hasMetricSpatialAccuracy"], metres)
    add(node, DKG["populationYear"], date(PartialDate(info.population_year)) if info.population_year else None)
    _write_source(writer, node, info.source)


def _write_dispute(writer: GraphWriter, dispute: Dispute) -> None:
    node, add = iris.dispute(dispute.id), writer.add
    add(node, TYPE, DKG["Dispute"])
    add(node, DCTERMS["identifier"], text(dispute.id))
    add(node, LABEL, tagged(dispute.label, "en"))
    add(node, DKG["disputant"], *map(iris.entity, dispute.parties))
    add(node, DKG["territory"], iris.entity(dispute.territory))
    add(node, DKG["summary"], text(dispute.summary) if dispute.summary else None)
    _write_source(writer, node, dispute.source)
