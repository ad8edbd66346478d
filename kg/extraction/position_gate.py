"""Whether a trigger is about a dispute between States: of the article, or of the sentence alone."""

from functools import cached_property

from spacy.tokens import Token

from kg.extraction.position_topics import Trigger, arguments
from kg.extraction.stance_clause import has_mark
from kg.extraction.stance_lexicon import in_class, inflections, is_one_of, noun_classes
from kg.extraction.tree import children, different_words, sentence
from kg.model import Context, Entity

#: Mentions for a token, from which on an article keeps naming States, or land. Of 34 articles on disputes all but one
#: name States more often (18 to 103 in a thousand tokens), of news on campaigns and business hardly any.
_STATES, _LAND = 0.012, 0.002


class Gate:
    """What one article is about. Specific words need an actor of world politics; generic ones need a dispute."""

    def __init__(self, context: Context) -> None:
        self._context = context
        _, self._cues, _ = noun_classes()
        types = [e.type for e in context.entities.values()]
        self._types = frozenset(types)
        self._states = types.count("State")
        self._land = "Territory" in types
        self._instruments = any(i in context.knowledge.treaties or i in context.knowledge.sanctions
                                for i in context.entities)

    @cached_property
    def _article_cues(self) -> int:
        words = different_words(self._context.doc)
        return len({next((w for w in inflections(word)[:2] if w in self._cues), "") for word in words} - {""})

    @cached_property
    def _leisure(self) -> bool:
        """Whether the article is about sport, food or shows, and about no disputed land: nobody's politics."""
        found = {word.form for word in different_words(self._context.doc)} & noun_classes()[2]
        return len(found) >= 3 and not self._land

    @cached_property
    def _controllers(self) -> frozenset[str]:
        entities = self._context.entities
        return frozenset(c.claimant for c in self._context.knowledge.claims
                         if c.kind == "control" and c.territory in entities)

    @cached_property
    def is_about_dispute(self) -> bool:
        """Whether the article as a whole is about a dispute, as the reader needs it that has learned from such only:
        it keeps naming disputed land, or it keeps naming States, with words for disputes; and it is no sport, food or
        show. News that mention an island or a treaty once are about something else."""
        of_states = self._states > 1 and self._article_cues > 1 and self._share("State") >= _STATES
        return not self._leisure and bool(self._states) and (of_states or self._share("Territory") >= _LAND)

    def _share(self, type: str) -> float:
        """Mentions of things of the type for each token of the article."""
        mentions = sum(len(e.mentions) for e in self._context.entities.values() if e.type == type)
        return mentions / max(1, len(self._context.doc))

    def holds_land(self, state: Entity | None) -> bool:
        """Whether the State controls a territory of the article, as some source has it."""
        return state is not None and state.id in self._controllers

    def fits(self, trigger: Trigger) -> bool:
        """Whether the trigger may give positions here."""
        rule, types = trigger.rule, self._types
        if not types & {"State", "Territory", "Treaty", "Sanction"} and (
                not self._article_cues or not types & {"Person", "Organization"}):
            return False
        if "generic" in rule.flags and self._leisure:
            return False
        if "of_land" in rule.flags and not self._land:
            return False
        about = self._land or self._instruments or self._article_cues >= 2
        named = "signed" in rule.flags and self._states and any(
            r.mention.form == "name" for r in self._context.references_at(trigger.token))
        if "generic" in rule.flags and not (about or named) and not self._sentence_fits(trigger.token):
            return False
        if "implied" in rule.flags and not (self._land or self._article_cues >= 2) and not any(
                in_class(self._context, t, rule.needs) for t in arguments(trigger)):
            return False
        if rule.topic == "sovereignty" and any(c.dep_ in ("acl", "ccomp") and has_mark(c, "that")
                                               for c in children(trigger.token)):
            return False
        if "signed" in rule.flags:
            return self._is_signed(trigger.token)
        if rule.topic == "peace-treaty":
            entity = self._context.entity_headed(trigger.token)
            info = self._context.knowledge.treaties.get(entity.id) if entity else None
            return info is None or info.status == "not-concluded"
        return True

    def _sentence_fits(self, token: Token) -> bool:
        found = {e.id for r in self._context.entities_in(*sentence(token))
                 if (e := self._context.entities[r.entity]).type == "State"}
        return bool(found) and (len(found) > 1 or self._article_cues > 0)

    def _is_signed(self, token: Token) -> bool:
        """A treaty that exists: named, or referred to as known ("the deal")."""
        entity = self._context.entity_headed(token)
        definite = any(c.lower_ in ("the", "this", "that", "its", "their", "our", "both", "these") and
                       c.dep_ in ("det", "nmod:poss") for c in children(token))
        if entity is not None and entity.type == "Treaty":
            info = self._context.knowledge.treaties.get(entity.id)
            indefinite = any(c.lower_ in ("a", "an") for c in children(token))
            if info is not None:
                return info.status != "not-concluded" and not indefinite
            return not indefinite and "peace" not in entity.label.lower()
        bare = is_one_of(token, "standing_norms") or (token.dep_ in ("obj", "obl", "nsubj:pass")
                                                      and is_one_of(token.head, "ending_treaties"))
        return (definite or bare) and (token.i == 0 or token.nbor(-1).lower_ not in ("peace", "border"))
