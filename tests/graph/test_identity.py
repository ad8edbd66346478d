"""One node for one thing, across articles: names, happenings, judgements, and that all of it can be taken back."""

import io
from collections.abc import Iterable
from itertools import permutations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kg.graph import iris, judgements
from kg.graph.identity import unify
from kg.graph.namespaces import DKG
from kg.graph.renaming import concerned, original, renamed
from kg.graph.store import GraphStore
from kg.graph.validation import validate
from kg.model import Article, Cleaned, Entity, Event, Facts, PartialDate, Relation, Span, Statement
from kg.model.identity import Judgement, pair
from tests.graph.conftest import KNOWLEDGE

SAID = "Ivan Petrov, the mayor, met Vladimir Putin on Friday, he said."
WHOLE = Span(0, len(SAID), SAID)


def slug(label: str) -> str:
    return f"person-{'-'.join(label.lower().replace('.', '').split())}"


def told(name: str, *people: tuple[str, str, str | None], day: str = "2016-05-07", text: str = SAID,
         outlet: str | None = None) -> Facts:
    """An article in which each person (label, office, whom it serves) says something and meets Putin on 6 May 2016."""
    article = Article(name, text, Cleaned.identity(text), title=name, date=PartialDate.parse(day),
                      outlet=name.title() if outlet is None else outlet)
    entities, statements, events, relations = [], [], [], []
    for kind, known in (("State", "russia"), ("Person", "shinzo-abe"), ("Organization", "yuzhno"),
                        ("Organization", "minsk")):
        entities.append(Entity(known, kind, known.title(), mentions=(WHOLE,)))  # type: ignore[arg-type]
    for n, (label, held, whom) in enumerate(people):
        ident = slug(label)
        entities.append(Entity(ident, "Person", label, mentions=(WHOLE,), minted=True, rule="names.unknown"))
        statements.append(Statement(f"s{n}{name}", ident, label, WHOLE, WHOLE, WHOLE, "indirect"))
        events.append(Event(f"e{n}{name}", "meeting", (ident, "shinzo-abe"), (label, "Putin"), WHOLE,
                            date=PartialDate.parse("2016-05-06"), rule="events.meeting"))
        if held:
            relations.append(Relation(f"r{n}{name}", ident, label, "holds-office", whom, held, WHOLE))
    return Facts(article, tuple(entities), tuple(statements), (), tuple(events), tuple(relations))


MAYOR, BAKER = ("Ivan Petrov", "mayor", "yuzhno"), ("Ivan Petrov", "baker", "minsk")
SAME = ("Ivan A. Petrov", "mayor", "yuzhno")


def filled(articles: Iterable[Facts]) -> GraphStore:
    store = GraphStore.in_memory(KNOWLEDGE)
    for facts in articles:
        store.add(facts)
    unify(store)
    return store


def dumped(store: GraphStore) -> bytes:
    out = io.BytesIO()
    store.dump(out)
    return out.getvalue()


def sources(store: GraphStore) -> dict[str, str]:
    """Article -> id of the one who speaks in it."""
    found = store.query("SELECT ?a ?s { ?x a dkg:Statement ; dkg:article ?a ; dkg:source ?s } ORDER BY ?a ?s")
    made: dict[str, str] = {}
    for row in found:  # type: ignore[union-attr]
        name = iris.article_id(row["a"])
        made[name] = f"{made[name]} {iris.entity_id(row['s'])}" if name in made else iris.entity_id(row["s"])
    return made


def entities(store: GraphStore, name: str) -> set[object]:
    return {quad.object for quad in store.article_graph(name) if quad.predicate == DKG["entity"]}


def happenings(store: GraphStore) -> list[list[str]]:
    """The articles that tell of each."""
    found = store.query("SELECT ?h ?a { ?e dkg:tells ?h ; dkg:article ?a } ORDER BY ?h ?a")
    made: dict[str, list[str]] = {}
    for row in found:  # type: ignore[union-attr]
        made.setdefault(row["h"].value, []).append(iris.article_id(row["a"]))
    return sorted(made.values())


def judged(verdict: str, one: str, other: str, when: str = "2026-01-02T10:00:00Z") -> Judgement:
    return Judgement(pair(one, other), verdict, "A. Editor", "I know them", when)  # type: ignore[arg-type]


