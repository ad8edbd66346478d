"""The header of a query file: YAML in the comment lines that it opens with.

::

    # title: Positions of an actor
    # question: Which positions has an actor taken, when, and in which sentence?
    # tags: [positions]
    SELECT …

Read strictly: an unknown or repeated key, a missing one or a value of the wrong kind is a ``KnowledgeError`` that
names file and line.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import yaml

from kg.errors import KnowledgeError


@dataclass(frozen=True)
class Value:
    """A value of the header and where it stands: text, list of texts, or named values."""

    file: str
    line: int
    text: str = ""
    items: tuple[str, ...] | None = None
    fields: Mapping[str, "Value"] | None = None

    def fault(self, problem: str, remedy: str) -> KnowledgeError:
        """The error for this value."""
        return KnowledgeError(f"{self.file}:{self.line}: {problem}", remedy)

    def string(self) -> str:
        """The value as text, or else the error."""
        if self.items is not None or self.fields is not None or not self.text.strip():
            raise self.fault("a text is expected here", "write it behind the colon, in quotes if it has a colon itself")
        return self.text.strip()

    def strings(self) -> tuple[str, ...]:
        """The value as a list of texts."""
        if self.items is None:
            raise self.fault("a list is expected here", "write it like [one, two]")
        return self.items

    def boolean(self) -> bool:
        """The value as true or false."""
        if self.text not in {"true", "false"}:
            raise self.fault(f"{self.text!r} is neither true nor false", "write true or false")
        return self.text == "true"

    def mapping(self, allowed: Iterable[str] | None = None, required: Iterable[str] = ()) -> Mapping[str, "Value"]:
        """The named values; only ``allowed`` ones, and all ``required`` ones."""
        if self.fields is None:
            raise self.fault("named values are expected here", "write one a line: name, colon, value")
        known = None if allowed is None else list(allowed)
        for name, value in self.fields.items():
            if known is not None and name not in known:
                near = get_close_matches(name, known, 1)
                hint = f"did you mean {near[0]!r}?" if near else f"known are: {', '.join(known)}"
                raise value.fault(f"{name!r} is not known here", hint)
        for name in required:
            if name not in self.fields:
                raise self.fault(f"{name!r} is missing", f"add a line '{name}: …'")
        return self.fields


def read(path: Path) -> tuple[Value, str]:
    """The header of a query file, and its whole text (the header's lines are comments to SPARQL)."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read: {error}", "restore the file; it must be UTF-8") from error
    return parse(path.name, text), text


def parse(file: str, text: str) -> Value:
    """The header of a query's text."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line[1:].removeprefix(" "))
    try:
        node = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.context_mark or error.problem_mark
        raise KnowledgeError(f"{file}:{mark.line + 1 if mark else 1}: the header is no YAML: {error.problem}",
                             "write it as '# name: value' lines; quote texts that contain ': ' or ' #'") from error
    except yaml.YAMLError as error:
        raise KnowledgeError(f"{file}:1: the header is no YAML: {error}", "remove control characters") from error
    if node is None:
        raise KnowledgeError(f"{file}:1: there is no header", "begin the file with '# title: …'")
    return _value(file, node)


def _value(file: str, node: yaml.Node) -> Value:
    line = node.start_mark.line + 1
    here = Value(file, line)
    if isinstance(node, yaml.ScalarNode):
        return Value(file, line, text=node.value)
    if isinstance(node, yaml.SequenceNode):
        return Value(file, line, items=tuple(_value(file, item).string() for item in node.value))
    if not isinstance(node, yaml.MappingNode):
        raise here.fault("this is neither text, list nor named values", "see the other files of the folder")
    fields: dict[str, Value] = {}
    for key, value in node.value:
        name = _value(file, key).string()
        if name in fields:
            raise Value(file, key.start_mark.line + 1).fault(f"{name!r} is there twice", "keep one of them")
        fields[name] = _value(file, value)
    return Value(file, line, fields=fields)
