"""The Python SDK and bot framework of Hubbub."""

from hubbub._errors import (
    AlreadyAnsweredError,
    EndedError,
    HubbubError,
    LinkError,
    RefusedError,
)
from hubbub._session import Session, SessionOptions

__all__ = [
    "AlreadyAnsweredError",
    "EndedError",
    "HubbubError",
    "LinkError",
    "RefusedError",
    "Session",
    "SessionOptions",
]
