"""What the tests of several clients share."""

import subprocess
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def library(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library as JavaScript."""
    folder = tmp_path_factory.mktemp("library")
    build = ["npm", "run", "--silent", "build", "--workspace", "clients/js"]
    subprocess.run(
        [root / "tools/with-node", *build, "--", "--outDir", folder], cwd=root, check=True
    )
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "node_modules").symlink_to(root / "node_modules")
    return folder
