"""Words of English text after the conventions of the English UD treebanks.

One regular expression reads a chunk (a stretch without white space) from left to right;
what chunks become is remembered. Conventions: clitics are words of their own (``do n't``,
``Japan 's``), hyphens split compounds (``Eye - Tracking``) but not prefixes
(``pre-war``), abbreviations keep their full stop, a currency sign and a per-cent sign
stand alone, runs of one sentence mark are one word.
"""

import re
from collections.abc import Iterator


def words_of(text: str) -> list[str]:
    """A list of words, written with blanks between them."""
    return text.split()


_PREFIXES = words_of("""
    anti arch co counter cross ex hyper inter intra macro mega meta micro mid mini multi neo non over pan post
    pre pro proto pseudo psycho quasi re semi socio sub super trans ultra un under uni vice
""")
_ABBREVIATIONS = words_of("""
    Mr Mrs Ms Dr St Prof Gen Lt Col Maj Capt Cmdr Adm Sgt Gov Sen Sens Rep Reps Rev Hon Pres Amb Sec Jr Sr Inc
    Corp Co Ltd Bros Dept Univ Assn Ave Blvd Rd Ft Mt Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue
    Tues Wed Thu Thur Thurs Fri Sat Sun vs al eg ie cf ca approx est e.g i.e Vol vol pp p Fig fig Eq ed eds Ed
    esp resp Ph.D M.Sc B.Sc Mlle Mme Messrs Attn Ariz Calif Colo Conn Fla Ga Ill Kan Mass Mich Minn Miss Mo Neb
    Nev Okla Ore Pa Tenn Tex Va Wash Wis
""")
#: Words that open sentences; "ProgressDespite" is two words, "YouTube" is one.
_OPENERS = words_of("""
    The This That These Those There They Then In On At As It Its He She His Her We You If But And For From With
    While When Where Although Though However Despite Since After Before During According Because By Under Over
    Some Many Most Such Until Unlike Both Last Now Not One Also An
""")
_DOMAINS = "com|org|net|gov|edu|int|info|co|uk|ru|jp|cn|html?|pdf|doc|xls"
_LETTER = r"[^\W\d_]"
_MARK = "\u0300-\u036f\u200c\u200d"  # combining signs and joiners stay with their letter
_WORD = rf"(?:{_LETTER}[{_MARK}]*|_)+"
_NUMBER = r"\d+(?:[.,:/]\d+)*(?:st|nd|rd|th|s)?(?![^\W\d_])|\d+(?:[.,:/]\d+)*"
_TOKEN = re.compile(
    rf"""
    (?:https?|ftp)://\S*[\w/\#=] | www\.[\w.-]+(?:/\S*[\w/])?               # web addresses
    | [\w.+-]{{1,64}}@[\w-]{{1,64}}(?:\.[\w-]+)* | \#\w*{_LETTER}\w* | (?<!\w)@\w+  # mail, tags, handles
    | (?<![\w-])[A-Za-z0-9](?:[\w-]{{0,40}}\.){{1,4}}(?:{_DOMAINS})\b(?:/\S*[\w/])?
    | (?<!\w)[:;8=][-'^]?[)(DPpO](?!\w)                                             # faces
    | (?:[A-Za-z]\.){{2,}}(?:[A-Za-z](?!\w))? | [A-Z](?=\.\S)(?!\.\.)\.(?=[A-Z])      # U.S., a.m., J.R
    | (?<![\w.])(?:{"|".join(re.escape(a) for a in _ABBREVIATIONS)})\.(?!\.) | (?<!\w)[A-Z]\.(?=$)
    | (?<![\w-])\+?\d{{1,4}}(?:-\d{{2,5}}){{2,}}(?!\w) | (?<![\w-])\d{{3}}-\d{{4}}(?!\w) # telephone numbers, ISO dates
    | (?<!\w)['’]\d\ds?(?!\w)                                                # '02
    | (?:US|HK|NZ|A|C|NT|R)\$
    | {_NUMBER}
    | (?<!\w)(?:{"|".join(_PREFIXES)})-{_WORD}(?:['’]{_WORD})? | (?<!\w)[eE]-{_WORD} | (?<!\w)[Xx]-?(?=ray)
    | {_WORD}(?:['’ʻ‘`]{_WORD})*(?:\d+\w*)?(?:&{_WORD})?                        # words, with what clitics are cut from
    | ['’](?:s|re|ve|ll|d|m|em|S|RE|VE|LL|D|M)(?!\w)
    | \.{{2,}} | …+ | [?!]{{2,}} | -{{2,}} | [–—]+ | \*+ | =+ | _+ | ~+ | \#+
    | \${{2,}} | <{{2,}} | >{{2,}} | ``|''|‘‘|’’
    | \S
    """,
    re.VERBOSE,
)
_PREFIXED = re.compile(rf"(?:{'|'.join(_PREFIXES)}|e)-", re.IGNORECASE)
_CLITIC = re.compile(r"(?i)(?<=.)(?:n['’]t|['’‘`](?:s|re|ve|ll|d|m))$")
_IRREGULAR = {
    "cannot": (3,),
    "gonna": (3,),
    "wanna": (3,),
    "gotta": (3,),
    "gimme": (3,),
    "lemme": (3,),
    "dont": (2,),
    "doesnt": (4,),
    "didnt": (3,),
    "isnt": (2,),
    "wasnt": (3,),
    "wont": (2,),
    "couldnt": (5,),
    "wouldnt": (5,),
    "shouldnt": (6,),
    "havent": (4,),
    "hasnt": (3,),
    "arent": (3,),
    "’tis": (2,),
    "'tis": (2,),
    "im": (1,),
    "ive": (1,),
    "thats": (4,),
    "whats": (4,),
    "lets": (3,),
    "youre": (3,),
    "theyre": (4,),
    "alot": (1,),
    "cant": (2,),
    "outta": (3,),
    "dunno": (2, 3),
    "d'you": (2,),
    "y'all": (2,),
}
_GLUED = re.compile(rf"(?<=[a-z]{{3}})(?:{'|'.join(_OPENERS)})(?![a-z])")
#: Chunks whose full stop belongs to them before a number ("No. 5"), or before small letters ("etc. and").
_BEFORE_NUMBER = frozenset(("No.", "no.", "Nos.", "nos."))
_BEFORE_SMALL = frozenset(("etc.", "etc.,"))
_CHUNK = re.compile(r"\S+")
#: Chunks longer than this are read piecewise, so that no pattern sees an endless one.
_LONGEST = 2000