def appearance(article: str, ident: str) -> str:
    return iris.appearance(article, ident).value


def test_one_person_under_one_name_another_under_another() -> None:
    store = filled([told("a", MAYOR, day="2016-05-07"), told("b", SAME, day="2016-05-08"),
                    told("c", BAKER, day="2016-05-09")])
    found = sources(store)
    assert found["a"] == found["b"] == "person-ivan-petrov"
    assert found["c"].startswith("person-ivan-petrov-")
    assert happenings(store) == [["a", "b"], ["c"]]
    labels = {row[0].value for row in store.query("SELECT ?l { id:person-ivan-petrov rdfs:label ?l }")}  # type: ignore[union-attr]
    assert len(labels) == 1


def test_each_telling_keeps_its_evidence_outlet_and_own_name() -> None:
    store = filled([told("a", MAYOR), told("b", SAME)])
    rows = list(store.query("""SELECT ?h ?article ?outlet ?quote ?rule ?by { ?e dkg:tells ?h ; dkg:article ?article ;
        dkg:evidence/dkg:quote ?quote ; dkg:rule ?rule ; prov:wasGeneratedBy ?by . ?article dkg:outlet ?outlet }"""))  # type: ignore[arg-type]
    assert len(rows) == 2
    assert len({row["h"] for row in rows}) == 1
    assert {row["quote"].value for row in rows} == {SAID}
    minted = {row[0].value for row in store.query("SELECT ?own { ?a dkg:mintedAs ?own }")}  # type: ignore[union-attr]
    assert minted == {iris.entity("person-ivan-petrov").value, iris.entity("person-ivan-a-petrov").value}


ARTICLES = [told("a", MAYOR, day="2016-05-07"), told("b", SAME, day="2016-05-08"), told("c", BAKER, day="2016-05-06"),
            told("d", ("Ivan Petrov", "", None), day="2019-05-09")]


def test_order_does_not_matter_and_a_second_run_writes_nothing() -> None:
    dumps = set()
    for order in permutations(ARTICLES):
        store = filled(order)
        assert not unify(store)
        dumps.add(dumped(store))
    assert len(dumps) == 1


def test_added_one_by_one_with_identities_between() -> None:
    store = GraphStore.in_memory(KNOWLEDGE)
    for facts in reversed(ARTICLES):
        store.add(facts)
        unify(store)
    assert dumped(store) == dumped(filled(ARTICLES))


def test_what_is_removed_leaves_no_trace() -> None:
    store = filled(ARTICLES)
    store.remove("a")
    unify(store)
    assert dumped(store) == dumped(filled(ARTICLES[1:]))


def test_an_article_that_was_put_back_before_identities_were_worked_out_gets_its_names() -> None:
    """As after a build that was killed between the two."""
    store, whole = filled(ARTICLES), dumped(filled(ARTICLES))
    for name, facts in (("b", ARTICLES[1]), ("c", ARTICLES[2])):
        store.remove(name)
        store.add(facts)
    unify(store)
    assert dumped(store) == whole


def test_graphs_conform_to_the_shapes() -> None:
    store = filled(ARTICLES)
    judgements.save(store, [judged("same", *(appearance(name, "person-ivan-petrov") for name in "ac"))])
    unify(store)
    assert [f for name in "abcd" for f in validate(store.article_graph(name))] == []
    for graph in ("identity", "judgements"):
        assert validate(store.engine.quads_for_pattern(None, None, None, iris.graph(graph))) == []


@pytest.mark.parametrize(("decided", "alike"), [
    ([], "ab"),
    ([("different", "a", "b")], ""),
    ([("same", "a", "c")], "abcd"),  # nobody else of the name is left that d could be
    ([("same", "a", "c"), ("different", "b", "c")], "ac"),
    ([("unsure", "a", "b")], ""),
    ([("same", "c", "d")], "ab cd"),
])
def test_judgements_overrule_and_are_taken_back(decided: list[tuple[str, str, str]], alike: str) -> None:
    store, before = filled(ARTICLES), dumped(filled(ARTICLES))
    names = {n: "person-ivan-a-petrov" if n == "b" else "person-ivan-petrov" for n in "abcd"}
    judgements.keep(store, [judged(v, appearance(x, names[x]), appearance(y, names[y])) for v, x, y in decided])
    unify(store)
    found = sources(store)
    groups = {frozenset(n for n in "abcd" if found[n] == ident) for ident in found.values()}
    assert {g for g in groups if len(g) > 1} == {frozenset(g) for g in alike.split()}
    for _, x, y in decided:
        assert judgements.forget(store, appearance(x, names[x]), appearance(y, names[y]))
    unify(store)
    assert [line for line in dumped(store).splitlines() if b"graph/judgements>" not in line] == before.splitlines()


