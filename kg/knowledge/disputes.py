"""``dispute.yaml``: what a dispute is about, each key with its line."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kg.knowledge.tables import Finding, Row, read_text
from kg.model.knowledge import Dispute, Name

FILE = "dispute.yaml"
KEYS = ("id", "label", "parties", "territory", "summary", "descriptions", "source")


@dataclass(frozen=True, slots=True)
class DisputeFile:
    """A dispute; the phrases that mean an entry where the article is about it; and each key's row, for faults."""

    dispute: Dispute
    descriptions: dict[str, tuple[Name, ...]]
    at: Mapping[str, Row]


def read_dispute(path: Path, root: Path, findings: list[Finding]) -> DisputeFile | None:
    """The dispute of a file, or None with what is wrong with it."""
    file = path.relative_to(root).as_posix()
    pairs = _mapping(_compose(path, root, findings), file, findings)
    if not pairs:
        return None
    if odd := sorted(set(pairs) ^ set(KEYS)):
        line = min((pairs[key][1] for key in odd if key in pairs), default=1)
        findings.append(Finding(file, line, f"keys missing or unknown: {', '.join(odd)}",
                                f"have exactly these: {', '.join(KEYS)}"))
        return None
    phrases, line = pairs.pop("descriptions")
    cells = {key: str(_text(node, key, line, file, findings)) for key, (node, line) in pairs.items()}
    at = {key: Row(file, line, cells, findings) for key, (_, line) in pairs.items()}
    at["descriptions"] = Row(file, line, cells, findings)
    described: dict[str, tuple[Name, ...]] = {}
    empty = isinstance(phrases, yaml.ScalarNode) and phrases.tag == "tag:yaml.org,2002:null"
    for id, (node, spot) in ({} if empty else _mapping(phrases, file, findings)).items():
        at[id] = Row(file, spot, cells | {"phrases": str(_text(node, id, spot, file, findings))}, findings)
        described[id] = tuple(Name(text, "description", source=cells["source"], dispute=cells["id"])
                              for text in at[id].many("phrases"))
    parties = at["parties"].many("parties")
    if len(set(parties)) < 2:
        at["parties"].fault(f"the dispute has the parties {cells['parties']!r}", "name two or more: 'japan|china'")
    dispute = Dispute(at["id"].id, at["label"].required("label"), parties, at["territory"].required("territory"),
                      at["summary"].required("summary"), at["source"].source)
    if dispute.id != path.parent.name:
        at["id"].fault(f"the id {dispute.id!r} is not the folder's name", f"write 'id: {path.parent.name}'")
    return DisputeFile(dispute, described, at)


def _compose(path: Path, root: Path, findings: list[Finding]) -> yaml.Node | None:
    """The file as nodes, which know their lines; aliases stay what they are, so none can blow up."""
    text = read_text(path, root, findings)
    if text is None:
        return None
    try:
        # The C loader is ten times as fast; wheels of PyYAML have it, some source builds do not.
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        problem = f"not YAML: {getattr(error, 'problem', None) or error}"
        findings.append(Finding(path.relative_to(root).as_posix(), mark.line + 1 if mark else 1, problem,
                                "indent with spaces, and quote texts that hold ': '"))
        return None
    return node if node is not None else yaml.ScalarNode("tag:yaml.org,2002:null", "")


def _mapping(node: yaml.Node | None, file: str, findings: list[Finding]) -> dict[str, tuple[yaml.Node, int]]:
    """Key -> value and line; a key that stands twice is a finding."""
    if node is None:
        return {}
    if not isinstance(node, yaml.MappingNode) or not node.value:
        line = node.start_mark.line + 1 if node.start_mark else 1
        findings.append(Finding(file, line, "not a mapping of keys to values", "write lines such as 'id: kurils'"))
        return {}
    found: dict[str, tuple[yaml.Node, int]] = {}
    for key, value in node.value:
        line, name = key.start_mark.line + 1, str(key.value)
        if name in found:
            findings.append(Finding(file, line, f"the key {name!r} stands twice, first in line {found[name][1]}",
                                    "keep one of the two"))
        found[name] = value, line
    return found


def _text(node: yaml.Node, key: str, line: int, file: str, findings: list[Finding]) -> str:
    if isinstance(node, yaml.ScalarNode):
        return str(node.value).strip()
    example = "'parties: japan|china'" if key == "parties" else f"'{key}: text', several separated by '|'"
    findings.append(Finding(file, line, f"{key} has the wrong form", f"write {example}"))
    return ""
