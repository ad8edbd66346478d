"""What the domain knows before it reads: the tables under ``ontology/knowledge`` as one ``Knowledge``.

``load`` refuses faulty tables with file, line and remedy; ``check`` lists everything that is wrong.
A dispute is one folder; ``world`` holds what all of them share.
"""

from kg.knowledge.loader import Tables, check, default_root, load, read, require
from kg.knowledge.tables import Finding, Row

__all__ = ["Finding", "Row", "Tables", "check", "default_root", "load", "read", "require"]
