"""Printing of a score."""

import json

import click

from kg.analysis.scoring import KINDS, Record, Score


def print_score(score: Score, *, by_article: bool = False, errors: str | None = None, as_json: bool = False) -> None:
    """Print figures as a table, or as one JSON object; ``errors`` names a kind whose faults are listed first."""
    if as_json:
        kinds = {k: {"precision": f.precision, "recall": f.recall, "f1": f.f1, "gold": f.gold, "predicted": f.found}
                 for k, f in score.totals.items()}
        dates = score.dates_right / score.dates if score.dates else None
        click.echo(json.dumps({**kinds, "event_date_accuracy": dates, "headline": score.headline,
                               "articles": len(score.by_article)}, indent=1))
        return
    for article, fault, record in score.faults:
        if record["kind"] == errors:
            click.echo(f"{article} {fault:6} {_shown(record)}")
    if by_article:
        click.echo(f"{'article':40}" + "".join(f"{k:>11}" for k in KINDS))
        for article, row in score.by_article.items():
            click.echo(f"{article[:39]:40}" + "".join(f"{row[k].f1:11.3f}" for k in KINDS))
    click.echo(f"{'kind':12}{'precision':>10}{'recall':>8}{'f1':>8}{'gold':>7}{'found':>7}")
    for kind, f in score.totals.items():
        click.echo(f"{kind:12}{f.precision:10.3f}{f.recall:8.3f}{f.f1:8.3f}{f.gold:7}{f.found:7}")
    if score.dates:
        click.echo(f"event dates right: {score.dates_right}/{score.dates}")
    click.echo(f"headline {score.headline:.3f} over {len(score.by_article)} articles")


def _shown(record: Record) -> str:
    """A record in one line: spans as their text."""
    shown = {k: v["text"] if isinstance(v, dict) and "text" in v else v
             for k, v in record.items() if k not in {"kind", "article", "mentions"}}
    return json.dumps(shown, ensure_ascii=False)
