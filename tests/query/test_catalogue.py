"""The headers of query files: read strictly, faults with file and line."""

from pathlib import Path

import pytest

from kg.errors import KnowledgeError
from kg.query import catalogue, read_query
from kg.query.catalogue import parameter_types

GOOD = """# title: Things
# question: Which things are there?
# tags: [one, two]
# parameters:
#   actor: {type: entity, required: true, example: japan, description: Whose}
#   kind: {type: text, choices: [a, b], default: a, description: Which}
# columns:
#   thing: The thing
SELECT ?thing WHERE {
  VALUES $actor { UNDEF }
  VALUES $kind { UNDEF }
  ?thing dkg:holder $actor .
}
ORDER BY ?thing
"""


def read(tmp_path: Path, text: str):  # type: ignore[no-untyped-def]
    path = tmp_path / "things.rq"
    path.write_text(text, "utf-8")
    return read_query(path)


def test_a_header(tmp_path: Path) -> None:
    query = read(tmp_path, GOOD)
    assert (query.name, query.title, query.question, query.tags) == (
        "things", "Things", "Which things are there?", ("one", "two"))
    actor, kind = query.parameters
    assert (actor.name, actor.type, actor.required, actor.default, actor.example) == (
        "actor", "entity", True, None, "japan")
    assert (kind.required, kind.default, kind.choices) == (False, "a", ("a", "b"))
    assert [(c.name, c.description) for c in query.columns] == [("thing", "The thing")]
    assert query.example() == {"actor": "japan"}


@pytest.mark.parametrize(("old", "new", "line", "words"), [
    ("# title: Things\n", "", 1, "'title' is missing"),
    ("# title: Things", "# titel: Things", 1, "did you mean 'title'"),
    ("# title: Things", "# title: Things\n# title: Again", 2, "twice"),
    ("# tags: [one, two]", "# tags: one", 3, "a list is expected"),
    ("# question: Which things are there?", "# question: [a]", 2, "a text is expected"),
    ("type: entity", "type: entitty", 5, "is no type of parameter"),
    ("required: true, ", "required: perhaps, ", 5, "neither true nor false"),
    ("example: japan, ", "", 5, "give it an example"),
    ("#   kind:", "#   Kind!:", 6, "is no name for a parameter"),
    ("description: Which", "discription: Which", 6, "did you mean 'description'"),
    ("  VALUES $kind { UNDEF }\n", "", 1, "'kind' has no clause"),
    ("?thing dkg:holder $actor", "?thing dkg:holder $actors", 1, "$actors is no parameter"),
    ("#   thing: The thing", "#   thin: The thing", 1, "the header describes thin"),
    ("# question:", "# question", 2, "the header is no YAML"),
    ("SELECT ?thing", "SELECT ?thing ?thing2 ?", None, "faulty SPARQL: error at 9"),
    (GOOD, "SELECT * { ?s ?p ?o }", 1, "there is no header"),
])
def test_faults(tmp_path: Path, old: str, new: str, line: int | None, words: str) -> None:
    assert old in GOOD
    with pytest.raises(KnowledgeError) as caught:
        read(tmp_path, GOOD.replace(old, new))
    assert words in str(caught.value)
    assert caught.value.message.startswith(f"things.rq:{line}:" if line else "things.rq:")
    assert caught.value.hint


def test_a_file_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "things.rq").write_bytes(b"# title: \xff")
    with pytest.raises(KnowledgeError, match="cannot be read"):
        read_query(tmp_path / "things.rq")


def test_given_terms_take_their_clauses_and_the_others_go(tmp_path: Path) -> None:
    text = read(tmp_path, GOOD).with_terms({"actor": "<x:y>"})
    assert "VALUES ?actor { <x:y> }" in text
    assert "UNDEF" not in text
    assert "VALUES $kind" not in text


def test_the_catalogue() -> None:
    queries = catalogue()
    assert len(queries) >= 24
    assert list(queries) == sorted(queries)
    for query in queries.values():
        assert query.question.endswith("?"), query.name
        assert query.tags, query.name
        assert {p.type for p in query.parameters} <= set(parameter_types())
