"""What ``kg serve`` is told."""

from dataclasses import dataclass, field
from pathlib import Path

from kg.graph.serving.pool import Limits


@dataclass(frozen=True)
class Sizes:
    """What a request may measure, in bytes, and how long it may take to come, in seconds."""

    url: int = 8_192
    headers: int = 16_384
    body: int = 1 << 20  # of a query
    write: int = 16 << 20  # of an update or a graph, after decompression, too
    head_seconds: float = 10.0
    body_seconds: float = 30.0
    stall_seconds: float = 30.0  # an answer of which nothing more is taken
    connections: int = 900


@dataclass(frozen=True)
class Config:
    """One server: its store, where it listens, who may write, what it may reach.

    ``url`` is where readers find it, if that is not where it listens (behind a proxy). Without ``token`` nothing can
    be written. ``union`` makes the default graph the union of all; ``strict`` refuses FROM of a graph that is not
    there, which the protocol would have be empty. ``hosts`` are those that SERVICE and LOAD may ask; ``origins`` those
    whose pages may read answers. ``articles`` is the folder that the graph was read from, if texts are to be shown.
    """

    store: Path
    host: str = "127.0.0.1"
    port: int = 8000
    url: str = ""
    token: str = ""
    union: bool = True
    strict: bool = True
    hosts: frozenset[str] = frozenset()
    origins: frozenset[str] = frozenset()
    articles: Path | None = None
    limits: Limits = field(default_factory=Limits)
    sizes: Sizes = field(default_factory=Sizes)

    @property
    def names(self) -> frozenset[str] | None:
        """The host names by which it may be called; None for any (it listens on all addresses, without ``url``).

        A page elsewhere can point a name of its own to this computer; such a name is not among these.
        """
        loopback = {"localhost", "127.0.0.1", "[::1]"}
        if self.url:
            return frozenset({self.url.partition("://")[2].partition("/")[0].rpartition("@")[2]} | loopback)
        if self.host in {"0.0.0.0", "::", ""}:
            return None
        return frozenset(loopback | {f"[{self.host}]" if ":" in self.host else self.host})
