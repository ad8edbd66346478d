"""A page of the server as a page that is a file: its links relative, and without what only a server has."""

from collections.abc import Callable
from posixpath import dirname, relpath
from urllib.parse import quote

from lxml import html  # type: ignore[import-untyped]

#: Nothing runs, and nothing is loaded from elsewhere; "file:" for browsers to which a file is not "self".
POLICY = "default-src 'none'; style-src 'self' file:; img-src 'self' file: data:; base-uri 'none'; form-action 'none'"


def relative(page: bytes, place: str, file_of: Callable[[str], str], data: dict[str, str], index: str) -> bytes:
    """The page rewritten for the file ``place``.

    ``file_of`` gives the file of an address, "" where there is none; ``data`` media types and files of the same thing;
    ``index`` the file that stands in for the search.
    """
    tree = html.document_fromstring(page.decode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    for script in tree.xpath("//script[@src or not(@type='application/ld+json')]"):
        script.drop_tree()
    for form in tree.xpath("//form"):
        if form.get("role") == "search":
            link = html.Element("a", href=link_to(place, index))
            link.text, link.tail = "Everything, by name", form.tail
            form.getparent().replace(form, link)
        else:
            form.drop_tree()
    for element, attribute, target, _ in list(tree.iterlinks()):
        if target.startswith(("/", "?")):
            _redirect(element, attribute, target if target.startswith("/") else "", place, file_of)
    head = tree.find("head")
    assert head is not None
    head.insert(1, html.Element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}))
    head.extend(html.Element("link", rel="describedby", type=media, href=link_to(place, file))
                for media, file in data.items())
    return bytes(html.tostring(tree, encoding="utf-8", doctype="<!doctype html>")) + b"\n"


def _redirect(element: html.HtmlElement, attribute: str, target: str, place: str,
              file_of: Callable[[str], str]) -> None:
    address, hash_, fragment = target.partition("#")
    file = file_of(address)
    if file:
        element.set(attribute, link_to(place, file) + hash_ + fragment)
    elif element.tag != "a" or element.xpath("ancestor::nav | ancestor::p[contains(@class, 'formats')]"):
        element.drop_tree()
    else:
        element.drop_tag()


def link_to(place: str, file: str) -> str:
    """The relative URL of one file in another."""
    return quote(relpath(file, dirname(place) or "."))
