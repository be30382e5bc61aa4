"""The `hubbub` command, which must be able to say what it lacks."""

import sys


def main() -> None:
    """Run `hubbub`, or exit with one sentence when the server's libraries are not installed."""
    try:
        from hubbub_server.cli import main as run  # noqa: PLC0415 - it imports those libraries

        run()
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("hubbub"):
            raise
        sys.exit(
            f"hubbub: {missing.name} is not installed; "
            "the server needs the [server] extra: pip install 'hubbub[server]'"
        )


if __name__ == "__main__":
    main()
