"""Statements: who is said to have said, written, promised, believed, feared … what.

Finders yield attributions as token spans (verbs, nouns, phrases, speaker labels); this module
puts them in order, joins quotations that go on without a cue of their own, resolves sources,
and gives each statement its mode, date, parent and id. See FACTS in the README for what counts.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from kg.extraction.attribution_colons import announced_attributions, colon_attributions
from kg.extraction.attribution_lexicon import lemma_of, words
from kg.extraction.attribution_nouns import noun_attributions
from kg.extraction.attribution_phrases import phrase_attributions
from kg.extraction.attribution_referents import Source, resolve
from kg.extraction.attribution_spans import Bounds, is_quote_mark
from kg.extraction.attribution_turns import quoted_attributions, speaker_of_article, turn_attributions
from kg.extraction.attribution_verbs import verb_attributions
from kg.extraction.attribution_view import Attribution, View
from kg.extraction.quotations import Quotation
from kg.extraction.tree import children
from kg.model import Context, Mode, PartialDate, Statement, fact_ids

#: How many attributions before and after one may hold it: chains are short, long quotations hold few.
_NEAR = 40


def find_statements(context: Context, *, scope: str = "core") -> Iterator[Statement]:
    """All statements of the article, in text order.

    ``scope="wide"`` adds further attitudes (wanting, planning, supporting, negated reporting), as
    corpora of attribution such as PolNeAR annotate them.
    """
    speaker = speaker_of_article(context)
    view = View(context.doc, scope, speaker is not None)
    found = [*verb_attributions(view), *noun_attributions(view, context), *phrase_attributions(view),
             *colon_attributions(view), *announced_attributions(view), *turn_attributions(view, context),
             *quoted_attributions(view, context)]
    found = _continued(view, _distinct(found))
    drafts = list(_drafts(context, found, speaker))
    ids = list(fact_ids("statement", (_key(context, a, s) for a, s in drafts)))
    of = {a: i for (a, _), i in zip(reversed(drafts), reversed(ids), strict=True)}
    dates = {context.doc[t.head].head.i: t.value for t in reversed(context.times) if t.value}
    for n, (attribution, source) in enumerate(drafts):
        parent = _parent(attribution, found)
        yield Statement(
            id=ids[n], source=source.entity, source_label=source.label,
            source_mention=context.span(*source.span) if source.span else None,
            cue=context.span(*attribution.cue), content=context.span(*attribution.content),
            mode=_mode(view, attribution.content), date=_date(context, attribution, dates),
            parent=of.get(parent) if parent else None,
            tokens=attribution.content, cue_tokens=attribution.cue, rule=f"statement-{attribution.rule}",
            confidence=attribution.confidence)


def _key(context: Context, attribution: Attribution, source: Source) -> tuple[object, ...]:
    return (context.article.id, source.entity or source.label, context.span(*attribution.cue),
            context.span(*attribution.content))


def _distinct(found: list[Attribution]) -> list[Attribution]:
    """In text order, one attribution for a cue."""
    kept: dict[int, Attribution] = {}
    for attribution in found:
        other = kept.get(attribution.head)
        if other is None or other.confidence < attribution.confidence:
            kept[attribution.head] = attribution
    return sorted(kept.values(), key=lambda a: (a.cue, a.content))


def _drafts(context: Context, found: list[Attribution], speaker: Source | None) -> Iterator[tuple[Attribution, Source]]:
    """Each attribution with each of its sources; "the statement" goes on with the source before."""
    before: list[Source] = []
    for attribution in found:
        sources = list(_sources(context, attribution, speaker))
        token = attribution.subject.token
        if token is not None and before and lemma_of(token) in words("anaphoric-document") and (
                token.left_edge.lower_ in ("the", "its", "their") and not any(s.entity for s in sources)):
            sources = [replace(s, span=sources[0].span) for s in before]
        yield from ((attribution, source) for source in sources)
        before = sources if not attribution.nested else before


def _sources(context: Context, attribution: Attribution, speaker: Source | None) -> Iterator[Source]:
    token = attribution.subject.token
    if token is None:
        adverb = next((t for t in context.doc[slice(*attribution.cue)] if t.lower_ in words("impersonal-adverb")), None)
        yield Source(None, adverb.lower_ if adverb is not None else "unspecified", None)
    elif token.lower_ in words("first-person") and speaker is not None:
        yield Source(speaker.entity, speaker.label, (token.i, token.i + 1))
    elif attribution.subject.span is not None and not context.references_at(token):
        span = attribution.subject.span
        yield Source(None, context.doc[slice(*span)].text, span)
    else:
        members = resolve(context, token, attribution.cue[0])
        named = {source.entity or source.label: source for source in reversed(members)}
        yield from reversed(named.values())  # one statement for each source, however often the phrase names it


def _continued(view: View, found: list[Attribution]) -> list[Attribution]:
    """Quotations right after a statement's sentence that have no cue of their own belong to its content."""
    last: dict[int, int] = {}
    for n, a in enumerate(found):
        if not a.nested and a.rule not in ("noun", "as-clause"):
            last[_sentence_end(view, max(a.cue[1], a.content[1]) - 1)] = n
    starts = {view.quotation_at(a.content[0]) for a in found if not a.nested}
    result = list(found)
    for end, n in last.items():
        a, reach = result[n], result[n].content[1]
        while (q := view.quotation_after(end)) and q not in starts and _follows(view, end, q):
            reach, end = q.inner_end, q.end
        if reach > a.content[1]:
            result[n] = replace(a, content=(a.content[0], reach))
    return result


def _sentence_end(view: View, token: int) -> int:
    quotation = view.quotation_at(token)
    _, end = view.sentences.at(token)
    return max(end, quotation.end) if quotation else end


def _follows(view: View, end: int, quotation: Quotation) -> bool:
    """Whether a quotation comes next and makes whole sentences, with nothing after it that could be its cue."""
    doc = view.doc
    between = (t for t in doc[end:quotation.start] if not (t.is_space or is_quote_mark(t)))
    if any(between) or doc[quotation.inner_end - 1].text[-1] not in ".?!…":
        return False
    after = quotation.end
    while after < len(doc) and doc[after].is_space:
        after += 1
    return after >= len(doc) or not doc[after].text[:1].islower()


def _parent(attribution: Attribution, found: list[Attribution]) -> Attribution | None:
    """The narrowest other attribution whose content holds this cue; looked for among those nearby."""
    best: Attribution | None = None
    at = bisect_left(found, attribution.cue, key=lambda a: a.cue)
    for other in found[max(0, at - _NEAR):at + _NEAR]:
        if other is attribution or not (other.content[0] <= attribution.head < other.content[1]):
            continue
        if attribution.content[0] <= other.head < attribution.content[1] and _length(other) <= _length(attribution):
            continue
        if best is None or _length(other) < _length(best):
            best = other
    return best


def _length(attribution: Attribution) -> int:
    return attribution.content[1] - attribution.content[0]


def _mode(view: View, content: Bounds) -> Mode:
    """Direct where all words are quoted, mixed where some are."""
    total, quoted = view.words_in(*content)
    return "indirect" if not quoted else "direct" if quoted == total else "mixed"


def _date(context: Context, attribution: Attribution, dates: dict[int, PartialDate]) -> PartialDate | None:
    """The date of a time expression that modifies the cue, else the article's for a plain past or present."""
    head = context.doc[attribution.head]
    if head.i in dates:
        return dates[head.i]
    if head.pos_ != "VERB" or any(c.lower_ in words("perfect") for c in children(head)):
        return None
    return context.article.date
