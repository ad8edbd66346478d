"""/review: off without a token; forms without script; what another site sends is refused; decisions are honoured."""

import http.client
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from lxml import html

from kg.graph import reviews
from kg.graph.derive import derive
from kg.graph.store import GraphStore
from tests.query.conftest import KNOWLEDGE, june, may, note
from tests.web.conftest import FORM, TOKEN, Client, serving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review")
    with GraphStore.open(path / "store", create=True, knowledge=KNOWLEDGE) as store:
        for facts in (may(), june(), note()):
            store.add(facts)
        derive(store)
    return path


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[Client]:
    with serving(folder / "store", folder / "log", "--workers", "2", token=TOKEN) as client:
        yield client


class Editor:
    """A browser without scripts, as far as forms go."""

    def __init__(self, site: Client) -> None:
        self.site, self.cookie = site, ""

    def get(self, target: str) -> Any:
        reply = self.site("GET", target, headers={"Accept": "text/html", "Cookie": self.cookie})
        assert reply.status == 200, reply.text[:300]
        return html.fromstring(reply.text)

    def post(self, fields: Mapping[str, str], headers: Mapping[str, str] | None = None,
             target: str = "/review") -> tuple[int, http.client.HTTPMessage, str]:
        connection = http.client.HTTPConnection(self.site.host, self.site.port, timeout=60)
        sent = {"Content-Type": FORM, "Origin": self.site.url, "Cookie": self.cookie} | dict(headers or {})
        connection.request("POST", target, urlencode(fields), {k: v for k, v in sent.items() if v})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers, text

    def sign_in(self, token: str = TOKEN, name: str = "A. Editor <b>") -> int:
        status, headers, _ = self.post({"action": "sign-in", "token": token, "name": name})
        self.cookie = (headers.get("set-cookie") or "").partition(";")[0]
        return status

    def form(self, target: str = "/review?below=1") -> tuple[str, dict[str, str]]:
        """The address and the fields of the form of decisions, as the page comes."""
        (form,) = [f for f in self.get(target).forms if f.fields.get("action") == "decide"]
        return form.action, {name: value for name, value in form.fields.items() if value is not None}


@pytest.fixture
def editor(site: Client) -> Editor:
    made = Editor(site)
    assert made.sign_in() == 303
    return made


def stored(site: Client) -> set[tuple[str, str]]:
    """Fact and verdict of all decisions, as every reader sees them."""
    rows = site.query("SELECT ?fact ?verdict { ?r dkg:reviewed ?fact ; dkg:verdict ?verdict }").rows()
    return {(row["fact"].rpartition("/")[2], row["verdict"].rpartition("/")[2]) for row in rows}


def test_off_without_a_token(tmp_path: Path) -> None:
    with GraphStore.open(tmp_path / "store", create=True, refresh=False) as store:
        store.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }")
    with serving(tmp_path / "store", tmp_path / "log") as client:
        reply = client("GET", "/review", headers={"Accept": "text/html"})
        assert reply.status == 403
        assert "KG_TOKEN" in reply.text
        assert "<input name=\"token\"" not in reply.text
        for action in ("sign-in", "decide", "forget"):
            assert client("POST", "/review", urlencode({"action": action, "token": ""}),
                          {"Content-Type": FORM}).problem() == "read-only"


def test_nobody_sees_or_decides_before_they_sign_in(site: Client) -> None:
    stranger = Editor(site)
    for target in ("/review", "/review/decided"):
        assert not [f for f in stranger.get(target).forms if f.fields.get("action") not in (None, "sign-in")]
    for token in ("", "wrong", TOKEN[:-1], TOKEN + "x"):
        assert stranger.sign_in(token) == 401
        assert not stranger.cookie
    assert stranger.sign_in(name="") == stranger.sign_in(name="x" * 81) == 400
    assert stranger.post({"action": "decide", "fact0": "x", "verdict0": "rejected"})[0] == 401
    stranger.cookie = "kg-session=9999999999.QQ==.0000"
    assert stranger.post({"action": "decide", "proof": "x"})[0] == 401
    assert stranger.get("/review").xpath("//input[@name='token']")


def test_the_cookie_is_for_this_site_only(site: Client) -> None:
    _, headers, _ = Editor(site).post({"action": "sign-in", "token": TOKEN, "name": "A. Editor"})
    parts = {part.strip().lower() for part in headers["set-cookie"].split(";")}
    assert {"httponly", "samesite=strict", "path=/review"} <= parts


@pytest.mark.parametrize("headers", [
    {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:1"},
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}])
def test_s9_what_another_site_sends_is_refused(site: Client, editor: Editor, headers: dict[str, str]) -> None:
    before = stored(site)
    action, form = editor.form()
    status, _, text = editor.post(form | {"verdict0": "rejected"}, headers, action)
    assert status == 403
    assert "cross-site" in text
    assert editor.post({"action": "sign-in", "token": TOKEN, "name": "x"}, headers)[0] == 403
    assert stored(site) == before


