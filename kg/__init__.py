"""A knowledge graph of territorial disputes, read from the news.

The way of an article: ``reading`` -> ``language`` -> ``extraction`` and
``resolution`` -> ``graph`` -> ``query``, ``export``, ``web``; ``build`` shows
the whole flow on one screen.
"""

__version__ = "0.1.0"
