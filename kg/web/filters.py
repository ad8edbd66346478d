"""What a page is asked for, from the address's parameters, and addresses that ask for a little else."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from starlette.requests import Request

from kg.model import PartialDate
from kg.query.parameters import concepts
from kg.query.selection import Selection
from kg.web import bodies
from kg.web.problems import ProblemError

#: Parameters that every page of views takes, as an address names them, and the filter that each is.
SHARED = {"dispute": "dispute", "country": "country", "from": "start", "to": "end", "certainty": "certainty"}
#: The others, each taken by some pages.
OWN = {name: name for name in ("actor", "side", "other", "topic", "regarding", "stance", "type", "status", "place")}
_CONCEPTS = {"topic": "topic", "stance": "stance", "status": "event-status"}
_LONGEST = 300


@dataclass(frozen=True)
class Asked:
    """A page's path and the parameters that it was given; ``selection`` is what of them filters."""

    path: str
    given: Mapping[str, str]
    selection: Selection

    @property
    def page(self) -> int:
        """The number of the page, from 1."""
        return int(self.given.get("page", "1"))

    def get(self, name: str) -> str:
        """A parameter, "" if it was not given."""
        return self.given.get(name, "")

    def but(self, changes: Mapping[str, str], path: str = "") -> str:
        """The address of this page with some parameters changed ("" removes one), on its first page."""
        kept = {**self.given, "page": "", **changes}
        query = urlencode([(name, value) for name, value in kept.items() if value], errors="surrogatepass")
        return (path or self.path) + (f"?{query}" if query else "")

    def only(self, names: Collection[str], changes: Mapping[str, str], path: str) -> str:
        """The address of another page with some of the parameters, and changes to them."""
        return Asked(path, {name: value for name, value in self.given.items() if name in names},
                     self.selection).but(changes)


def asked(request: Request, own: Collection[str] = (), more: Mapping[str, Collection[str]] | None = None,
          defaults: Mapping[str, str] | None = None) -> Asked:
    """What a request asks for. ``own`` are names of ``OWN``; ``more`` are a page's other parameters and their values.

    400 for a parameter that is unknown, there twice, or has a value that it cannot have. An empty one is not there.
    """
    more = more or {}
    known = {*SHARED, *own, *more, "page"}
    given: dict[str, str] = {}
    for name, value in bodies.fields(request.url.query):
        if name not in known or name in given:
            what = "is given twice" if name in given else "is unknown"
            raise ProblemError(400, "parameters", f"the parameter {name[:60]!r} {what}",
                               f"this page takes {', '.join(sorted(known))}")
        if value.strip():
            given[name] = value.strip()
    given = {**(defaults or {}), **given}
    for name, value in given.items():
        _check(name, value, more)
    filters = {filter_: given[name] for name, filter_ in (SHARED | OWN).items()
               if name in given and name != "certainty"}
    return Asked(request.url.path, given, Selection(**filters, certainty=float(given.get("certainty", "0"))))


def _check(name: str, value: str, more: Mapping[str, Collection[str]]) -> None:
    if len(value) > _LONGEST:
        raise ProblemError(400, "parameters", f"{name} has {len(value):,} characters", f"at most {_LONGEST}")
    allowed = more.get(name) or (concepts(_CONCEPTS[name]) if name in _CONCEPTS else ())
    if allowed and value not in allowed:
        raise _wrong(name, value, f"it is one of {', '.join(allowed)}")
    if name in ("from", "to"):
        try:
            PartialDate.parse(value)
        except ValueError as error:
            raise _wrong(name, value, "write it like 2016, 2016-05 or 2016-05-06") from error
    if name == "certainty" and not (len(value) < 8 and value.isascii() and value.replace(".", "", 1).isdecimal()
                                    and float(value) <= 1):
        raise _wrong(name, value, "write a number from 0 to 1, like 0.8")
    if name == "page" and not (value.isascii() and value.isdecimal() and 0 < len(value) < 6 and int(value)):
        raise _wrong(name, value, "pages are numbered from 1")


def _wrong(name: str, value: str, hint: str) -> ProblemError:
    return ProblemError(400, "parameters", f"{name}={value[:80]!r} cannot be", hint)
