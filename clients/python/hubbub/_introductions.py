"""Introductions and suggestions over HTTP."""

from hubbub._http import Requests
from hubbub_protocol.introductions import Introduce, IntroductionList, MadeIntroduction
from hubbub_protocol.suggestions import Suggestion, SuggestionList


class Introductions:
    """Introductions and suggestions, :attr:`Client.introductions`."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def make(
        self, one_id: str, other_id: str, sentence: str, *, key: str | None = None
    ) -> MadeIntroduction:
        """Introduce two members, with both of whom one is connected, with a sentence for both."""
        body = Introduce(members=(one_id, other_id), sentence=sentence)
        return await self._requests.ask("introduce", MadeIntroduction, body=body, key=key)

    async def open(self) -> IntroductionList:
        """Return the open ones: those that one may answer, and one's own."""
        return await self._requests.ask("list_introductions", IntroductionList)

    async def accept(self, introduction_id: str, *, key: str | None = None) -> None:
        """Accept one: the two are connected once both have."""
        path = {"introduction": introduction_id}
        await self._requests.tell("accept_introduction", key=key, path=path)

    async def decline(self, introduction_id: str, *, key: str | None = None) -> None:
        """Decline one; nobody is told."""
        path = {"introduction": introduction_id}
        await self._requests.tell("decline_introduction", key=key, path=path)

    async def withdraw(self, introduction_id: str, *, key: str | None = None) -> None:
        """Take one's own back."""
        path = {"introduction": introduction_id}
        await self._requests.tell("withdraw_introduction", key=key, path=path)

    async def suggestions(self) -> list[Suggestion]:
        """Return whom the hub suggests to one, the latest first, each with its reason."""
        return (await self._requests.ask("list_suggestions", SuggestionList)).suggestions

    async def dismiss(self, member_id: str, *, key: str | None = None) -> None:
        """Have somebody suggested no longer."""
        await self._requests.tell("dismiss_suggestion", key=key, path={"member": member_id})
