"""Files, folders and text to articles; every fault one line, the other files go on."""

import io
import json
import os
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from kg.errors import ArticleError
from kg.model.article import Article
from kg.model.dates import PartialDate
from kg.reading import Refusal, read_file, read_paths, read_text
from kg.reading.decoding import decode

BODY = "The envoys of Japan and Russia met on Monday. They spoke of the islands and agreed to meet again in spring."
FRONT = (
    '---\ntitle: "Envoys meet"\ndate: 2016-05-06\nlanguage: en\npublisher: The Example\noutlet_country: Japan\n---\n'
)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_front_matter(tmp_path: Path) -> None:
    article = read_file(write(tmp_path, "a.md", FRONT + BODY))
    assert (article.id, article.title, article.date, article.outlet, article.outlet_country) == (
        "a",
        "Envoys meet",
        PartialDate(2016, 5, 6),
        "The Example",
        "Japan",
    )
    assert article.text == FRONT + BODY
    assert article.cleaned.text == BODY
    assert article.warnings == ()
    assert article.span(4, 10).text == "envoys"


@pytest.mark.parametrize(
    ("ending", "date"),
    [
        ("2016", (2016, 0, 0)),
        ("2016-05", (2016, 5, 0)),
        ("2016-05-06T10:30:00Z", (2016, 5, 6)),
        ("6 May 2016", (2016, 5, 6)),
        ("May 6, 2016", (2016, 5, 6)),
        ("May 2016", (2016, 5, 0)),
    ],
)
def test_dates_in_front_matter(ending: str, date: tuple[int, int, int]) -> None:
    article = read_text(f"---\ndate: {ending}\n---\n{BODY}")
    assert article.date == PartialDate(*date)


@pytest.mark.parametrize("date", ["soon", "2016-13-01", "2016-02-30", "06/05/2016", "31 February 2016", "20160506"])
def test_a_date_that_is_none_is_left_out_with_a_warning(date: str) -> None:
    article = read_text(f"---\ntitle: T\ndate: {date}\n---\n{BODY}")
    assert article.date is None
    assert len(article.warnings) == 1
    assert date in article.warnings[0]


@pytest.mark.parametrize(
    ("block", "title"),
    [
        ("title: Talks: round two\ndate: 2016", "Talks: round two"),
        ('title: "Talks\ndate: 2016', "Talks"),
        ("title: Talks\n\tdate: [2016", "Talks"),
        ("title: @Talks\ndate: 2016", "@Talks"),
    ],
)
def test_faulty_front_matter_is_read_line_by_line(block: str, title: str) -> None:
    article = read_text(f"---\n{block}\n---\n{BODY}")
    assert article.title == title
    assert article.cleaned.text == BODY
    assert "front matter" in article.warnings[0]


def test_unclosed_front_matter() -> None:
    article = read_text(f"---\ntitle: Talks\ndate: 2016\n\n{BODY}")
    assert (article.title, article.date, article.cleaned.text) == ("Talks", PartialDate(2016), BODY)
    assert "not closed" in article.warnings[0]


def test_horizontal_rules_are_no_front_matter() -> None:
    article = read_text(f"---\n{BODY}\n---\nMore was said.")
    assert article.warnings == ()
    assert article.cleaned.text == f"{BODY}\n\nMore was said."


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_kept_in_text(tmp_path: Path, end: str) -> None:
    text = (FRONT + BODY + "\n\nAnother paragraph follows.\n").replace("\n", end)
    article = read_file(write(tmp_path, "a.txt", text))
    assert article.text == text
    assert article.title == "Envoys meet"
    assert article.cleaned.text == BODY + "\n\nAnother paragraph follows."


