"""The command ``kg``: parses arguments, prints results, turns errors into one line. No domain logic."""

from kg.cli.main import main

__all__ = ["main"]
