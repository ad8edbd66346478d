"""The tables here are about rules, so the language model's reader is silent; ``test_readings.py`` lets it speak."""

import pytest


@pytest.fixture(autouse=True)
def rules_alone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take the readings away, but from tests marked ``reader``."""
    if not request.node.get_closest_marker("reader"):
        for kind in ("position", "event", "relation"):
            monkeypatch.setattr(f"kg.extraction.{kind}_readings.readings_of", lambda _: None)
