"""Who is signed in: a cookie that this server has signed, and a second proof in each form.

The cookie goes to no other site's requests (SameSite=Strict), no script reads it (HttpOnly), and it is worth nothing
after the server's end, since the key is made anew. A form that writes carries what only a page of this server can know
(an HMAC of the cookie), and the browser must not say that another site sent it.
"""

import base64
import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from kg.web.config import Config
from kg.web.description import address
from kg.web.problems import ProblemError

COOKIE, SECONDS = "kg-session", 8 * 3600
MAX_NAME = 80


@dataclass(frozen=True)
class Session:
    """Somebody who gave the token: the name that they gave with it, and what their forms must carry."""

    name: str
    proof: str


class Sessions:
    """The sessions of one run of the server."""

    def __init__(self, config: Config) -> None:
        self._config, self._key = config, secrets.token_bytes(32)

    def of(self, request: Request) -> Session | None:
        """The session of whoever asks, None for who is not signed in, or not any more."""
        expires, _, rest = request.cookies.get(COOKIE, "").partition(".")
        name, _, seal = rest.partition(".")
        known = hmac.compare_digest(seal.encode("utf-8", "replace"), self._seal("cookie", expires, name).encode())
        if not self._config.token or not known or int(expires) < time.time():
            return None
        return Session(base64.urlsafe_b64decode(name).decode(), self._seal("form", expires, name))

    def sign_in(self, request: Request, token: str, name: str, answer: Response) -> None:
        """Gives the answer the cookie; ProblemError for another token, for no name, and for another site's form."""
        self.refuse_others(request)
        if not hmac.compare_digest(token.strip().encode("utf-8", "replace"), self._config.token.encode()):
            raise ProblemError(401, "token", "this is not the token that the server was started with",
                               "it is the value of KG_TOKEN in the terminal where kg serve runs")
        name = " ".join(name.split())
        if not name or len(name) > MAX_NAME:
            raise ProblemError(400, "parameters", f"a name has 1 to {MAX_NAME} characters, this one {len(name)}",
                               "decisions say who made them")
        expires, packed = str(int(time.time()) + SECONDS), base64.urlsafe_b64encode(name.encode()).decode()
        answer.set_cookie(COOKIE, f"{expires}.{packed}.{self._seal('cookie', expires, packed)}", max_age=SECONDS,
                          path="/review", secure=address(request, self._config, "").startswith("https:"),
                          httponly=True, samesite="strict")

    def sign_out(self, answer: Response) -> None:
        """Takes the cookie back."""
        answer.delete_cookie(COOKIE, path="/review", httponly=True, samesite="strict")

    def check(self, request: Request, proof: str) -> Session:
        """The session of a form that was sent; ProblemError unless it is from a page of this server."""
        self.refuse_others(request)
        session = self.of(request)
        if session is None:
            raise ProblemError(401, "token", "you are not signed in, or not any more", "sign in at /review")
        if not hmac.compare_digest(proof.encode("utf-8", "replace"), session.proof.encode()):
            raise ProblemError(403, "cross-site", "the form is not from a page of this session", "open /review again")
        return session

    def refuse_others(self, request: Request) -> None:
        """ProblemError for a request that, as the browser says, another site's page has sent."""
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site", "same-origin")
        own = address(request, self._config, "")
        if site not in ("same-origin", "none") or (origin is not None and not _same(origin, own)):
            raise ProblemError(403, "cross-site", "another site sent this form", "open /review on this server")

    def _seal(self, *parts: str) -> str:
        return hmac.new(self._key, "\0".join(parts).encode(), hashlib.sha256).hexdigest()


def _same(origin: str, own: str) -> bool:
    """Whether an origin is that of an address of ours."""
    scheme, _, rest = own.partition("://")
    return origin.lower() == f"{scheme}://{rest.partition('/')[0]}".lower()
