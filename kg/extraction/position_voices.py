"""For whom holders speak: officials for their State, and those without office for nobody but themselves."""

from collections.abc import Iterable

from kg.extraction.position_holders import Holder, Holders
from kg.extraction.stance_clause import read_clause
from kg.extraction.stance_climb import Stand


class Voices:
    """What the holders of one article may say for others."""

    def __init__(self, holders: Holders) -> None:
        self._holders = holders

    def lines(self, holders: Iterable[Holder]) -> list[Holder]:
        """The States whose line ministers, spokesmen and ministries among the holders speak."""
        states = [self._holders.represented(h) for h in holders]
        return [Holder(s.id, s.label) for s in states if s is not None]

    def speak_for(self, sources: list[Holder], holders: list[Holder]) -> bool:
        """Whether a source is an official of the State that a holder is, or of the State of an official."""
        for source in sources:
            unnamed = source.entity is None and not source.label.lower().startswith("the ")  # "a spokesman for …"
            state = self._holders.represented(source) if unnamed else self._holders.state_of(source)
            official = unnamed or self._holders.is_official(source)
            for holder in holders:
                if source.entity is not None and source.entity == holder.entity:
                    return True
                same = state is not None and self._holders.state_of(holder) == state
                if same and official and (holder.entity == getattr(state, "id", None) or (
                        self._holders.represented(source) is not None and self._holders.is_official(holder))):
                    return True
        return False

    def has_say(self, holder: Holder) -> bool:
        """Whether the holder decides, or speaks for who does."""
        return self._holders.speaks_officially(holder) or self._holders.represented(holder) is not None

    def is_prophecy(self, stand: Stand, sources: list[Holder], holders: list[Holder]) -> bool:
        """Whether somebody without office says what others will do."""
        named = [s for s in sources if s.entity]
        return bool(named) and len(named) == len(sources) and read_clause(stand.top).modality == "future" \
            and not any(self._holders.speaks_officially(s) for s in named) and not self.speak_for(sources, holders)
