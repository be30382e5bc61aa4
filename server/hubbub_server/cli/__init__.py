"""The `hubbub` command: run a hub, and look after it at the machine itself."""

from hubbub_server.cli.commands import main

__all__ = ["main"]