def test_two_of_one_article_become_one_and_two_again() -> None:
    both = told("a", MAYOR, ("Vanya", "baker", "minsk"))
    store = filled([both, told("b", MAYOR)])
    before = dumped(store)
    one, other = iris.entity("person-ivan-petrov").value, iris.entity("person-vanya").value
    judgements.keep(store, [judged("same", one, other)])
    unify(store)
    assert sources(store) == {"a": "person-ivan-petrov person-ivan-petrov", "b": "person-ivan-petrov"}
    assert validate(store.article_graph("a")) == []
    judgements.keep(store, [judged("different", one, other, "2026-01-03T10:00:00Z")])
    assert len(judgements.manual(store)) == 1
    unify(store)
    assert sources(store) == {"a": "person-ivan-petrov person-vanya", "b": "person-ivan-petrov"}
    judgements.save(store, [])
    unify(store)
    assert [line for line in dumped(store).splitlines() if b"graph/judgements>" not in line] == before.splitlines()


def test_minted_people_may_be_somebody_whom_the_tables_know() -> None:
    store = filled([told("a", MAYOR), told("b", BAKER)])
    known = iris.entity("shinzo-abe").value
    judgements.keep(store, [judged("same", appearance("a", "person-ivan-petrov"), known)])
    unify(store)
    assert sources(store) == {"a": "shinzo-abe", "b": "person-ivan-petrov"}


def test_an_appearance_is_not_whom_the_tables_know() -> None:
    store = filled([told("a", MAYOR), told("b", BAKER)])
    known = iris.entity("shinzo-abe").value
    judgements.keep(store, [judged("different", appearance("a", "shinzo-abe"), known)])
    unify(store)
    found = store.query("SELECT DISTINCT ?p { ?e dkg:article article:a ; dkg:hasParticipant ?p } ORDER BY ?p")
    who = [iris.entity_id(row[0]) for row in found]  # type: ignore[union-attr]
    assert who[0] == "person-ivan-petrov"
    assert who[1].startswith("shinzo-abe-")
    assert iris.entity("shinzo-abe") not in entities(store, "a")
    assert iris.entity("shinzo-abe") in entities(store, "b")


def test_two_entries_of_the_tables_that_a_person_holds_to_be_one() -> None:
    store = filled([told("a", MAYOR)])
    judgements.keep(store, [judged("same", iris.entity("russia").value, iris.entity("japan").value)])
    unify(store)
    assert iris.entity("russia") not in entities(store, "a")
    judgements.save(store, [])
    unify(store)
    assert iris.entity("russia") in entities(store, "a")


def test_events_are_judged_too() -> None:
    store = filled([told("a", MAYOR), told("b", SAME), told("c", BAKER)])
    one, other = (iris.fact(name, f"e0{name}").value for name in "ab")
    judgements.keep(store, [judged("different", one, other)])
    unify(store)
    assert happenings(store) == [["a"], ["b"], ["c"]]


def test_a_judgement_about_what_is_not_there_is_kept_and_waits() -> None:
    store = filled([told("a", MAYOR)])
    judgements.keep(store, [judged("different", appearance("a", "person-ivan-petrov"),
                                   appearance("b", "person-ivan-a-petrov"))])
    unify(store)
    assert sources(store) == {"a": "person-ivan-petrov"}
    store.add(told("b", SAME))
    unify(store)
    assert len(set(sources(store).values())) == 2


def test_lines_of_json_give_the_same_judgements() -> None:
    made = [judged("different", iris.entity("a").value, iris.entity("b").value),
            judged("same", appearance("ü/x", "person-?"), iris.entity("c d").value)]
    lines = [judgements.to_line(j) for j in made]
    assert list(judgements.from_lines([*lines, "\n"], "f")) == made
    with GraphStore.in_memory(KNOWLEDGE) as store:
        judgements.save(store, made)
        assert judgements.manual(store) == sorted(made)