def test_s9_a_form_needs_its_own_session_s_proof(site: Client, editor: Editor) -> None:
    other = Editor(site)
    other.sign_in(name="Another")
    action, form = editor.form()
    for proof in ("", "x", other.form()[1]["proof"]):
        assert editor.post(form | {"verdict0": "rejected", "proof": proof}, target=action)[0] == 403
    assert editor.post(form | {"action": "none"}, target=action)[0] == 400
    assert editor.site("POST", "/review", "{}", {"Content-Type": "application/json"}).status == 415
    assert editor.site("PUT", "/review", "x").status == 405


def numbers(form: dict[str, str]) -> dict[str, int]:
    """Id of a fact -> its number in the form."""
    return {value.rpartition("/")[2]: int(name.removeprefix("fact")) for name, value in form.items()
            if re.fullmatch(r"fact\d+", name)}


def test_decisions_are_kept_honoured_and_taken_back(site: Client, editor: Editor) -> None:
    action, form = editor.form("/review?kind=position&below=1")
    at = numbers(form)
    wrong = at["p00000000ma1"]
    assert "p00000000ma2" not in at, "what extraction is sure of does not wait"
    status, headers, _ = editor.post(form | {f"verdict{wrong}": "corrected", f"set{wrong}.stance": "support",
                                             f"why{wrong}": "<script>alert(1)</script>"}, target=action)
    assert (status, headers["location"]) == (303, "/review?kind=position&below=1.0&saved=1")
    assert stored(site) == {("p00000000ma1", "corrected")}
    page = editor.get("/id/article/may/p00000000ma1")
    assert "corrected by A. Editor <b>" in page.text_content()
    assert not page.xpath("//b | //script[not(@type='application/ld+json')]")
    listed = editor.get("/review/decided")
    assert "<script>alert(1)</script>" in listed.text_content()
    rows = site.query("SELECT ?s { <https://w3id.org/dispute-kg/id/article/may/p00000000ma1> dkg:stance ?s }").rows()
    assert [row["s"].rpartition("/")[2] for row in rows] == ["support"]
    (form,) = [f for f in listed.forms if f.fields.get("action") == "forget"]
    assert editor.post(dict(form.fields))[:1] == (303,)
    assert stored(site) == set()


def test_what_does_not_fit_is_shown_and_nothing_is_kept(site: Client, editor: Editor) -> None:
    action, form = editor.form("/review?kind=position&below=1")
    n = numbers(form)["p00000000ma1"]
    for fields, says in (({f"set{n}.date": "soon"}, "is no date"), ({f"set{n}.holder": "nobody"}, "is no entity"),
                         ({f"verdict{n}": "corrected"}, "nothing of"), ({f"verdict{n}": "burnt"}, "is no decision"),
                         ({f"verdict{n}": "accepted", f"set{n}.stance": "support"}, "choose correct"),
                         ({f"verdict{n}": "rejected", f"fact{n}": "x/y"}, "no article")):
        status, _, text = editor.post(form | fields, target=action)
        assert status == 400
        fault = html.fromstring(text).xpath("//p[@class='fault']")
        assert says in " ".join(f.text_content() for f in fault), fields
        if f"set{n}.date" in fields:
            assert html.fromstring(text).xpath(f"//input[@name='set{n}.date']/@value") == ["soon"]
    assert stored(site) == set()


@pytest.mark.parametrize("target", ["/review?kind=none", "/review?below=x", "/review?below=2", "/review?start=-1",
                                    "/review?below=nan"])
def test_parameters_that_are_none(editor: Editor, target: str) -> None:
    assert editor.site("GET", target, headers={"Cookie": editor.cookie}).problem() == "parameters"


def test_signed_out(editor: Editor) -> None:
    _, form = editor.form()
    status, headers, _ = editor.post({"action": "sign-out", "proof": form["proof"]})
    assert status == 303
    assert 'kg-session="";' in headers["set-cookie"]


def test_an_update_beside_it_keeps_decisions(site: Client, editor: Editor, folder: Path) -> None:
    action, form = editor.form("/review?kind=position&below=1")
    n = numbers(form)["p00000000ma1"]
    assert editor.post(form | {f"verdict{n}": "rejected"}, target=action)[0] == 303
    assert site.update("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> <x:c> } }").status == 204
    assert stored(site) == {("p00000000ma1", "rejected")}
    with GraphStore.open(folder / "store", read_only=True) as store:
        assert [r.verdict for r in reviews.listed(store)] == ["rejected"]
        assert "p00000000ma1" not in {r["id"] for r in store.records("may")}
