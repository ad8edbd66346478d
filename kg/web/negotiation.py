"""Content negotiation (RFC 9110, 12.5.1): which of the formats on offer a client likes best."""

from collections.abc import Iterable, Sequence


def accepted(header: str) -> list[tuple[str, str, float]]:
    """The media ranges of an Accept header: type, subtype, quality. Faulty parts are passed over."""
    found = []
    for part in header.lower().split(","):
        media, *parameters = (piece.strip() for piece in part.split(";"))
        kind, slash, subtype = media.partition("/")
        if media == "*":  # some old clients
            kind, slash, subtype = "*", "/", "*"
        if not (kind and slash and subtype):
            continue
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    quality = float(value)
                except ValueError:
                    quality = 0.0
        found.append((kind, subtype, min(max(quality, 0.0), 1.0) if quality == quality else 0.0))
    return found


def best(header: str | None, offers: Sequence[str]) -> str | None:
    """The offer that the Accept header ranks highest, the first of equals; None if it takes none of them.

    Without a header, or with a faulty one, the first offer.
    """
    ranges = accepted(header or "*/*") or [("*", "*", 1.0)]
    ranked = [(_quality(offer, ranges), -index, offer) for index, offer in enumerate(offers)]
    quality, _, offer = max(ranked)
    return offer if quality > 0 else None


def _quality(offer: str, ranges: Iterable[tuple[str, str, float]]) -> float:
    """The quality that the most specific range gives to the offer."""
    kind, _, subtype = offer.partition("/")
    most, quality = 0, 0.0
    for wanted, wanted_subtype, value in ranges:
        specific = (3 if (wanted, wanted_subtype) == (kind, subtype) else
                    2 if wanted == kind and wanted_subtype == "*" else 1 if wanted == wanted_subtype == "*" else 0)
        if specific > most:
            most, quality = specific, value
    return quality
