"""The explorer's JSON: what its address chooses, as its description says."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from kg.graph.store import GraphStore
from kg.model import Span
from kg.reading import read_paths
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.conftest import serving


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = tmp_path_factory.mktemp("explorer")
    with GraphStore.open(folder / "store", create=True, knowledge=KNOWLEDGE) as store:
        for facts in (may(), june(), note()):
            store.add(facts)
    with serving(folder / "store", folder / "log", "--workers", "2") as client:
        yield client


def view(site: Any, *pairs: tuple[str, str]) -> Any:
    reply = site("GET", f"/api/explore?{urlencode(pairs)}")
    assert reply.status == 200, reply.text
    return reply.json()


def nodes(answer: Any) -> set[str]:
    return {node["id"] for node in answer["nodes"]}


def test_steps_add_up(site: Any) -> None:
    first = view(site, ("start", "topic:transfer"))
    assert nodes(first) == {"topic:transfer", "id:japan", "id:russia"}
    more = view(site, ("start", "topic:transfer"), ("expand", "id:japan,relation,1"), ("add", "id:vladimir-putin"),
                ("hide", "id:russia"))
    assert nodes(more) == {"topic:transfer", "id:japan", "id:shinzo-abe", "id:vladimir-putin"}
    assert more["left_out"] == {"id:japan": 1}
    assert nodes(view(site)) > nodes(more)
    assert nodes(view(site, ("start", "top,2"))) < nodes(view(site))


def test_a_question_shows_its_facts(site: Any) -> None:
    answer = view(site, ("query", "positions-of-actor"), ("p.actor", "japan"))
    named = {fact["id"] for edge in answer["edges"] for fact in edge["facts"] if fact["named"]}
    assert named == {"p00000000ma1", "p00000000ju1", "p00000000no1"}
    assert {"id:japan", "topic:transfer"} <= nodes(answer)


def test_ways_between_two(site: Any) -> None:
    answer = view(site, ("path", "id:sergey-lavrov,topic:transfer"))
    assert [[answer["nodes"][n]["id"] for n in way] for way in answer["ways"]] == [
        ["id:sergey-lavrov", "id:japan", "topic:transfer"]]
    assert view(site, ("path", "id:sergey-lavrov,topic:transfer"), ("before", "1993"))["ways"] == []


def test_a_search_leads_into_the_network(site: Any) -> None:
    def found(question: str) -> list[tuple[str, str]]:
        hits = site("GET", f"/api/explore/find?q={quote(question)}").json()["hits"]
        return [(hit["id"], hit["kind"]) for hit in hits]

    assert found("北方領土") == [("id:northern-territories", "Territory")]
    assert found("transfer")[0] == ("topic:transfer", "Topic")
    abe = [one for one, _ in found("abe")]
    assert abe[0] == "id:shinzo-abe"
    assert "id:shintaro-abe" not in abe, "nothing in the network is Shintaro Abe"
    assert ("article:may/p00000000ma1", "sentence") in found("will not give up")
    assert found("") == found("zzzzzz") == []
    for one, _ in found("transfer"):
        assert view(site, ("start", one))["nodes"]


def test_what_is_not_there_is_said(site: Any) -> None:
    assert view(site, ("start", "id:nobody"))["unknown"] == ["id:nobody"]
    assert view(site, ("path", "id:japan,id:nobody"))["unknown"] == ["id:nobody"]
    for query in ("start=id:japan,0", "expand=id:japan,,x", "start=top,99999", "unknown=1"):
        assert site("GET", f"/api/explore?{query}").problem() == "parameters"
    assert site("GET", "/api/explore?query=none").problem() == "not-found"
    assert site("GET", "/api/explore?query=positions-of-actor&p.actor=none").problem() == "query"
    assert site("GET", "/api/explore/node?node=id:none").problem() == "not-found"
    for fact in ("id:japan", "%00", quote("<script>"), "article:may/none"):
        assert site("GET", f"/api/explore/facts?fact={fact}").problem() == "query"
    assert site("GET", "/api/explore/facts").problem() == "parameters"
    assert site("GET", "/api/explore/facts?" + "&".join(["fact=x"] * 51)).problem() == "parameters"


def test_a_fact_without_the_text_has_its_sentence(site: Any) -> None:
    fact, = site("GET", "/api/explore/facts?fact=article:may/p00000000ma1").json()["facts"]
    assert fact["quotation"]["text"] == "Japan will not give up the four islands,"
    assert fact["chain"] == ["Shinzo Abe", "North Post"]
    assert (fact["whole"], fact["page"]) == (False, "/id/article/may/p00000000ma1")


def test_a_fact_in_its_paragraph(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    text = "A first paragraph.\n\nTokyo waited. Japan rejects a transfer of two islands. Nobody moved.\n\nA last one.\n"
    (tmp_path / "texts/a.txt").write_text(text, "utf-8")
    article, = read_paths([tmp_path / "texts"])
    facts = note()
    words = "Japan rejects a transfer of two islands"
    at = Span(text.index(words), text.index(words) + len(words), words)
    position = replace(facts.positions[0], evidence=at)
    with GraphStore.open(tmp_path / "store", create=True, knowledge=KNOWLEDGE) as store:
        store.add(replace(facts, article=article, positions=(position,), statements=(), entities=()))
    with serving(tmp_path / "store", tmp_path / "log", "--articles", str(tmp_path / "texts")) as site:
        fact, = site("GET", f"/api/explore/facts?fact=article:a/{position.id}").json()["facts"]
    assert fact["quotation"] == {"before": "Tokyo waited. ", "text": words, "after": ". Nobody moved."}
    assert fact["whole"] is True


def test_as_described(site: Any) -> None:
    described = site("GET", "/openapi.json").json()
    schemas = described["components"]["schemas"]

    def check(value: Any, schema: Any) -> None:
        schema = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        if isinstance(value, dict):
            assert set(schema.get("required", ())) <= value.keys()
            for name, inner in schema.get("properties", {}).items():
                if name in value:
                    check(value[name], inner)
        if isinstance(value, list) and "items" in schema:
            for one in value:
                check(one, schema["items"])

    for path, example in (("", "?start=id:japan"), ("/node", "?node=id:japan"), ("/find", "?q=abe"), ("/measures", ""),
                          ("/sparql", ""),
                          ("/facts", "?fact=article:may/p00000000ma1")):
        operation = described["paths"][f"/api/explore{path}"]["get"]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        answer = site("GET", f"/api/explore{path}{example}").json()
        check(answer, schema)
        known = schemas[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema
        assert answer.keys() == known["properties"].keys(), path
