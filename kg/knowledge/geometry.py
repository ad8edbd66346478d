"""Whether a geometry is Well-Known Text (OGC Simple Features, ISO 19125-1) in degrees."""

import re

#: How deep the brackets of each type go.
_DEPTH = {"POINT": 1, "LINESTRING": 1, "MULTIPOINT": 2, "MULTILINESTRING": 2, "POLYGON": 2, "MULTIPOLYGON": 3}
_TYPED = re.compile(r"([A-Z]+) ?(\(.*\))")
_NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]+)?"
_LIST = re.compile(rf"\(({_NUMBER} {_NUMBER}(?:, ?{_NUMBER} {_NUMBER})*)\)")


def wkt_problem(text: str) -> str:
    """What is wrong with a geometry, or "" for a sound one: type, brackets, two coordinates a point, their range,
    and rings that close. Longitude comes first; whether rings cross is not looked at.
    """
    typed = _TYPED.fullmatch(text)
    if not typed or typed[1] not in _DEPTH:
        return f"{text[:60]!r} is none of {', '.join(_DEPTH)}"
    lists = [[tuple(map(float, pair.split())) for pair in found[1].split(",")] for found in _LIST.finditer(typed[2])]
    rest, depth = _LIST.sub("#", typed[2]), 1
    while rest != "#":
        shorter = re.sub(r"\(#(, ?#)*\)", "#", rest)
        if shorter == rest:
            return f"the brackets or numbers of {text[:60]!r} are wrong"
        rest, depth = shorter, depth + 1
    if depth != _DEPTH[typed[1]] or (typed[1] == "POINT" and len(lists[0]) > 1):
        return f"{typed[1]} has other brackets than {text[:60]!r}"
    for points in lists:
        for lon, lat in points:
            if abs(lon) > 180 or abs(lat) > 90:
                return f"{lon:g} {lat:g} is no place on earth"
        if "POLYGON" in typed[1] and (len(points) < 4 or points[0] != points[-1]):
            return "a ring does not close: its last point must be its first, after at least two others"
    return ""


def wkt_parts(text: str) -> tuple[str, list[list[tuple[float, float]]]]:
    """Type and lists of (longitude, latitude) of a sound geometry: its points, lines, or rings (holes among them)."""
    lists = [[(float(pair.split()[0]), float(pair.split()[1])) for pair in found[1].split(",")]
             for found in _LIST.finditer(text)]
    return text.partition("(")[0].strip(), lists
