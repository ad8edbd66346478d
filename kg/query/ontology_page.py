"""The HTML reference of the ontology, with everything that it links to; a site can serve it, or a folder hold it."""

import json
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg import settings
from kg.graph.context import context
from kg.graph.schema import ontology_files, shape_files
from kg.query.ontology import ontology

#: Names of languages as their speakers write them.
LANGUAGES = {"en": "English", "ja": "日本語", "ru": "русский"}


def files() -> dict[str, bytes]:
    """Name -> content: ``index.html``, its style sheet, and the ontology as Turtle and as a JSON-LD context."""
    templates = Environment(loader=PackageLoader("kg.query"), autoescape=True, undefined=StrictUndefined,
                            trim_blocks=True, lstrip_blocks=True)
    page = templates.get_template("ontology.html").render(ontology=ontology(), languages=LANGUAGES)
    root = settings.data_dir("ontology")
    vocabularies = [path for path in ontology_files() if path.parent != root]
    return {
        "index.html": page.encode(),
        "ontology.css": templates.get_template("ontology.css").render().encode(),
        "context.jsonld": json.dumps({"@context": context()}, ensure_ascii=False, indent=1).encode() + b"\n",
        "ontology.ttl": (root / "kg.ttl").read_bytes(),
        "alignments.ttl": (root / "alignments.ttl").read_bytes(),
        "vocabularies.ttl": b"\n".join(path.read_bytes() for path in vocabularies),
        "shapes.ttl": b"\n".join(path.read_bytes() for path in shape_files()),
    }


def write(folder: Path) -> list[Path]:
    """Writes all files into the folder, which is made if need be; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for name, content in files().items():
        (folder / name).write_bytes(content)
        made.append(folder / name)
    return made