@pytest.mark.parametrize(
    ("codec", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", b"\xef\xbb\xbf"),
        ("utf-16-le", b"\xff\xfe"),
        ("utf-16-be", b"\xfe\xff"),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("cp1252", b""),
    ],
)
def test_encodings(tmp_path: Path, codec: str, mark: bytes) -> None:
    text = FRONT + "Abe’s “plan” — a café in Sapporo, he said, was “no more” than that, and all agreed with it."
    article = read_file(write(tmp_path, "a.txt", mark + text.encode(codec)))
    assert article.text == ("\ufeff" if mark else "") + text
    assert article.title == "Envoys meet"
    assert article.cleaned.text.startswith("Abe’s “plan” — a café")


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=80))
@settings(max_examples=150, deadline=None)
def test_text_is_what_utf8_says(text: str) -> None:
    data = f"Talks: {text}".encode()
    assert decode(data, "x") == (data.decode("utf-8"), ())


def test_stray_byte_in_utf8(tmp_path: Path) -> None:
    article = read_file(write(tmp_path, "a.txt", ("Davutoğlu – “no”. " * 5).encode() + b"\xff end of it"))
    assert "Davutoğlu – “no”" in article.text
    assert "faulty" in article.warnings[0]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"Envoys meet in Lima\n\n{BODY}", "Envoys meet in Lima"),
        (f"# Envoys meet in Lima\n\n{BODY}", "Envoys meet in Lima"),
        (f"Will the envoys meet?\n{BODY} {BODY}", "Will the envoys meet?"),
        (BODY, "a"),
        ("The envoys met", "a"),
        (f"LIMA (Example) - {BODY}\n\nMore was said.", "a"),
    ],
)
def test_title_of_plain_text(tmp_path: Path, text: str, title: str) -> None:
    assert read_file(write(tmp_path, "a.md", text)).title == title


@pytest.mark.parametrize("text", ["Japan protested.", "Hai.", "Oui", "Да.", "国後島", "1956", FRONT + "x"])
def test_short_text_is_never_refused(text: str) -> None:
    assert read_text(text).text == text


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Published: 11 February 2016", (2016, 2, 11)),
        ("Posted on February 11, 2016 10:30 GMT", (2016, 2, 11)),
        ("TOKYO, Feb. 11, 2016 (Example) - Talks began.", (2016, 2, 11)),
        ("Thursday, 11 February 2016", (2016, 2, 11)),
        ("Date: 2016-02-11", (2016, 2, 11)),
        ("Published: 11/02/2016", None),
        ("On 11 February 2016 the talks began.", None),
        ("Published: 31 February 2016", None),
        ("Published: 11 February 2016\nDate: 12 February 2016", None),
    ],
)
def test_date_of_plain_text(line: str, date: tuple[int, int, int] | None) -> None:
    article = read_text(f"Envoys meet\n\n{line}\n\n{BODY}")
    assert article.date == (PartialDate(*date) if date else None)
    assert bool(article.warnings) == bool(date)


def test_given_date_and_title_fill_in() -> None:
    assert read_text(BODY, date="2016-05").date == PartialDate(2016, 5)
    assert read_text(FRONT + BODY, date="2017").date == PartialDate(2016, 5, 6)
    assert read_text(f"Published: 11 February 2016\n\n{BODY}", date="2017").date == PartialDate(2017)
    assert read_text(BODY, title="Mine").title == "Mine"
    with pytest.raises(ArticleError, match="soon"):
        read_text(BODY, date="soon")


GERMAN = (
    "Die Gespräche über die Inseln sind nach Angaben der Regierung nicht ohne Ergebnis geblieben, und der Minister hat "
    "sich mit dem Botschafter auf ein Treffen im Herbst verständigt. "
) * 6
JAPANESE = "政府は北方領土をめぐる交渉について、首相が来月の会談で大統領と話し合うと発表した。" * 10
RUSSIAN = "Правительство сообщило, что переговоры об островах будут продолжены весной в Москве. " * 8


def test_a_list_of_lines_that_come_again_is_a_text() -> None:
    article = read_text("Shinzo Abe\nShinzo Abe\nShinzo Abe\nVladimir Putin\n" * 5, name="names", date="2016")
    assert article.cleaned.text.count("Shinzo Abe") == 15


