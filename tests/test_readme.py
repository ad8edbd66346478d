"""The README: its commands exist with their options, its queries are in the catalogue, its folders are there."""

import importlib
import pkgutil
import re
import shlex
from pathlib import Path

import click
import pytest

import kg.cli
from kg.build import build
from kg.graph.store import GraphStore
from kg.query import catalogue

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
_MODULES = [importlib.import_module(f"kg.cli.{m.name}") for m in pkgutil.iter_modules(kg.cli.__path__)]
COMMANDS = {c.name: c for module in _MODULES for c in getattr(module, "COMMANDS", ())}
LINES = [line.split("#")[0].strip() for line in re.findall(r"^\$ (?:.*\| *)?(kg .*)$", README, re.MULTILINE)]


@pytest.mark.parametrize("line", LINES)
def test_command_exists_with_its_options(line: str) -> None:
    words = shlex.split(line.split("|")[0])[1:]
    command = COMMANDS[words[0]]
    known = {option for p in command.params if isinstance(p, click.Option) for option in p.opts}
    assert {w for w in words[1:] if w.startswith("-") and w != "-"} <= known


def test_every_command_is_in_the_readme_or_its_help_has_an_example() -> None:
    for name, command in COMMANDS.items():
        assert f"kg {name}" in README or f"kg {name}" in (command.help or ""), name


@pytest.mark.parametrize("line", [x for x in LINES if x.startswith("kg query ") and ".rq" not in x])
def test_query_is_in_the_catalogue_with_its_parameters(line: str) -> None:
    words = shlex.split(line)
    query = catalogue()[words[2]]
    given = {words[i + 1].split("=")[0] for i, w in enumerate(words) if w == "--param"}
    assert given <= {p.name for p in query.parameters}


@pytest.mark.parametrize("folder", re.findall(r"^\| `(\w+)/` \|", README, re.MULTILINE))
def test_folder_is_there(folder: str) -> None:
    assert (ROOT / folder).is_dir()


@pytest.mark.parametrize("target", re.findall(r"\]\(((?!http)[^)#]+)\)", README))
def test_link_leads_somewhere(target: str) -> None:
    assert (ROOT / target).exists()


@pytest.mark.parametrize("line", re.findall(r"^\t\$\(KG\) (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
def test_makefile_s_commands_exist(line: str) -> None:
    test_command_exists_with_its_options(f"kg {line}")


def test_the_python_runs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with GraphStore.open(tmp_path / "store", create=True) as store:
        build([ROOT / "corpus" / "articles" / "14-sochi-and-the-measure-of-progress.md"], store)
    (snippet,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    exec(compile(snippet.replace("out/store", str(tmp_path / "store")), "README.md", "exec"), {})
    assert "sanctions" in capsys.readouterr().out
