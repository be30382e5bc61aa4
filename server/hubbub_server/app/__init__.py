"""The composition root: it alone knows every part, picks the database and the broker."""

from hubbub_server.app.desk import make_door, open_desk
from hubbub_server.app.listening import CannotStartError
from hubbub_server.app.serving import serve

__all__ = ["CannotStartError", "make_door", "open_desk", "serve"]
