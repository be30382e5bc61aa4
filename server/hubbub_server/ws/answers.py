"""The frames that answer commands."""

from hubbub_protocol.errors import Refusal
from hubbub_protocol.frames import Error, Ok
from hubbub_server.store.interface import WriteResult


def written(ref: int, result: WriteResult) -> Ok:
    """Make the answer to a write."""
    return Ok(ref=ref, seq=result.seq, at=result.at, id=result.id, duplicate=result.duplicate)


def error_of(ref: int | None, refusal: Refusal, to: str | None = None) -> Error:
    """Make the frame of a refusal."""
    return Error(
        ref=ref,
        code=refusal.code,
        detail=refusal.detail,
        retry=refusal.retry,
        to=to,
        field=refusal.field,
        limit=refusal.limit,
        after_ms=refusal.after_ms,
    )