@pytest.mark.parametrize("line", [
    "x", "[]", "{}", '{"judged": ["a", "b"], "verdict": "same", "by": "x"}',
    '{"judged": ["%s", "%s"], "verdict": "same", "by": "x", "when": "2026-01-01T00:00:00Z"}',
    '{"judged": ["%s", "%s>"], "verdict": "same", "by": "x", "when": "2026-01-01T00:00:00Z"}',
    '{"judged": ["%s", "%sb"], "verdict": "maybe", "by": "x", "when": "2026-01-01T00:00:00Z"}',
    '{"judged": ["%s", "%sb"], "verdict": "same", "by": "x", "when": "lately"}'])
def test_faulty_lines_are_refused_with_their_number(line: str) -> None:
    base = iris.entity("a").value
    with pytest.raises(Exception, match="f:2 is no judgement"):
        list(judgements.from_lines(["\n", line.replace("%s", base)], "f"))


def test_renaming_can_be_taken_back() -> None:
    store = GraphStore.in_memory(KNOWLEDGE)
    store.add(told("a", MAYOR, ("Vanya", "baker", "minsk")))
    quads = store.article_graph("a")
    names = {"person-vanya": ("x", "X"), "person-ivan-petrov": ("x", "X")}
    for chosen in ({}, {"person-vanya": ("person-vanya", "Another label")}, {"person-vanya": ("person-z", "Z")}, names,
                   {"person-vanya": ("person-ivan-petrov", "Ivan Petrov")}):
        assert set(original(renamed(quads, chosen))) == set(quads)
        assert set(renamed(renamed(quads, names), chosen)) == set(renamed(quads, chosen))


def test_only_a_part_of_the_graph_need_be_renamed() -> None:
    """What is concerned, renamed, in the place of what it was, is the whole graph renamed: from any names to any."""
    store = GraphStore.in_memory(KNOWLEDGE)
    store.add(told("a", MAYOR, ("Vanya", "baker", "minsk"), ("I. Orlov", "", None)))
    vanya, petrov, orlov = "person-vanya", "person-ivan-petrov", "person-i-orlov"
    changes = [{}, {vanya: ("person-z", "Z")}, {vanya: (petrov, "Ivan Petrov")}, {petrov: (petrov, "P.")},
               {vanya: (orlov, "I"), orlov: (vanya, "V")}, {vanya: ("x", "X"), petrov: ("x", "X")},
               {orlov: ("minsk", "Minsk")}]
    for first, then in permutations(changes, 2):
        for names in (first, then):
            whole, before = store.article_graph("a"), concerned(store.engine, "a", names)
            assert len(before) < len(whole)
            store.exchange("a", before, renamed(before, names))
            assert set(store.article_graph("a")) == set(renamed(whole, names))


people = st.lists(st.sampled_from([MAYOR, SAME, BAKER, ("I. Petrov", "mayor", "yuzhno"), ("Ivan Petrov", "", None)]),
                  min_size=1, max_size=2, unique_by=lambda p: p[0])
decisions = st.lists(st.tuples(st.sampled_from(["same", "different", "unsure"]), st.sampled_from("abc"),
                               st.sampled_from("abc")).filter(lambda d: d[1] != d[2]), max_size=3)


@settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(st.tuples(people, people, people), decisions)
def test_whatever_the_way_the_graph_is_the_same(cast: tuple[list[tuple[str, str, str | None]], ...],
                                                decided: list[tuple[str, str, str]]) -> None:
    articles = [told(name, *who, day=f"2016-05-0{n}") for n, (name, who) in enumerate(zip("abc", cast, strict=True), 1)]
    local = {name: slug(who[0][0]) for name, who in zip("abc", cast, strict=True)}
    made = [judged(v, appearance(x, local[x]), appearance(y, local[y]), f"2026-01-0{n}T10:00:00Z")
            for n, (v, x, y) in enumerate(decided, 1)]
    at_once = filled([])
    judgements.save(at_once, made)
    for facts in articles:
        at_once.add(facts)
    unify(at_once)
    stepwise = filled([])
    for facts in reversed(articles):
        stepwise.add(facts)
        unify(stepwise)
    for judgement in made:
        judgements.keep(stepwise, [judgement])
        unify(stepwise)
    assert dumped(stepwise) == dumped(at_once)
    assert not unify(stepwise)
