"""What the reader says of each token: whose stand it may be, and what event it may name; and its labels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:  # spaCy takes a second to import
    from spacy.tokens import Doc

TOPICS = ("sovereignty", "transfer", "peace-treaty", "treaty-basis", "negotiation", "progress", "economic-cooperation",
          "sanctions", "military-presence", "war-outcome", "annexation", "third-party", "self-determination")
STANCES = ("support", "oppose", "conditional")
EVENTS = ("meeting", "visit", "call", "agreement", "proposal", "sanction", "military", "annexation", "protest",
          "election", "expulsion", "legal", "aid")
RELATIONS = ("affiliated-with", "claims", "controls", "sanctions", "party-to", "member-of", "part-of")
STATUSES = ("happened", "planned", "cancelled")
_KEY = "kg_readings"
#: Words of a sentence among which pairs are looked for.
_NEAR = 250
#: Pairs of tokens that are less likely than this to be related are left out.
_RELATED = 0.3
#: Tokens that are less likely than this to name an event get no partners.
_LIKELY = 0.1


@dataclass(frozen=True)
class Readings:
    """Probabilities, one row a token; zeros for white space.

    ``positions`` (tokens x topics x stances): that whoever the token names is said to take that stand.
    ``events`` (tokens x events): that the token is the word that names such an event; ``statuses`` (tokens x
    statuses): of an event that it names. ``partners``: for each token that may name an event, the sentence's tokens
    and of each the probability that whoever it names takes part. ``relations``: pairs of tokens (subject, object) with
    the number of a relation that may be said to hold between what they name, and its probability.
    """

    positions: NDArray[np.float16]
    events: NDArray[np.float16]
    statuses: NDArray[np.float16]
    partners: dict[int, tuple[NDArray[np.int64], NDArray[np.float16]]]
    relations: list[tuple[int, int, int, float]]

    @classmethod
    def empty(cls, tokens: int) -> Readings:
        """Nothing read yet."""
        shapes = (len(TOPICS), len(STANCES)), (len(EVENTS),), (len(STATUSES),)
        positions, events, statuses = (np.zeros((tokens, *shape), np.float16) for shape in shapes)
        return cls(positions, events, statuses, {}, [])

    def add(self, tokens: NDArray[np.int64], outputs: Mapping[str, NDArray[Any]]) -> None:
        """Put in what the network says of the tokens of one sentence."""
        if not outputs:
            return
        events = outputs["events"][:, 1:]  # the first is none
        self.positions[tokens] = outputs["positions"].reshape(len(tokens), len(TOPICS), len(STANCES))
        self.events[tokens], self.statuses[tokens] = events, outputs["statuses"]
        for start in range(0, len(tokens), _NEAR):  # so that an endless sentence takes no endless time
            part = slice(start, start + _NEAR)
            self._pair(tokens[part], {name: rows[part] for name, rows in outputs.items()})

    def _pair(self, tokens: NDArray[np.int64], halves: Mapping[str, NDArray[Any]]) -> None:
        outputs = {name: rows.astype(np.float32) for name, rows in halves.items()}
        for i in np.flatnonzero(outputs["events"][:, 1:].max(1) > _LIKELY).tolist():
            sure = 1 / (1 + np.exp(-(outputs["partner"] @ outputs["trigger"][i])))
            self.partners[int(tokens[i])] = tokens, sure.astype(np.float16)
        subject, thing = (outputs[name].reshape(len(tokens), len(RELATIONS), -1) for name in ("subject", "object"))
        for number in range(len(RELATIONS)):
            logits = subject[:, number] @ thing[:, number].T
            for i, j in np.argwhere(logits > np.log(_RELATED / (1 - _RELATED))).tolist():
                if i != j:
                    probability = 1 / (1 + float(np.exp(-logits[i, j])))
                    self.relations.append((int(tokens[i]), int(tokens[j]), number, round(probability, 3)))


def readings_of(doc: Doc) -> Readings | None:
    """What the pipeline's reader said of the text; None where the pipeline has no reader."""
    found = doc.user_data.get(_KEY)
    return found if isinstance(found, Readings) else None


def set_readings(doc: Doc, readings: Readings) -> None:
    """Keep the readings with the text."""
    doc.user_data[_KEY] = readings
