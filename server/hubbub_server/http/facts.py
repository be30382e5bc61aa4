"""What is known of one request while it is answered, for its log line and its error object."""

from dataclasses import dataclass
from typing import Final

from starlette.types import Scope

_KEY: Final = "hubbub.facts"


@dataclass(slots=True)
class RequestFacts:
    """Filled as the request is understood."""

    request_id: str
    operation: str = ""
    """The name of the operation, or what else answered."""
    member: str = ""
    """The id of the caller; empty for nobody signed in."""


def keep_facts(scope: Scope, facts: RequestFacts) -> None:
    """Tie facts to a request."""
    scope[_KEY] = facts


def facts_of(scope: Scope) -> RequestFacts:
    """Return the facts of a request."""
    facts = scope[_KEY]
    assert isinstance(facts, RequestFacts)  # noqa: S101 - says its type; set by the outermost layer
    return facts
