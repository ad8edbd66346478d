"""The pages of the site, each at an address of the library that fills it."""

QUESTION = "/api/queries"
SOCHI = "14-sochi-and-the-measure-of-progress"

#: What it is -> where. A page that lands is added here, and all suites look at it.
PAGES = {
    "home": "/",
    "search": "/search?q=peace+treaty",
    "search, nothing found": "/search?q=zzzzz",
    "person": "/id/vladimir-putin",
    "territory": "/id/northern-territories",
    "state": "/id/japan",
    "topic": "/vocabulary/topic/peace-treaty",
    "dispute": "/id/dispute/kurils",
    "article": f"/id/article/{SOCHI}",
    "ontology": "/ontology",
    "questions": "/queries",
    "question": f"{QUESTION}/positions-of-actor",
    "answer, table": f"{QUESTION}/positions-of-actor?actor=russia",
    "answer, network": f"{QUESTION}/agreement-network?view=network",
    "answer, map": f"{QUESTION}/claims-on-territory?view=map",
    "answer, timeline": f"{QUESTION}/events-timeline?view=timeline",
    "SPARQL": "/sparql",
    "SPARQL, answer": "/sparql?format=html&query=SELECT+*+%7B+%3Fp+a+dkg%3APosition+%3B+dkg%3Aholder+%3Fh+%7D+LIMIT+20",
    "positions": "/positions",
    "positions, sentences": "/positions/sentences?actor=russia&topic=peace-treaty",
    "sources": "/positions/sources",
    "shifts": "/positions/shifts",
    "disagreements": "/positions/disagreements",
    "timeline": "/timeline",
    "timeline, statements": "/timeline?type=statement",
    "positions, through time": "/positions?by=actor&show=time",
    "two on common ground": "/positions/sentences?side=japan&other=russia",
    "map": "/map",
    "map of a dispute": "/map?dispute=kurils&names=japan.en",
    "measures": "/measures",
    "review, signed out": "/review",
    "explorer": "/explore?start=id:japan",
}
#: Those that draw with scripts and say so without.
NEED_SCRIPTS = {"explorer"}
#: Those behind a sign-in.
SIGNED_IN = {"review": "/review", "decisions": "/review/decided"}