@pytest.mark.parametrize("text", [GERMAN, JAPANESE, RUSSIAN])
def test_long_text_in_another_language(text: str) -> None:
    with pytest.raises(ArticleError, match="not English") as caught:
        read_text(text)
    assert "\n" not in str(caught.value)
    assert read_text(f"---\nlanguage: en\n---\n{text}").language == "en"
    assert read_text((BODY + " ") * 12 + text[:300]).language == "en"


def test_declared_language() -> None:
    assert read_text(f"---\nlanguage: en-GB\n---\n{BODY}").language == "en"
    with pytest.raises(ArticleError, match="'ja'"):
        read_text(f"---\nlanguage: ja\n---\n{BODY}")


BAD: list[tuple[str, bytes, str]] = [
    ("empty.txt", b"", "empty"),
    ("blank.txt", b" \n\t\r\n ", "white space"),
    ("bom.txt", b"\xef\xbb\xbf\n", "white space"),
    ("nul.txt", b"text\0\0more", "NUL"),
    ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(20), "PNG"),
    ("zip.txt", b"PK\x03\x04" + bytes(20), "zip"),
    ("controls.txt", bytes(range(1, 32)) * 9 + b"\xff", "control"),
    ("page.txt", b"<!DOCTYPE html><html><p>x</p></html>", "HTML"),
    ("only.md", FRONT.encode(), "no article text"),
    ("menu.txt", b"Loading\n\nShare\n", "no article text"),
    ("large.txt", b"x " * 2000, "MB"),
    ("pdf.txt", b"%PDF-1.4 x", "PDF"),
    ("broken.pdf", b"%PDF-1.4 nothing more", "broken"),
    ("noise.pdf", b"no pdf at all", "broken"),
    ("empty.pdf", b"", "empty"),
    ("empty.html", b"<html><body></body></html>", "empty"),
    ("nul.html", b"<p>a\0b</p>", "NUL"),
    ("table.docx", b"PK", "unknown ending"),
    ("README", b"text", "no ending"),
]


@pytest.mark.parametrize(("name", "content", "reason"), BAD, ids=[case[0] for case in BAD])
def test_bad_files_are_named_in_one_line(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(ArticleError) as caught:
        read_file(path, limit=2000)
    line = str(caught.value)
    assert name in line
    assert reason in line
    assert caught.value.hint
    assert "\n" not in line
    good = write(tmp_path, "good.txt", BODY)
    found = list(read_paths([path, good], limit=2000))
    assert [type(f) for f in found] in ([Article, Refusal], [Refusal, Article])
    refusal = next(f for f in found if isinstance(f, Refusal))
    assert str(refusal) == line


def test_large_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    with pytest.raises(ArticleError, match=r"50\.0 MB"):
        read_file(path)


def pdf(lines: list[str], **settings: Any) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **settings)
    canvas.setTitle("Envoys meet in Lima")
    for i, line in enumerate(lines):
        canvas.drawString(72, 720 - 14 * i, line)
    canvas.save()
    return out.getvalue()


def test_pdf(tmp_path: Path) -> None:
    article = read_file(
        write(
            tmp_path,
            "a.pdf",
            pdf(["The envoys of Japan and Russia met on Monday to speak", "of the islands in the north."]),
        )
    )
    assert "The envoys" in article.text
    assert article.cleaned.text == "The envoys of Japan and Russia met on Monday to speak of the islands in the north."
    assert article.title == "Envoys meet in Lima"


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-256"])
def test_locked_pdf(tmp_path: Path, algorithm: str) -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(["Secret."])))
    try:
        writer.encrypt("secret", algorithm=algorithm)
    except pypdf.errors.DependencyError:
        pytest.skip("AES needs another package")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(ArticleError, match=r"password|encrypted"):
        read_file(write(tmp_path, "a.pdf", out.getvalue()))


def test_pdf_without_text(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="no text"):
        read_file(write(tmp_path, "a.pdf", pdf([])))


