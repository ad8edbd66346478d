"""``kg parse``: looking at the analysis."""

import click

from kg.cli.building import paths_argument


@click.command()
@paths_argument
@click.option("--format", "form", type=click.Choice(["conllu", "table", "svg"]), default="conllu", show_default=True)
@click.option("--raw", is_flag=True, help="Analyse the text as it is, without cleaning it first.")
def parse(paths: tuple[str, ...], form: str, raw: bool) -> int:
    """Print the linguistic analysis of texts: tokens, lemmas, parts of speech, dependencies, entities.

    \b
    Examples:
      echo "Moscow said it would not budge." | kg parse - --format table
      kg parse article.txt > article.conllu
    """
    from kg import language
    from kg.build import Summary, readable
    from kg.cli.building import _report
    from kg.language.conllu import to_conllu, to_svg, to_table

    summary = Summary()
    write = {"conllu": to_conllu, "table": to_table, "svg": to_svg}[form]
    texts = ((a.text if raw else a.cleaned.text) for a in readable(paths, summary))
    for doc in language.load().pipe(texts):
        click.echo(write(doc), nl=form != "conllu")
    return _report(summary)


COMMANDS = (parse,)
