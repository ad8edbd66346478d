"""The corpus: its articles are well formed, its manifest is true and its calendar is right."""

from __future__ import annotations

import datetime as dt
import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
FILES = sorted((CORPUS / "articles").glob("*.md"))

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DAY = f"(?P<weekday>{'|'.join(WEEKDAYS)})"
_MONTH = f"(?P<month>{'|'.join(MONTHS)})"
WEEKDAY_DATES = (
    re.compile(
        rf"\b{_DAY},?\s+(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(?P<year>\d{{4}})\b"
    ),
    re.compile(rf"\b{_DAY},?\s+{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b"),
)


def _manifest_module() -> ModuleType:
    spec = importlib.util.spec_from_file_location("corpus_manifest", CORPUS / "manifest.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


manifest = _manifest_module()


def wrong_weekdays(text: str) -> list[str]:
    """The dates of a text that are named with a weekday which is not theirs."""
    wrong = []
    for pattern in WEEKDAY_DATES:
        for match in pattern.finditer(text):
            day = dt.date(int(match["year"]), MONTHS.index(match["month"]) + 1, int(match["day"]))
            if WEEKDAYS[day.weekday()] != match["weekday"]:
                wrong.append(f"{match.group(0)} was a {WEEKDAYS[day.weekday()]}")
    return wrong


def sentences(body: str) -> set[str]:
    """The sentences of a body, cut roughly, in small letters and without punctuation; short ones left out."""
    found = set()
    for piece in re.split(r"(?<=[.!?])[\"'”’)*]*\s+|\n\s*\n", body):
        words = re.findall(r"\w+", piece.lower())
        if len(words) >= 5:
            found.add(" ".join(words))
    return found


def test_there_are_enough_articles() -> None:
    assert len(FILES) >= 24


def test_numbers_are_unique() -> None:
    numbers = [path.name[:2] for path in FILES]
    assert len(numbers) == len(set(numbers))


def test_manifest_matches_the_articles() -> None:
    articles, faults = manifest.load()
    assert faults == []
    assert manifest.differences(articles) == []
    assert [article.file for article in articles] == [path.name for path in FILES]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_article_is_well_formed(path: Path) -> None:
    article = manifest.read(path)  # raises where a key is missing, a date is not valid or there are no sources
    assert manifest.is_date(article.date)
    assert article.sources
    assert article.language == "en"
    assert article.author == "The kg project"
    assert article.licence == "CC BY 4.0"
    assert 300 <= article.words <= 750  # 350 to 700, with some grace


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_weekdays_are_right(path: Path) -> None:
    assert wrong_weekdays(path.read_text(encoding="utf-8")) == []


def test_no_two_articles_share_a_sentence() -> None:
    seen: dict[str, str] = {}
    shared = []
    for path in FILES:
        for sentence in sentences(manifest.read(path).body):
            if sentence in seen:
                shared.append(f"{seen[sentence]} and {path.name}: {sentence}")
            seen[sentence] = path.name
    assert shared == []


def test_a_wrong_weekday_is_noticed() -> None:
    assert wrong_weekdays("It was Friday, 6 May 2016, and not Friday, May 6, 2016 alone.") == []
    assert wrong_weekdays("It was Saturday, 6 May 2016.") == ["Saturday, 6 May 2016 was a Friday"]
    assert wrong_weekdays("on Monday, August 9, 1945") == ["Monday, August 9, 1945 was a Thursday"]


@pytest.mark.parametrize(
    ("text", "valid"),
    [("2016-05-06", True), ("2016-05", True), ("2016", False), ("2016-13", False), ("2016-02-30", False), ("", False)],
)
def test_dates(text: str, valid: bool) -> None:
    assert manifest.is_date(text) is valid


def _write(folder: Path, **changes: str) -> Path:
    front = {
        "title": "A Title",
        "date": "2016-05-06",
        "language": "en",
        "genre": "wire",
        "outlet": "An Outlet",
        "outlet_country": "JP",
        "author": "The kg project",
        "licence": "CC BY 4.0",
        "sources": "[A source]",
    }
    front.update(changes)
    lines = "".join(f"{key}: {value}\n" for key, value in front.items() if value)
    path = folder / "01-a-title.md"
    path.write_text(f"---\n{lines}---\nThe body.\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": ""}, "title"),
        ({"place": "Nemuro"}, "place"),
        ({"date": "May"}, "date"),
        ({"genre": "poem"}, "genre"),
        ({"outlet_country": "Japan"}, "outlet_country"),
        ({"sources": "[]"}, "sources"),
        ({"sources": "[{title: A source}]"}, "source"),
        ({"title": "[unclosed"}, "YAML"),
    ],
)
def test_faults_of_an_article(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(manifest.ArticleError, match=message):
        manifest.read(_write(tmp_path, **changes))


def test_faults_of_a_manifest(tmp_path: Path) -> None:
    path = _write(tmp_path)
    articles, faults = manifest.load(tmp_path)
    assert faults == []
    table = tmp_path / "manifest.csv"
    assert manifest.differences(articles, table) == ["manifest.csv: missing"]
    table.write_text(manifest.render(articles), encoding="utf-8")
    assert manifest.differences(articles, table) == []
    path.write_text(path.read_text(encoding="utf-8") + "One sentence more.\n", encoding="utf-8")
    changed, _ = manifest.load(tmp_path)
    assert manifest.differences(changed, table) == ["01-a-title.md: the manifest differs in words, sha256"]
    assert manifest.differences([], table) == ["01-a-title.md: in the manifest, but not in articles"]
