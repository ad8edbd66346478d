"""The command ``kg``: parses arguments, prints results, turns errors into one line. No domain logic."""

from kg.cli.stopping import at_once


def main(argv: list[str] | None = None) -> None:
    """Run ``kg`` and exit; see ``kg.cli.group``."""
    with at_once():  # before anything is imported that takes time
        from kg.cli.group import main as run

        run(argv)


__all__ = ["main"]