def test_html(tmp_path: Path) -> None:
    paragraphs = "".join(
        f"<p>{BODY} Round {i} of the talks ended without a result, an official of the ministry said.</p>"
        for i in range(4)
    )
    page = (
        "<html><head><title>Envoys meet</title><meta property='article:published_time' content='2016-05-06T10:00:00Z'>"
        "<meta property='og:site_name' content='The Example'></head><body><nav><a href='/'>Home</a></nav>"
        f"<article><h1>Envoys meet</h1>{paragraphs}</article><footer>All rights reserved</footer></body></html>"
    )
    article = read_file(write(tmp_path, "a.html", page))
    assert (article.title, article.date, article.outlet) == ("Envoys meet", PartialDate(2016, 5, 6), "The Example")
    assert article.text.count("Round") == 4
    assert "rights" not in article.cleaned.text


@pytest.mark.parametrize(
    "page",
    [
        "<p>Japan protested.</p>",
        "<html><body>Japan protested.</body></html>",
        "Japan protested.",
        "<div><div>Japan</div></div> protested.<script>var a = 1</script>",
    ],
)
def test_small_html_gives_its_text(tmp_path: Path, page: str) -> None:
    article = read_file(write(tmp_path, "a.htm", page))
    assert article.text.split() == ["Japan", "protested."]


def test_html_encodings(tmp_path: Path) -> None:
    page = "<html><head><meta charset='{}'></head><body><p>Le café – дом.</p></body></html>"
    for codec in ("utf-8", "koi8-r", "utf-16"):
        if codec != "koi8-r":
            assert "café – дом" in read_file(write(tmp_path, "a.html", page.format(codec).encode(codec))).text
    assert (
        "дом" in read_file(write(tmp_path, "b.html", "<meta charset=koi8-r><p>The word дом.</p>".encode("koi8-r"))).text
    )


def test_json_lines(tmp_path: Path) -> None:
    records = [
        {
            "text": BODY,
            "title": "One",
            "date": "2016-05-06T00:00:00",
            "id": "x7",
            "url": "https://example.org/1",
            "source": "The Example",
        },
        {"body": BODY, "headline": "Two", "author": ["A. Bee", "C. Dee"]},
        {"content": "\ud800 lone"},
        {"title": "no text"},
        ["list"],
        {"text": ""},
    ]
    lines = [json.dumps(r) for r in records]
    lines[3:3] = ["", "{broken"]
    path = write(tmp_path, "many.jsonl", "\n".join(lines))
    found = list(read_paths([path]))
    articles = [a for a in found if isinstance(a, Article)]
    assert [a.id for a in articles] == ["many-x7", "many-2", "many-3"]
    assert (articles[0].title, articles[0].date, articles[0].outlet, articles[1].author) == (
        "One",
        PartialDate(2016, 5, 6),
        "The Example",
        "A. Bee, C. Dee",
    )
    articles[2].text.encode("utf-8")
    refused = [r for r in found if isinstance(r, Refusal)]
    assert [r.path.rsplit(":", 1)[1] for r in refused] == ["5", "6", "7", "8"]
    with pytest.raises(ArticleError, match="holds"):
        read_file(path)
    assert read_file(write(tmp_path, "one.jsonl", lines[0])).id == "one-x7"


def test_same_id_twice_in_json_lines(tmp_path: Path) -> None:
    line = json.dumps({"id": 1, "text": BODY})
    found = list(read_paths([write(tmp_path, "a.jsonl", f"{line}\n{line}\n")]))
    assert isinstance(found[0], Article)
    assert isinstance(found[1], Refusal)
    assert "a-1" in found[1].reason


