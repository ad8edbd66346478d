"""The site of the pages' tests: the small graph of the queries' tests with hostile names added, and how it is read."""

import json
from typing import Any
from urllib.parse import quote

from lxml import html

ID = "https://w3id.org/dispute-kg/id/"
HTML = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SCRIPTS = ["<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'-alert(1)-'", "</script><script>alert(1)",
           "javascript:alert(1)", "{{ 7*7 }}", "{% raw %}", "<svg/onload=alert(1)>", "]]><script>alert(1)</script>",
           "&lt;script&gt;", "\u2028alert(1)", "<!--<script>", "` onfocus=alert(1) autofocus x=`",
           "</title><script>x()"]


def hostile() -> str:
    """Things whose labels, texts and IRIs are scripts."""
    rows = []
    for number, script in enumerate(SCRIPTS):
        text = json.dumps(script)
        rows.append(f"id:evil{number} a dkg:Organization ; rdfs:label {text} ; skos:altLabel {text}@en ; "
                    f"dkg:note {text} ; owl:sameAs <javascript:alert({number})> , "
                    f"<http://evil.example/{quote(script)}> .")
    return f"INSERT DATA {{ GRAPH <{ID}graph/evil> {{ {' '.join(rows)} }} }}"


def page(site: Any, target: str) -> Any:
    """The page as a tree, after a look at what holds for all pages."""
    reply = site("GET", target, headers=HTML)
    assert (reply.status, reply.media) == (200, "text/html"), reply.text[:300]
    tree = html.fromstring(reply.text)
    for script in tree.iter("script"):
        if script.get("src"):
            assert script.get("src").startswith("/static/")
            continue
        assert script.get("type") == "application/ld+json"
        assert "@context" in json.loads(script.text)
    assert not tree.xpath("//@*[starts-with(name(), 'on')]")
    assert not tree.xpath("//@style")
    for link in tree.xpath("//a/@href | //form/@action"):
        assert link.startswith(("/", "#", "https://", "http://")), link
    for link in tree.xpath("//link[@rel!='canonical']/@href | //@src"):
        assert link.startswith("/") or link == "data:,", "nothing is loaded from elsewhere"
    return tree


def words(tree: Any) -> str:
    return " ".join(tree.text_content().split())
