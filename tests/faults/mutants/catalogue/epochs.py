"""What keeps a database that has lost commits from fooling anybody."""

from typing import Final

from tests.faults.mutants.mutant import Mutant

_SERVER: Final = "server/hubbub_server"
_POSTGRESQL: Final = f"{_SERVER}/store/postgresql"
_STORE: Final = "tests/server/store"
_HUB: Final = "tests/server/hub/test_epochs.py"

MUTANTS: Final = (
    Mutant(
        "loss-renews-the-epoch",
        "a head below what was delivered begins a new epoch",
        f"{_SERVER}/hub/head_check.py",
        "            if head < delivered[stream.name]:\n",
        "            if head < 0:\n",
        (f"{_HUB}::test_a_head_below_what_was_delivered_begins_a_new_epoch",),
    ),
    Mutant(
        "renewed-once",
        "hubs that find a loss at once begin one new epoch",
        f"{_SERVER}/store/installation.py",
        "update(installation).where(installation.c.epoch == known)",
        "update(installation)",
        (f"{_HUB}::test_hubs_that_find_a_loss_at_once_begin_one_new_epoch",),
    ),
    Mutant(
        "heads-tell-the-epoch-sqlite",
        "a hub learns with the heads that another began a new epoch: SQLite",
        f"{_SERVER}/store/sqlite/store.py",
        "        self._epoch.compare(epoch)\n",
        "",
        (f"{_HUB}::test_a_hub_learns_with_its_next_comparison_that_another_began_a_new_epoch",),
    ),
    Mutant(
        "heads-tell-the-epoch-postgresql",
        "a hub learns with the heads that another began a new epoch: PostgreSQL",
        f"{_POSTGRESQL}/store.py",
        "            self._epoch.compare(epoch)\n            return heads\n",
        "            return heads\n",
        (
            (
                f"{_STORE}/test_epochs.py"
                "::test_whoever_renews_the_epoch_others_find_it_with_the_heads[postgresql]"
            ),
        ),
    ),
    Mutant(
        "link-to-another-database",
        "a link to another database does nothing before a new epoch has begun",
        f"{_POSTGRESQL}/identity.py",
        "        await _look(link, epoch)\n",
        "        link.epoch = epoch.present\n",
        (
            (
                f"{_STORE}/postgresql/test_epochs.py"
                "::test_before_anything_is_written_to_another_database_a_new_epoch_begins"
            ),
            (
                "tests/faults/test_failover.py"
                "::test_after_a_failover_that_lost_commits_hubs_go_on_and_every_client_is_reset"
            ),
        ),
    ),
    Mutant(
        "links-of-a-former-epoch",
        "what is under way when a new epoch begins is undone",
        f"{_POSTGRESQL}/store.py",
        "            each.cut()\n",
        "            pass\n",
        (
            (
                f"{_STORE}/postgresql/test_epochs.py"
                "::test_what_is_under_way_when_a_new_epoch_begins_is_undone"
            ),
        ),
    ),
    Mutant(
        "never-back",
        "a database in an epoch that was left is not used",
        f"{_SERVER}/store/epoch.py",
        "        if found in self._left:\n",
        "        if not found:\n",
        (f"{_HUB}::test_a_database_in_an_epoch_that_was_left_is_not_used",),
    ),
    Mutant(
        "streams-of-a-former-epoch",
        "what was delivered in a former epoch is served to nobody in the next",
        f"{_SERVER}/hub/live_streams.py",
        "        self._live.clear()\n        self._opening.clear()\n",
        "        self._opening.clear()\n",
        (f"{_HUB}::test_what_was_delivered_in_a_former_epoch_is_served_to_nobody_in_the_next",),
    ),
    Mutant(
        "sessions-of-a-former-epoch",
        "a new epoch closes every session, so that its client comes back and is reset",
        f"{_SERVER}/hub/hub.py",
        'session.outlet.close(CloseCode.SERVICE_RESTART, "A new epoch begins", after_ms)',
        "session.close()",
        (f"{_HUB}::test_a_new_epoch_closes_every_session_a_little_apart",),
    ),
    Mutant(
        "commanded-in-a-former-epoch",
        "what a former epoch commanded is not obeyed in the next",
        f"{_SERVER}/hub/streams.py",
        "if not self.closed and event.seq == self.head + 1:",
        "if event.seq == self.head + 1:",
        (f"{_HUB}::test_what_a_former_epoch_commanded_is_not_obeyed_in_the_next",),
    ),
    Mutant(
        "acknowledged-in-its-epoch",
        "a message whose commit a new epoch meets is neither acknowledged nor published",
        f"{_SERVER}/actions/sending.py",
        "            self._desk.require_epoch(epoch)\n",
        "",
        (
            (
                "tests/server/actions/test_sending_trouble.py"
                "::test_a_message_whose_commit_a_new_epoch_meets_is_neither_acknowledged_nor_published"
            ),
        ),
    ),
    Mutant(
        "places-of-a-former-epoch-python",
        "in a new epoch a client gives up what refers to a place of the former one: Python",
        "protocol/hubbub_protocol/client_outbox.py",
        "            del self._commands[ref]\n        self._waiting",
        "            pass\n        self._waiting",
        (
            (
                "tests/protocol/test_client_outbox.py"
                "::test_in_a_new_epoch_what_refers_to_a_seq_is_given_up_and_told"
            ),
        ),
    ),
    Mutant(
        "hello-in-one-epoch",
        "what a hello found in a former epoch opens no session",
        f"{_SERVER}/ws/hello.py",
        "        edge.desk.require_epoch(epoch)",
        "        epoch",
        (
            (
                "tests/server/ws/test_new_epochs.py"
                "::test_what_a_hello_found_in_a_former_epoch_opens_no_session"
            ),
        ),
    ),
)
