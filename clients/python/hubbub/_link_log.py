"""One clear line when the link of a bot breaks, and one when it is back."""

import logging

from hubbub._session_options import LinkNews
from hubbub_protocol.client_news import Broken, Ended, Opened


class LinkLog:
    """Writes what becomes of the link; a hub that stays away makes one line, not one per try."""

    def __init__(self, hub_url: str, logger: logging.Logger) -> None:
        self._hub_url = hub_url
        self._logger = logger
        self._broken = False
        self._was_open = False

    def __call__(self, news: LinkNews) -> None:
        """Write a line if there is something new."""
        match news:
            case Opened():
                how = "Back at" if self._was_open else "Live at"
                self._logger.info("%s %s as @%s", how, self._hub_url, news.welcome.member.username)
                self._was_open, self._broken = True, False
            case Broken():
                if not self._broken:
                    what = "The link broke" if self._was_open else "The hub cannot be reached"
                    self._logger.warning("%s (%s); trying again until it is back", what, _why(news))
                self._broken = True
            case Ended():
                pass  # raised to whoever runs the bot


def _why(news: Broken) -> str:
    return news.reason if news.code is None else f"{news.code}: {news.reason}"