def _pieces(match: str) -> Iterator[int]:
    """Lengths of the words in one match of the token pattern."""
    lower = match.lower()
    if lower in _IRREGULAR:
        at = 0
        for cut in _IRREGULAR[lower]:
            yield cut - at
            at = cut
        yield len(match) - at
        return
    glued = _GLUED.search(match) if len(match) > 5 and match[1:] != lower[1:] else None
    if glued:
        yield from _pieces(match[: glued.start()])
        yield from _pieces(match[glued.start() :])
        return
    clitic = _CLITIC.search(match)
    if clitic and clitic.start():
        yield from _pieces(match[: clitic.start()])
        yield len(match) - clitic.start()
        return
    yield len(match)


class Splitter:
    """Chunks to word lengths, remembered (at most 100,000 chunks)."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, ...]] = {}

    def lengths(self, chunk: str) -> tuple[int, ...]:
        """The lengths, in characters, of the words that a chunk without white space consists of."""
        found = self._known.get(chunk)
        if found is None:
            parts = [chunk[i : i + _LONGEST] for i in range(0, len(chunk), _LONGEST)]
            found = tuple(n for part in parts for n in _chunk_lengths(part))
            if len(self._known) > 100_000:
                self._known.clear()
            self._known[chunk] = found
        return found

    def spans(self, text: str) -> list[tuple[int, int]]:
        """The words of a text as ``(start, end)`` in characters, in order; white space lies between them."""
        result: list[tuple[int, int]] = []
        for match in _CHUNK.finditer(text):
            at, chunk = match.span()[0], match.group()
            after = text[match.end() + 1 : match.end() + 2]
            if (chunk in _BEFORE_NUMBER and after.isdigit()) or (chunk in _BEFORE_SMALL and after.islower()):
                cut = chunk.index(".") + 1
                result.append((at, at + cut))
                at, chunk = at + cut, chunk[cut:]
            for length in self.lengths(chunk) if chunk else ():
                result.append((at, at + length))
                at += length
        return result


def _chunk_lengths(chunk: str) -> Iterator[int]:
    if chunk.isalpha() and len(chunk) < 4 and chunk.lower() not in _IRREGULAR:
        yield len(chunk)
        return
    for match in _TOKEN.finditer(chunk):
        yield from _pieces(match.group())
