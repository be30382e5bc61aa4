"""Decoys: where an event goes that must be written all the same, but reach nobody.

What one does must cost the same whether or not the other is told of it, or the cost would tell
the answers apart that look alike. So the event that a member must not get is written, numbered and
published just as it would be, only in the decoy stream beside their inbox: no name that
``stream_kind`` knows, so that nobody can subscribe to it, read it or list it, and as long as the
name of the inbox, so that not even its publications differ in size.
"""

from hubbub_protocol.streams import inbox_stream


def decoy_stream(member: str) -> str:
    """Name the stream of what one member is not told."""
    return f"decoy:{member}"


def inbox_or_decoy(member: str, *, told: bool) -> str:
    """Name where an event goes that one member may or may not be told of."""
    return inbox_stream(member) if told else decoy_stream(member)
