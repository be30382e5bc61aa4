"""People with accounts, made as the actions make them."""

from hubbub_protocol.accounts import Register, SetUp
from hubbub_server.actions.accounts import register
from hubbub_server.actions.community import prepare_set_up, set_up
from hubbub_server.actions.desk import Desk
from hubbub_server.actions.door import Door
from hubbub_server.actions.sign_ins import Granted

PASSWORD = "correct horse battery"
ADDRESS = "192.0.2.1"


class People:
    """Who belongs to the community of a test."""

    def __init__(self, desk: Desk, door: Door) -> None:
        self._desk = desk
        self.door = door  # which they came through

    async def owner(self, username: str = "olga") -> Granted:
        """Set the community up and return its owner, signed in."""
        token = await prepare_set_up(self._desk, "open")
        assert token is not None
        asked = SetUp(
            token=token, username=username, display_name=username.title(), password=PASSWORD
        )
        return await set_up(self._desk, self.door, asked, ADDRESS)

    async def member(self, username: str) -> Granted:
        """Register a person and return them, signed in."""
        asked = Register(username=username, display_name=username.title(), password=PASSWORD)
        return await register(self._desk, self.door, asked, ADDRESS)
