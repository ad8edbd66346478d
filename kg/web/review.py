"""``/review``: what waits for a person's decision, and the decisions, as forms that need no script."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError, QueryError
from kg.graph import judgements, reviews
from kg.graph.serving.service import Service
from kg.model.identity import Judgement, pair
from kg.model.review import FIELDS, VOCABULARIES
from kg.query import deciding
from kg.query.judged import contradiction
from kg.query.pairs import pairs
from kg.query.parameters import concepts
from kg.web import bodies
from kg.web.config import Config
from kg.web.pages import Pages
from kg.web.problems import ProblemError
from kg.web.sessions import Sessions
from kg.web.turns import Turns

#: Facts on a page, pairs on a page.
SIZE, PAIRS = 10, 20
#: A form's address must be told to the server that checks it, and to no other.
_PRIVATE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@dataclass(frozen=True)
class Narrowed:
    """Which part of the queue is shown."""

    kind: str = ""
    article: str = ""
    rule: str = ""
    below: float = deciding.BELOW
    start: int = 0

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Narrowed":
        """From parameters; ProblemError for what is none."""
        kind = given.get("kind", "")
        if kind and kind not in FIELDS:
            raise ProblemError(400, "parameters", f"kind={kind[:40]!r} is no kind of fact",
                               f"choose from {', '.join(FIELDS)}")
        try:
            below, start = float(given.get("below") or deciding.BELOW), int(given.get("start") or 0)
            if not (0 < below <= 1 and 0 <= start < 10**7):
                raise ValueError
        except ValueError:
            raise ProblemError(400, "parameters", "below is a number up to 1, start a whole number") from None
        return cls(kind, given.get("article", ""), given.get("rule", ""), below, start)

    def query(self, **other: Any) -> str:
        """The parameters of this part, or of another."""
        return urlencode({name: value for name, value in ({**self.__dict__, **other}).items()
                          if value not in ("", None) and not (name == "start" and not value)})


@dataclass
class Sent:
    """What a form decided: the lines of JSON, and what does not fit, by the number of the fact or pair in the form."""

    lines: list[str] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)


class ReviewPages:
    """The pages of review over a service."""

    def __init__(self, service: Service, config: Config, pages: Pages, turns: Turns) -> None:
        self._service, self._config, self._pages, self._turns = service, config, pages, turns
        self._sessions = Sessions(config)

    async def queue(self, request: Request) -> Response:
        """What waits; a form to sign in for who has not; how to turn it on where the server got no token."""
        return await self._queue(request, {}, {})

    async def decided(self, request: Request) -> Response:
        """What people have decided, the newest first."""
        session = self._sessions.of(request)
        if session is None:
            return self._sign_in(request)
        store = self._service.store
        found = await self._turns.run(lambda: deciding.standing(store, reviews.listed(store)))
        found.sort(key=lambda made: made.review.when, reverse=True)
        return self._render("decided.html", session=session, decided=found,
                            judged=judgements.manual(store))

    async def _queue(self, request: Request, given: Mapping[str, str], faults: Mapping[str, str]) -> Response:
        session = self._sessions.of(request)
        if session is None:
            return self._sign_in(request)
        asked = dict(bodies.fields(request.url.query))
        part, store = Narrowed.of(asked), self._service.store
        found = await self._turns.run(lambda: deciding.queue(
            store, below=part.below, kind=part.kind, article=part.article, rule=part.rule, start=part.start, size=SIZE))
        doubts = await self._turns.run(lambda: pairs(store, deciding.unsure(store)[:PAIRS]) if not part.start else [])
        entities = await self._turns.run(lambda: {one.article: deciding.entities(store, one.article)
                                                  for one in found.items})
        return self._render(
            "review.html", 400 if faults else 200, session=session, queue=found, doubts=doubts, part=part, size=SIZE,
            entities=entities, given=given, faults=faults, kinds=list(FIELDS), saved=asked.get("saved", ""),
            choices={name: list(concepts(scheme)) for name, scheme in VOCABULARIES.items()})

    async def post(self, request: Request) -> Response:
        """Signs in or out, keeps decisions, or takes one back."""
        if not self._config.token:
            raise ProblemError(403, "read-only", "this server only reads", "start it with a token: KG_TOKEN=… kg serve")
        if bodies.media_type(request) != bodies.FORM:
            raise ProblemError(415, "media-type", "review takes forms", "open /review in a browser")
        sizes = self._config.sizes
        form = dict(bodies.fields(bodies.text(await bodies.read(request, sizes.body, sizes.body_seconds))))
        action = form.get("action", "")
        if action == "sign-in":
            answer = RedirectResponse("/review", 303, _PRIVATE)
            try:
                self._sessions.sign_in(request, form.get("token", ""), form.get("name", ""), answer)
            except ProblemError as problem:
                if problem.kind == "cross-site":
                    raise
                return self._sign_in(request, problem)
            return answer
        session = self._sessions.check(request, form.get("proof", ""))
        if action == "sign-out":
            answer = RedirectResponse("/review", 303, _PRIVATE)
            self._sessions.sign_out(answer)
            return answer
        if action == "forget":
            await self._service.judge("", [form.get("fact", "")])
            return RedirectResponse("/review/decided", 303, _PRIVATE)
        if action != "decide":
            raise ProblemError(400, "parameters", f"there is no action {action[:40]!r}")
        sent = await self._turns.run(lambda: self._decisions(form, session.name))
        if sent.faults:
            return await self._queue(request, form, sent.faults)
        if sent.lines:
            await self._service.judge("\n".join(sent.lines))
        part = Narrowed.of(dict(bodies.fields(request.url.query)))
        return RedirectResponse(f"/review?{part.query(saved=len(sent.lines))}", 303, _PRIVATE)

    def _decisions(self, form: Mapping[str, str], name: str) -> Sent:
        """All of a form's decisions: none is kept where one does not fit."""
        store, sent = self._service.store, Sent()
        when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        for number in range(SIZE):
            fact, verdict = form.get(f"fact{number}"), form.get(f"verdict{number}", "")
            if fact is None:
                continue
            values = {key.partition(".")[2]: value for key, value in form.items() if key.startswith(f"set{number}.")
                      and value != form.get(f"was{number}.{key.partition('.')[2]}")}
            try:
                if values and verdict in ("", "corrected"):
                    verdict = "corrected"
                elif values and verdict == "accepted":
                    raise QueryError("it is accepted as it is, and other values are given", "choose correct")
                if verdict:
                    made = deciding.decided(store, deciding.find_fact(store, fact), _known(verdict), name,
                                            form.get(f"why{number}", ""), when, values)
                    sent.lines.append(reviews.to_line(made))
            except (KgError, ValueError) as error:
                sent.faults[f"fact{number}"] = str(error)
        manual, waiting = judgements.manual(store), {j.judged for j in deciding.unsure(store)}
        for number in range(PAIRS):
            verdict = form.get(f"pair-verdict{number}", "")
            if verdict in ("same", "different"):
                keys = pair(form.get(f"one{number}", ""), form.get(f"other{number}", ""))
                judged = Judgement(keys, verdict, name, form.get(f"pair-why{number}", ""), when)  # type: ignore[arg-type]
                manual = [*(j for j in manual if j.judged != keys), judged]
                if keys not in waiting:
                    sent.faults[f"pair{number}"] = "these two wait no more: somebody has decided, or a build has"
                elif found := contradiction(manual):
                    sent.faults[f"pair{number}"] = f"that would be a contradiction: {found}"
                sent.lines.append(judgements.to_line(judged))
        return sent

    def _sign_in(self, request: Request, problem: ProblemError | None = None) -> Response:  # noqa: ARG002
        return self._render("signin.html", problem.status if problem else 200 if self._config.token else 403,
                            session=None, problem=problem, on=bool(self._config.token))

    def _render(self, template: str, status: int = 200, **values: Any) -> Response:
        answer = self._pages.render(template, **values)
        answer.status_code = status
        answer.headers.update(_PRIVATE)
        return answer


def _known(verdict: str) -> Any:
    if verdict not in ("accepted", "rejected", "corrected"):
        raise QueryError(f"{json.dumps(verdict[:40])} is no decision", "accept, reject or correct")
    return verdict
