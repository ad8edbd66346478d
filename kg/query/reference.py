"""The reference page of the catalogue, ``queries/README.md``."""

from collections.abc import Mapping

from kg.query.catalogue import CatalogueQuery
from kg.query.parameters import choices

_HEAD = """# Queries

Questions that the graph answers, one file each in [competency](competency). Ask them by name:

```sh
kg queries                                  # this list
kg query positions-of-actor --param actor=japan --limit 10
kg query position-shifts --why              # with the sentences behind each row
```

Entities may be given by id (`japan`), IRI, label or other name ("Shinzo Abe"); dates as `2016`, `2016-05` or
`2016-05-06`. A parameter that is not required may be left out. Queries see the union of all named graphs, in which a
triple that several articles state comes several times: select `DISTINCT`, and count `DISTINCT`.

A file of your own takes parameters in the same way: a header as these have, each parameter a variable with a dollar in
a clause `VALUES $name { UNDEF }`; ask it with `kg query FILE --param name=value`. Values become terms before they meet
the query, so no value can change what it asks.

[checks](checks) holds queries whose rows are faults of a graph, [rules](rules) those that derive conclusions.

This page is made by `kg queries --markdown`.
"""


def markdown(queries: Mapping[str, CatalogueQuery]) -> str:
    """The page: a list by tag, then each query with its parameters and columns."""
    lines = [_HEAD]
    for tag in sorted({query.tags[0] for query in queries.values() if query.tags}):
        lines.append(f"\n**{tag}**: " + ", ".join(f"[{q.name}](#{q.name})" for q in queries.values()
                                                  if q.tags and q.tags[0] == tag))
    for query in queries.values():
        lines.append(f"\n## {query.name}\n\n{query.question}\n")
        if query.parameters:
            lines += ["| parameter | type | |", "| --- | --- | --- |"]
            for p in query.parameters:
                known = choices(p)
                note = f": {', '.join(f'`{c}`' for c in known)}" if known else ""
                note += "; required" if p.required else f"; default `{p.default}`" if p.default else ""
                note += f" (for example `{p.example}`)" if p.example else ""
                lines.append(f"| `{p.name}` | {p.type} | {p.description}{note} |")
            lines.append("")
        lines += ["| column | |", "| --- | --- |"]
        lines += [f"| `{column.name}` | {column.description} |" for column in query.columns]
    return "\n".join(lines) + "\n"
