"""The `hubbub-load` command, which must be able to say what it lacks."""

import sys


def main() -> None:
    """Run `hubbub-load`, or exit with one sentence when its libraries are not installed."""
    try:
        from hubbub_load.cli import main as run  # noqa: PLC0415 - it imports those libraries
    except ModuleNotFoundError as missing:
        if missing.name is None or missing.name.startswith("hubbub"):
            raise
        sys.exit(
            f"hubbub-load: {missing.name} is not installed; "
            "it needs the [load] extra: pip install 'hubbub[load]'"
        )
    run()


if __name__ == "__main__":
    main()
