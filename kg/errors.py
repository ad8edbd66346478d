"""What can go wrong, as exceptions a person can act on.

Every message says what happened, shows the value, and ends with what would help::

    KgError
    ├── ArticleError     a file cannot be read as an article (the others go on)
    ├── KnowledgeError   a file under ontology/ or queries/ is faulty
    ├── ModelError       the language model is missing or damaged
    ├── StoreError       the store cannot be opened, read or written
    └── QueryError       a query is refused, faulty, or ran out of time
"""


class KgError(Exception):
    """Base of all errors that this package raises on purpose.

    ``message`` says what happened and shows the value; ``hint`` says what would help.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}; {self.hint}" if self.hint else self.message


class ArticleError(KgError):
    """A file that cannot be read as an article."""


class KnowledgeError(KgError):
    """A faulty file of the ontology, its knowledge, patterns or queries."""


class ModelError(KgError):
    """A language model that is missing, damaged or of another version."""


class StoreError(KgError):
    """A store that cannot be opened, read or written."""


class QueryError(KgError):
    """A query that is refused, faulty or over its limits."""
