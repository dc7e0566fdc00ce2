"""Requests in; only those that this page or a program on purpose made go on to the app.

A page of another site must not reach the server through the user's browser: neither by a name that
is made to resolve to this machine (DNS rebinding), nor by sending requests across sites.
"""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
SAFE = ("GET", "HEAD")


class Guard:
    """Middleware that checks Host and Origin, and puts the security headers on every answer."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer with 400 or 403."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, method: str, headers: Headers) -> JSONResponse | None:
        host = headers.get("host", "")
        if not self._is_ours(host):
            return _error(400, "this server does not answer to that Host; use its address")
        if method in SAFE:
            return None
        origin = headers.get("origin")
        cross_site = headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
        if cross_site or (origin is not None and origin != f"http://{host}"):
            return _error(403, "this request comes from another site")
        return None

    def _is_ours(self, host: str) -> bool:
        """Addresses cannot be rebound; of names, only the one that was asked for and localhost."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:
            return False
        return name in ("localhost", self._host.lower()) or _is_address(name)


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _error(status: int, message: str) -> JSONResponse:
    return JSONResponse({"error": message}, status)
