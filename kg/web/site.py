"""The site as files: what the server shows of every thing, with relative links, for any web server or none at all.

Pages come from the application itself, asked within this process, and are rewritten (``kg.web.relative``): a link to
what is a file becomes relative, one to what only a server has (search, SPARQL) becomes plain text.
"""

import asyncio
import gzip
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlencode

from kg.errors import KgError
from kg.graph.serving.service import Service
from kg.query import catalogue
from kg.query.description import data_description
from kg.query.listing import by_kind, everything
from kg.web.addresses import SUFFIXES, address_of
from kg.web.app import application
from kg.web.config import Config
from kg.web.filenames import FileNames
from kg.web.inside import get
from kg.web.pages import Pages
from kg.web.relative import relative
from kg.web.searching import Searcher
from kg.web.turns import Turns

#: Says that a folder was written by ``write_site``, which may write it again.
MARK = ".kg-site"
#: The page that lists all things by name, where the server has its search; all quads; what the data set is.
INDEX, DUMP, DESCRIPTION = "things.html", "graph.nq.gz", "void.ttl"
#: The pages of views, each as it is without filters.
_VIEWS = ("/positions", "/positions/sentences", "/positions/sources", "/positions/shifts", "/positions/disagreements",
          "/timeline", "/map", "/measures")
_STYLES = files("kg.web") / "static" / "css"
_AT_ONCE = 8


@dataclass(frozen=True)
class Written:
    """How many pages and files of data a site has."""

    pages: int
    data: int


async def write_site(config: Config, folder: Path, endings: Iterable[str] = ("ttl", "jsonld")) -> Written:
    """Writes the site of ``config.store`` into the folder, in the place of one that was there before.

    Each thing of the graph gets its page, and its data in the formats with these endings of ``SUFFIXES``. KgError for
    a folder that holds something else. The same store gives the same bytes.
    """
    if (folder.exists() and not folder.is_dir()) or \
            (folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).exists()):
        raise KgError(f"{folder} holds something else than a site", "name a new folder")
    making = folder.with_name(f"{folder.name}.new")
    service = Service(config.store, config.limits)
    try:
        await service.start()
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        written = await _Site(service, config, making, tuple(endings)).write()
        shutil.rmtree(folder, ignore_errors=True)
        making.replace(folder)
    except OSError as error:
        raise KgError(f"cannot write the site to {folder}: {error.strerror or error}",
                      "check the path, its permissions and the free space") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
        await service.close()
    return written


class _Site:
    """A site that is being written."""

    def __init__(self, service: Service, config: Config, folder: Path, endings: tuple[str, ...]) -> None:
        self._service, self._config, self._folder, self._endings = service, config, folder, endings
        self._app = application(service, config)
        self._names = FileNames()
        styles = sorted(f"static/css/{file.name}" for file in _STYLES.iterdir() if file.name.endswith(".css"))
        self._files = {f"/{style}": style for style in styles}  # address -> file
        self._written = Written(0, 0)

    async def write(self) -> Written:
        """All of it."""
        store = self._service.store
        things = ["/ontology", *sorted({address_of(iri) for iri in everything(store)} - {"/ontology"})]
        questions = {f"/api/queries/{name}": query.example() for name, query in sorted(catalogue().items())}
        for address in ("/", "/queries", *_VIEWS, *questions, *things):
            self._files[address] = f"{self._names.add(address)}.html"
        self._files |= {f"{thing}.{ending}": f"{self._names[thing]}.{ending}"
                        for thing in things for ending in self._endings}
        for style in [address for address in self._files if address.endswith(".css")]:
            self._put(self._files[style], await self._asked(style))
        pages = Pages(self._service, self._config, Searcher(self._service), Turns())
        self._page("", INDEX, bytes(pages.render("things.html", kinds=by_kind(store)).body))
        self._page("", self._files["/"], await self._asked("/"))
        for address in ("/queries", *_VIEWS):
            self._page("", self._files[address], await self._asked(address))
        for address, example in questions.items():
            self._page("", self._files[address], await self._asked(f"{address}?{urlencode(example)}"))
        turn = asyncio.Semaphore(_AT_ONCE)

        async def one(thing: str) -> None:
            async with turn:
                await self._thing(thing)

        await asyncio.gather(*map(one, things))
        self._describe()
        self._put(MARK, b"written by kg site\n")
        return self._written

    async def _thing(self, address: str) -> None:
        """A thing's pages, of which long ones have several, and its data."""
        number, page = 1, await self._asked(address)
        pages = [(f"{self._names[address]}.html", page)]  # an address may be one of data, too: "japan.ttl" is an id
        while f'href="{address}?page={number + 1}"'.encode() in page:
            number += 1
            page = await self._asked(f"{address}?page={number}")
            self._files[f"{address}?page={number}"] = f"{self._names[address]}.page-{number}.html"
            pages.append((self._files[f"{address}?page={number}"], page))
        self._files[f"{address}?page=1"] = self._files[address]
        for file, content in pages:
            self._page(address, file, content)
        for ending in self._endings:
            self._put(self._files[f"{address}.{ending}"], await self._asked(f"{address}.{ending}"))

    async def _asked(self, target: str) -> bytes:
        reply = await get(self._app, target)
        if reply.status != 200:
            raise KgError(f"the page of {target} was answered with {reply.status}: {reply.body[:300].decode()}",
                          "report this, with the store")
        return reply.body

    def _page(self, address: str, file: str, content: bytes) -> None:
        data = {SUFFIXES[ending]: self._files[f"{address}.{ending}"] for ending in self._endings} if address else {}
        self._put(file, relative(content, file, lambda target: self._files.get(target, ""), data, INDEX))

    def _put(self, file: str, content: bytes) -> None:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        is_page = file.endswith(".html")
        self._written = Written(self._written.pages + is_page, self._written.data + (not is_page))

    def _describe(self) -> None:
        """The whole graph as a dump, and the description that leads to it."""
        store, url = self._service.store, self._config.url.rstrip("/")
        with (self._folder / DUMP).open("wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=0) as packed:
            store.dump(packed)  # type: ignore[arg-type]
        if url:
            self._put(DESCRIPTION, data_description(url, store.counts(), self._service.generation, "text/turtle",
                                                    dump=f"{url}/{DUMP}"))
