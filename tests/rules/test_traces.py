"""What a clone must not carry: the place where it was made and where its parts came from."""

import json
import re

from tests.rules.tree import ROOT, files, text_of

# In pieces, so that this file does not contain what it looks for.
REGISTRY_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry." + "npmjs",
    "registry." + "yarnpkg",
    "deb." + "debian.org",
)
MACHINE_PATHS = re.compile(
    r"(?<![\w.~-])/(?:"
    + "|".join(["work/", "root/", "home/" + r"\w", "opt/" + "pypi", "Users/"])
    + ")"
)
LOCAL_ADDRESSES = re.compile("find-" + "links|extra-index" + "-url|file:" + "///")


def test_no_file_names_a_package_registry() -> None:
    found = [
        f"{path}: {host}" for path in files() for host in REGISTRY_HOSTS if host in text_of(path)
    ]
    assert not found, found


def test_no_file_names_a_path_of_one_machine() -> None:
    found = [
        f"{path}: {path_found.group()}"
        for path in files()
        if (path_found := MACHINE_PATHS.search(text_of(path)))
    ]
    assert not found, found
    assert not [path for path in files() if str(ROOT) + "/" in text_of(path)]


def test_lock_files_name_no_address_and_give_hashes() -> None:
    for lock in sorted((ROOT / "requirements").glob("*.txt")):
        text = lock.read_text()
        pins = re.findall(r"^[a-z0-9-]+==\S+ \\\n(?=    --hash=sha256:)", text, re.MULTILINE)
        assert len(pins) == text.count("=="), f"{lock.name}: a pin without a hash"
        assert not LOCAL_ADDRESSES.search(text)
        assert "://" not in text


def test_the_npm_lock_gives_hashes_and_no_addresses() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    fetched = {name: entry for name, entry in packages.items() if "node_modules/" in name}
    for name, entry in fetched.items():
        if entry.get("link"):
            continue
        assert "resolved" not in entry, name
        assert entry["integrity"].startswith("sha512-"), name
