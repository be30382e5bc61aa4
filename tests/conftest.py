"""What all tests share."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The system's Chromium, which `make test` installs where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return Path(found)
    raise FileNotFoundError("no chromium on PATH: `make test` would install it (tools/chromium)")