def test_folders(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.md", "a.txt", ".hidden/x.txt", "b/.secret.txt", "b/table.csv", "b/deep/er/c.html"):
        write(tmp_path, name, f"<p>{BODY}</p>" if name.endswith("html") else BODY)
    found = list(read_paths([tmp_path]))
    assert [f.id for f in found if isinstance(f, Article)] == ["a", "a-1", "c", "z"] or sorted(
        f.id for f in found if isinstance(f, Article)
    ) == ["b-a", "c", f"{tmp_path.name}-a", "z"]
    assert not [f for f in found if isinstance(f, Refusal)]


def test_ids_do_not_depend_on_the_order_of_paths(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, name, BODY) for name in ("a/x.md", "b/x.txt", "a/x.txt", "c/d/x.txt", "e/d/x.txt", "y.txt")
    ]
    forward = [(a.id, a.source_name) for a in read_paths(paths) if isinstance(a, Article)]
    backward = [(a.id, a.source_name) for a in read_paths([*reversed(paths), tmp_path]) if isinstance(a, Article)]
    assert forward == backward
    ids = [article_id for article_id, _ in forward]
    assert len(set(ids)) == len(paths)
    assert {"a-x-md", "a-x-txt", "b-x", "y"} <= set(ids)


def test_links(tmp_path: Path) -> None:
    write(tmp_path, "a/x.txt", BODY)
    (tmp_path / "a" / "loop").symlink_to(tmp_path / "a")
    (tmp_path / "a" / "self.txt").symlink_to(tmp_path / "a" / "self.txt")
    (tmp_path / "a" / "y.txt").symlink_to(tmp_path / "a" / "x.txt")
    (tmp_path / "a" / "gone.txt").symlink_to(tmp_path / "nowhere.txt")
    found = list(read_paths([tmp_path / "a", tmp_path / "a" / "loop"]))
    assert [f.id for f in found if isinstance(f, Article)] == ["x"]
    assert sorted(Path(f.path).name for f in found if isinstance(f, Refusal)) == ["gone.txt", "self.txt"]


@pytest.mark.skipif(os.name != "posix", reason="needs named pipes")
def test_a_pipe_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(ArticleError, match="regular file"):
        read_file(tmp_path / "a.txt")


def test_missing_and_unreadable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [str(r) for r in read_paths([tmp_path / "no.txt"])] == [
        f"{tmp_path / 'no.txt'}: no such file or folder; check the path"
    ]
    with pytest.raises(ArticleError, match="no such file"):
        read_file(tmp_path / "no.txt")
    with pytest.raises(ArticleError, match="folder"):
        read_file(tmp_path)
    write(tmp_path, "shut/x.txt", BODY)

    def forbidden(path: Any) -> Any:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", forbidden)
    assert [r.reason for r in read_paths([tmp_path / "shut"]) if isinstance(r, Refusal)] == ["may not be read"]


def test_a_file_that_vanishes(tmp_path: Path) -> None:
    first, second, third = (write(tmp_path, f"{n}.txt", BODY) for n in "abc")
    found = read_paths([first, second, third])
    assert isinstance(next(found), Article)
    second.unlink()
    assert str(next(found)) == f"{second}: no such file or folder; check the path"
    assert isinstance(next(found), Article)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def pipe(data: bytes) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))

    pipe(FRONT.encode() + BODY.encode())
    (article,) = read_paths(["-"])
    assert isinstance(article, Article)
    assert (article.id, article.title) == ("stdin", "Envoys meet")
    pipe(b"")
    (refusal,) = read_paths(["-"])
    assert str(refusal) == "stdin: is empty; pipe an article's text into the command"


def test_wrong_date_argument_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="soon"):
        list(read_paths([tmp_path], date="soon"))


def test_odd_names_stay_on_one_line(tmp_path: Path) -> None:
    path = write(tmp_path, "odd\nname.txt", b"")
    with pytest.raises(ArticleError) as caught:
        read_file(path)
    assert "\n" not in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([".txt", ".md", ".html", ".pdf", ".jsonl"]))
def test_any_bytes_give_an_article_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, ending: str
) -> None:
    path = tmp_path_factory.getbasetemp() / f"any{ending}"
    path.write_bytes(data)
    for found in read_paths([path]):
        if isinstance(found, Refusal):
            assert "\n" not in str(found)
            assert found.hint
        else:
            found.text.encode("utf-8")
