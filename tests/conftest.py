"""What all tests share."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# The same examples on every machine, however busy it is; what fails once fails always.
settings.register_profile("hubbub", derandomize=True, deadline=None)
settings.load_profile("hubbub")

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
