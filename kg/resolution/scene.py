"""What one article is about, as far as it helps to tell its names apart: date, disputes, states."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from kg.model import Article, Entry, Knowledge, Mention, PartialDate

#: The folder of what all disputes share.
_SHARED = "world"


@dataclass(frozen=True)
class Scene:
    """An article with its mentions, before any is resolved."""

    doc: Doc
    article: Article
    knowledge: Knowledge
    mentions: tuple[Mention, ...]

    @property
    def date(self) -> PartialDate | None:
        """The article's date."""
        return self.article.date

    @cached_property
    def states(self) -> Counter[str]:
        """How often each state is mentioned by name, adjective or capital."""
        return Counter(m.candidates[0] for m in self.mentions if m.type == "State" and m.candidates)

    @cached_property
    def disputes(self) -> Counter[str]:
        """How much speaks for each dispute: names that only it has, those of its land most."""
        votes: Counter[str] = Counter()
        for mention in self.mentions:
            folders = {self.knowledge.entries[c].dispute for c in mention.candidates}
            if len(folders) == 1 and mention.form != "description" and (folder := folders.pop()) not in ("", _SHARED):
                votes[folder] += 3 if mention.type == "Territory" else 1
        return votes

    @cached_property
    def dispute(self) -> str:
        """The dispute that the article is about; by its two parties where no name decides; or ""."""
        if self.disputes:
            return max(self.disputes, key=lambda d: (self.disputes[d], d))
        likely = [d.id for d in self.knowledge.disputes.values()
                  if len(d.parties) > 1 and all(self.states[p] >= 2 for p in d.parties)]
        return likely[0] if len(likely) == 1 else ""

    def best(self, candidates: Sequence[str]) -> str:
        """The candidate that fits the article best: existing at its date, of its dispute, of its states;
        the first of equals."""
        return min(candidates, key=lambda c: (self.misfit(self.knowledge.entries[c]), candidates.index(c)))

    def misfit(self, entry: Entry) -> tuple[int, int, int]:
        """How badly an entry fits: not of its time, not of the dispute, of a state that is hardly mentioned."""
        gone = entry.end is not None and self.date is not None and entry.end.last < self.date.first
        future = entry.start is not None and self.date is not None and entry.start.first > self.date.last
        foreign = not entry.dispute or (entry.dispute != _SHARED and self.dispute != entry.dispute)
        return (gone + future, int(foreign), -self.states[entry.state])

    def in_office(self, person: str) -> bool:
        """Whether the person held an office at the article's date."""
        return bool(self.date and self.knowledge.offices_of(person, self.date))

    def means_here(self, entry: Entry, text: str) -> bool:
        """Whether a description means the entry in this article: those bound to a dispute only in it."""
        bound = [n.dispute for n in entry.names if n.kind == "description" and n.text.casefold() == text.casefold()]
        return "" in bound or self.dispute in bound


def states_near(scene: Scene, mention: Mention, window: int = 3) -> Iterator[str]:
    """States named in the mention or up to ``window`` tokens before it, the nearest first."""
    for other in neighbours(scene.mentions, mention, window):
        if other.type == "State" and other.candidates:
            yield other.candidates[0]


def neighbours(mentions: Sequence[Mention], mention: Mention, window: int) -> Iterable[Mention]:
    """Mentions inside, or ending at most ``window`` tokens before, the mention, the nearest first.

    ``mentions`` are in text order.
    """
    at = _position(mentions, mention.end)
    for other in reversed(mentions[max(0, at - 24):at]):
        if other is not mention and mention.start - window <= other.end <= mention.end and other.start < mention.end:
            yield other


def _position(mentions: Sequence[Mention], token: int) -> int:
    """The number of mentions that begin before the token, by bisection."""
    low, high = 0, len(mentions)
    while low < high:
        middle = (low + high) // 2
        if mentions[middle].start < token:
            low = middle + 1
        else:
            high = middle
    return low
