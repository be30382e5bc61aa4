"""What the hub suggests over a whole log is what an independent count of the log gives."""

from pathlib import Path

from hubbub_load.synthetic import Size, make_log
from tests.together.suggested_pairs import counted, suggested_by_the_hub


async def test_the_pairs_of_a_log_are_those_that_another_count_gives(tmp_path: Path) -> None:
    messages = list(make_log(7, Size(rooms=3, authors=25, messages=1_500)))
    found = await suggested_by_the_hub(messages, tmp_path)
    assert len(found) > 10
    assert found == counted(messages)
