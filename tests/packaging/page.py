"""What a browser needs before anything else: the page and the files that it names."""

import re

import httpx


def load_page(address: str) -> list[str]:
    """Fetch `/` and every script and style sheet it names; return their paths.

    Raises AssertionError where one is missing or of the wrong type.
    """
    with httpx.Client(base_url=address) as browser:
        page = browser.get("/")
        assert page.status_code == httpx.codes.OK, page.text
        assert page.headers["content-type"].startswith("text/html")
        named: list[str] = re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', page.text)
        assert any(path.endswith(".js") for path in named), page.text
        for path in named:
            asset = browser.get(path)
            assert asset.status_code == httpx.codes.OK, path
            assert re.search("javascript|css", asset.headers["content-type"]), path
    return named
