"""The browser client: the files that its build left in ``browser/``, served from memory."""

import mimetypes
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hubbub_protocol.errors import Refusal
from hubbub_server.http.answers import error_response
from hubbub_server.http.facts import facts_of

_INDEX: Final = "/index.html"
_KEPT_FOR_EVER: Final = "public, max-age=31536000, immutable"
_NOT_BUILT: Final = (
    "The browser client is not built: run `npm ci && npm run build` in the checkout, "
    "or `make run`. The API is at /api/v1.\n"
)


@dataclass(frozen=True, slots=True)
class Page:
    """A file of the browser client."""

    content: bytes
    content_type: str
    cache: str


def built_pages() -> dict[str, Page]:
    """Read the built browser client by path; empty where it was not built."""
    folder = files("hubbub_server.http") / "browser"
    return dict(_pages_in(folder, "")) if folder.is_dir() else {}


class BrowserClient:
    """Answers every path that nothing else answers: a file, or the page that routes by itself."""

    def __init__(self, pages: Mapping[str, Page]) -> None:
        self._pages = pages  # by path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope)
        await self._respond(request)(scope, receive, send)

    def _respond(self, request: Request) -> Response:
        facts = facts_of(request.scope)
        path = request.url.path
        if path == "/api" or path.startswith("/api/"):
            refusal = Refusal("not_found", "There is no such path in the API", field="path")
            return error_response(refusal, facts.request_id)
        facts.operation = "page"
        if request.method not in ("GET", "HEAD"):
            refusal = Refusal(
                "bad_request", f"A page takes GET, got {request.method}", field="method"
            )
            response = error_response(refusal, facts.request_id, status=405)
            response.headers["Allow"] = "GET, HEAD"
            return response
        page = self._pages.get(path)
        if page is None and path.startswith("/assets/"):
            return Response("There is no such file\n", 404, media_type="text/plain")
        page = page or self._pages.get(_INDEX)
        if page is None:
            return Response(_NOT_BUILT, 503, media_type="text/plain")
        headers = {"Cache-Control": page.cache, "Content-Type": page.content_type}
        return Response(page.content, headers=headers)


def _pages_in(folder: Traversable, prefix: str) -> Iterator[tuple[str, Page]]:
    for item in folder.iterdir():
        path = f"{prefix}/{item.name}"
        if item.is_dir():
            yield from _pages_in(item, path)
        else:
            yield path, Page(item.read_bytes(), _content_type(item.name), _cache_of(path))


def _content_type(name: str) -> str:
    guessed = mimetypes.guess_type(name)[0] or "application/octet-stream"
    if name.endswith(".webmanifest"):
        guessed = "application/manifest+json"
    if guessed.startswith("text/") or guessed.endswith(("javascript", "json")):
        return f"{guessed}; charset=utf-8"
    return guessed


def _cache_of(path: str) -> str:
    # The build puts a hash of the content into the names under assets.
    return _KEPT_FOR_EVER if path.startswith("/assets/") else "no-cache"
