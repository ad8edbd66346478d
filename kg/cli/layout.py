"""Rows as text: columns as wide as they need be, long texts on lines of their own below their row."""

import sys
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

import click
from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

#: Columns of text where the output is a file or a pipe, so that it is the same everywhere.
WIDTH = 120
_GAP = 3
#: A text goes below its row from this length on; a column is squeezed to this width.
_LONG, _NARROW = 36, 14

Rows = Sequence[Mapping[str, str]]


def width() -> int:
    """The terminal's width, or ``WIDTH`` where there is none."""
    return Console().width if sys.stdout.isatty() else WIDTH


def print_rows(columns: Iterable[str], rows: Rows, title: str = "", texts: Container[str] = ()) -> None:
    """A table of the columns that are not empty; ``texts`` may go below their rows if there is no room for them.

    Without colours where the output is no terminal.
    """
    lengths = {name: max(cell_len(line) for row in rows for line in _lines(row.get(name, ""))) for name in columns}
    shown = [name for name, length in lengths.items() if length]
    widths = {name: max(cell_len(name), lengths[name]) for name in shown}
    limit = width()
    for name in sorted((n for n in shown if n in texts and lengths[n] >= _LONG), key=lambda n: -lengths[n]):
        if _total(widths) > limit and len(widths) > 1:
            del widths[name]
    words = {name: max(cell_len(word) for row in [{name: name}, *rows] for word in row.get(name, "").split())
             for name in widths}
    while _total(widths) > limit and max(widths.values()) > _NARROW:  # where there are blanks to break at, first
        breakable = [name for name in widths if widths[name] > max(words[name], _NARROW)] or list(widths)
        widths[max(breakable, key=lambda name: widths[name])] -= 1
    if _total(widths) > limit and limit < WIDTH:  # a narrow terminal, which would break every line
        _print_records(shown, rows, title, limit)
        return
    numbers = {name for name in widths if all(row.get(name, "0").isdigit() for row in rows) and "date" not in name}
    if title:
        click.secho(title, bold=True)
    click.secho(_row({name: name for name in widths}, widths, numbers), bold=True)
    click.echo("─" * min(_total(widths), limit))
    for row in rows:
        for line in _wrapped(row, widths, numbers):
            click.echo(line)
        for name in (name for name in shown if name not in widths and row.get(name)):
            text = row[name] if name in {"sentence", "why"} else f"{name}: {row[name]}"
            for part in _lines(text):
                for line in _fold(part, limit - 4):
                    click.echo(f"    {line}")


def _print_records(columns: Iterable[str], rows: Rows, title: str, limit: int) -> None:
    """Rows as blocks of lines, a line a value."""
    if title:
        click.secho(title, bold=True)
    for number, row in enumerate(rows):
        if number:
            click.echo()
        for name in (name for name in columns if row.get(name)):
            for line in _fold(f"{name}: {' '.join(row[name].split())}", limit):
                click.echo(line)


def _lines(text: str) -> list[str]:
    return text.splitlines() or [""]


def _total(widths: Mapping[str, int]) -> int:
    return sum(widths.values()) + _GAP * (len(widths) - 1)


def _fold(text: str, room: int) -> list[str]:
    """The text in lines of at most so many cells, broken at blanks where there are any."""
    return [line.plain.rstrip() for line in Text(text).wrap(_RULER, max(room, 1))] or [""]


_RULER = Console(width=WIDTH)


def _row(cells: Mapping[str, str], widths: Mapping[str, int], numbers: set[str]) -> str:
    padded = (set_cell_size(" " * (size - cell_len(cells[name])) + cells[name], size) if name in numbers
              else set_cell_size(cells[name], size) for name, size in widths.items())
    return (" " * _GAP).join(padded).rstrip()


def _wrapped(row: Mapping[str, str], widths: Mapping[str, int], numbers: set[str]) -> Iterator[str]:
    cells = {name: [line for part in _lines(row.get(name, "")) for line in _fold(part, size)]
             for name, size in widths.items()}
    for number in range(max(map(len, cells.values()))):
        yield _row({name: lines[number] if number < len(lines) else "" for name, lines in cells.items()}, widths,
                   numbers)
