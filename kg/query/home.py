"""What the start page tells of a graph: how much it holds, what came last, what is most striking in it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.graph.store import GraphStore
from kg.query.matrix import Matrix, matrix, narrow
from kg.query.network import explorer_rows
from kg.query.selection import Selection
from kg.query.stories import Story, stories
from kg.query.survey import ArticleRow, Survey

#: Articles, things, rows and columns of the matrix and stories of a kind that the page shows.
ARTICLES, THINGS, LINES, COLUMNS, STORIES = 8, 24, 4, 12, 2


@dataclass(frozen=True)
class Latest:
    """An article with its number of statements, positions and events, and the outlet's country in words."""

    row: ArticleRow
    country: str
    facts: int


@dataclass(frozen=True)
class Mentioned:
    """A thing that many articles name."""

    id: str
    label: str
    articles: int


@dataclass(frozen=True)
class Home:
    """The start page; ``disputes`` are (id, label, number of articles), those with most articles first."""

    counts: Mapping[str, int]
    span: tuple[str, str] | None
    latest: tuple[Latest, ...]
    shifts: tuple[Story, ...]
    disagreements: tuple[Story, ...]
    matrix: Matrix
    disputes: tuple[tuple[str, str, int], ...]
    things: tuple[Mentioned, ...]


def home(store: GraphStore, survey: Survey) -> Home:
    """What there is to tell first."""
    facts = Counter(row.article for rows in (survey.positions, survey.events, survey.statements) for row in rows)
    articles = sorted(survey.articles.values(), key=lambda a: (a.date, a.id), reverse=True)
    dates = [a.date for a in reversed(articles) if a.date]
    about = Counter(dispute for a in articles for dispute in a.disputes)
    everything = Selection()
    return Home(
        store.counts(), (dates[0], dates[-1]) if dates else None,
        tuple(Latest(a, survey.label(a.country) if a.country else "", facts[a.id]) for a in articles[:ARTICLES]),
        tuple(stories(store, survey, everything, "shift", size=STORIES)[0]),
        tuple(stories(store, survey, everything, "disagreement", size=STORIES)[0]),
        narrow(matrix(survey, everything, by_side=True, size=LINES), COLUMNS),
        tuple(sorted(((d.id, d.label, about[d.id]) for d in survey.disputes.values()), key=lambda d: (-d[2], d[1]))),
        tuple(Mentioned(ident, survey.label(ident), int(row["articles"]))
              for row in explorer_rows(store, "most-mentioned.rq")
              if (ident := survey.id_of(row["thing"])))[:THINGS])
