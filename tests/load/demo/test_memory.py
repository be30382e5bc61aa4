"""What a demo remembers from one start to the next."""

from pathlib import Path

from hubbub_load.demo.memory import Memory, find_memory, keep_memory, new_memory


def test_at_the_first_start_nothing_is_remembered(tmp_path: Path) -> None:
    assert find_memory(tmp_path / "demo.json") is None


def test_what_is_kept_is_found_again_and_replaced(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"
    keep_memory(file, Memory("secret", 1))
    keep_memory(file, Memory("secret", 2))
    assert find_memory(file) == Memory("secret", 2)


def test_nobody_else_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "demo.json"
    keep_memory(file, Memory("secret"))
    assert file.stat().st_mode & 0o077 == 0


def test_every_demo_has_a_password_of_its_own_that_is_not_shown() -> None:
    memory = new_memory()
    assert len(memory.password) >= 12
    assert memory.password != new_memory().password
    assert memory.password not in repr(memory)
