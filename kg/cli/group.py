"""The group of commands, and what becomes of errors: 0 fine, 1 findings or refused files, 2 failure."""

import os
import sys
from typing import Any

import click

from kg import __version__
from kg.cli.stopping import as_usual
from kg.errors import KgError


class _Group(click.Group):
    """Commands in the order they are defined: the order of the work, not of the alphabet."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """The command's exit code; a reader that has what it wanted (``kg facts … | head``) is no fault.

        Here and not in ``main``, since click makes an exit code of 1 of a broken pipe.
        """
        try:
            with as_usual():
                code = super().invoke(ctx)
                sys.stdout.flush()
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        return code


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="kg")
def cli() -> None:
    """A knowledge graph of territorial disputes, read from the news.

    \b
    Typical use:
      kg build corpus/articles          read articles into a store (out/store)
      kg queries                        list the questions it can answer
      kg query positions-of-actor --param actor=japan
      kg explain p1f0c3d2e4a5b          the sentence behind a fact
      kg view                           the network as one HTML file
    """


def main(argv: list[str] | None = None) -> None:
    """Run ``kg`` and exit. A ``KgError`` or an error of the file system becomes one line on standard error."""
    try:
        from kg.cli import (
            asking,
            building,
            enriching,
            judging,
            keeping,
            knowing,
            measuring,
            reading,
            reviewing,
            serving,
            showing,
        )

        for module in (building, keeping, asking, showing, judging, reviewing, enriching, serving, measuring, reading,
                       knowing):
            for command in module.COMMANDS:
                cli.add_command(command)
        sys.exit(cli.main(argv, standalone_mode=False) or 0)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("kg: stopped; articles stored so far are kept", err=True)
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except KgError as error:
        click.echo(f"kg: {error}", err=True)
        sys.exit(2)
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        hint = "check the path, its permissions and the free space"
        click.echo(f"kg: {where}{error.strerror or error}; {hint}", err=True)
        sys.exit(2)
