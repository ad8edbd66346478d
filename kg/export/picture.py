"""The network as one HTML file that works offline: pyvis with a template of our own.

pyvis's own template loads scripts from CDNs and writes titles as HTML. Ours takes vis-network from the installed
pyvis, puts everything into one file, passes data as escaped JSON, shows text as text only, and has a
Content-Security-Policy that lets no script run but the page's own two (by hash) and no request leave the page.
"""

import base64
import hashlib
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

import networkx as nx
from pyvis.network import Network

from kg.errors import KgError

#: Shape and colour (Okabe–Ito, which colour-blind people can tell apart) of each class of node.
CLASSES = {
    "Person": ("dot", "#56B4E9"),
    "State": ("square", "#E69F00"),
    "Organization": ("hexagon", "#CC79A7"),
    "Territory": ("triangle", "#009E73"),
    "Treaty": ("diamond", "#F0E442"),
    "Sanction": ("triangleDown", "#8C510A"),
    "Topic": ("star", "#999999"),
}
#: Colour and dashes of each kind of edge; the stance of a position has its own.
EDGES = {
    "support": ("#0072B2", False),
    "oppose": ("#D55E00", [8, 5]),
    "conditional": ("#7A5195", [2, 4]),
    "relation": ("#6b7280", False),
    "event": ("#2f855a", False),
}
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_SEED = 7  # of the layout: the same graph gives the same picture


def picture(graph: "nx.MultiDiGraph[str]", heading: str, limit: int = 150) -> str:
    """The page. Of more than ``limit`` nodes the best connected are drawn, and the page says so."""
    kept = sorted(graph.nodes, key=lambda n: (-graph.degree(n, weight="weight"), n))[:limit]
    shown = graph.subgraph(sorted(kept))
    places = _layout(shown)
    net = Network(directed=True, cdn_resources="in_line")
    for node, data in shown.nodes(data=True):
        shape, color = CLASSES[data["kind"]]
        x, y = places[node]
        size = 9 + min(22, 2.2 * graph.degree(node) ** 0.6)
        net.add_node(node, label=data["label"], shape=shape, color=color, kind=data["kind"], x=x, y=y, size=size)
    for source, target, data in sorted(shown.edges(data=True), key=lambda e: (e[0], e[1], e[2]["label"])):
        color, dashes = EDGES[data["label"] if data["kind"] == "position" else data["kind"]]
        net.add_edge(source, target, label=data["label"], kind=data["kind"], color=color, dashes=dashes,
                     facts=data["facts"], width=1 + min(5, data["weight"]) * 0.6)
    net.heading = heading
    net.set_template_dir(str(Path(__file__).parent / "templates"), "network.html")
    articles = sorted({(f["article"], f["title"]) for _, _, d in shown.edges(data=True) for f in d["facts"]})
    net.templateEnv.globals.update(
        vis=_vis(), classes=CLASSES, edge_styles=EDGES, articles=articles, shown=len(shown), all=len(graph))
    net.templateEnv.autoescape = True
    return _with_policy(str(net.generate_html()))


def write_picture(graph: "nx.MultiDiGraph[str]", path: Path, heading: str, limit: int = 150) -> None:
    """Write the page as UTF-8, whatever the system's encoding."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(picture(graph, heading, limit), encoding="utf-8", newline="\n")


def _layout(graph: "nx.MultiDiGraph[str]") -> dict[str, tuple[float, float]]:
    """Positions in pixels, from a seeded Fruchterman–Reingold layout."""
    simple: nx.Graph[str] = nx.Graph()
    simple.add_nodes_from(graph.nodes)
    for source, target, data in graph.edges(data=True):
        before: Any = simple.get_edge_data(source, target, {"weight": 0})
        simple.add_edge(source, target, weight=before["weight"] + min(3, data["weight"]))
    spread = 3 / max(1, len(simple)) ** 0.5
    found = nx.spring_layout(simple, seed=_SEED, k=spread, iterations=150)
    farthest = max((float(x) ** 2 + float(y) ** 2) ** 0.5 for x, y in found.values()) if found else 1.0
    size = 75 * max(1, len(simple)) ** 0.5
    places = {}
    for node, (x, y) in found.items():
        distance = (float(x) ** 2 + float(y) ** 2) ** 0.5 / (farthest or 1.0)
        stretch = size * distance**0.55 / (distance or 1.0) / (farthest or 1.0)  # room for the crowded middle
        places[node] = (round(1.5 * float(x) * stretch, 1), round(float(y) * stretch, 1))
    return places


def _vis() -> str:
    """vis-network's script, from the installed pyvis."""
    try:
        script = files("pyvis").joinpath(_VIS).read_text("utf-8")
    except OSError as error:
        raise KgError(f"pyvis lacks {_VIS}", "install pyvis 0.3.2 or newer") from error
    return re.sub(r"//# sourceMappingURL=.*", "", script).replace("</script", "<\\/script")


def _with_policy(page: str) -> str:
    """The page with the hashes of its scripts in its Content-Security-Policy."""
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(s.encode('utf-8')).digest()).decode()}'" for s in scripts)
    return page.replace("SCRIPT-HASHES", hashes, 1)
