"""``kg measure`` over the small graph."""


import pytest

from kg.cli.group import main


def _lines(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[list[str]]:
    with pytest.raises(SystemExit) as stopped:
        main(["measure", *arguments])
    assert stopped.value.code == 0
    return [line.split() for line in capsys.readouterr().out.splitlines()]


def test_topics(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, head, _, *rows = _lines(capsys, "topics", "--store", folder)
    assert head == ["topic", "positions", "actors", "balance", "spread"]
    # Japan for and twice against, Russia on a condition: (1 - 1 - 1 + 0.5)
    assert next(r for r in rows if r[0] == "transfer")[:4] == ["transfer", "4", "2", "-0.5"]


def test_pairs_by_each_aggregation(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    weight = {}
    for aggregation in ("congruence", "conflict", "subtract", "ignore"):
        *_, row = _lines(capsys, "pairs", "--aggregation", aggregation, "--store", folder)
        assert row[:2] == ["Japan", "Russia"]
        weight[aggregation] = float(row[2])
    # nearness of Russia's 0.5 to Japan's 1, -1 and -1 on a scale of 2
    assert weight == {"congruence": 1.25, "conflict": 1.75, "subtract": -0.5, "ignore": 3}


def test_actors_camps_and_years(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    actors = _lines(capsys, "actors", "--aggregation", "congruence", "--store", folder)
    assert {"Japan", "Russia"} <= {row[0] for row in actors}
    assert any("polarization" in row for row in _lines(capsys, "camps", "--store", folder))
    *_, year = _lines(capsys, "years", "--store", folder)
    assert year[:2] == ["2016-05-06", "2017-05-06"]


def test_a_period_without_positions(folder: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _lines(capsys, "camps", "--to", "1950", "--store", folder) == [["no", "positions", "to", "measure"]]
