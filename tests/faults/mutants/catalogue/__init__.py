"""All mutants."""

from tests.faults.mutants.catalogue import (
    answers,
    clients,
    direct_channels,
    epochs,
    hub,
    links,
    redis,
    rights,
    screens,
    sqlite,
)
from tests.faults.mutants.catalogue import postgresql as in_postgresql

MUTANTS = (
    *hub.MUTANTS,
    *rights.MUTANTS,
    *direct_channels.MUTANTS,
    *screens.MUTANTS,
    *answers.MUTANTS,
    *redis.MUTANTS,
    *sqlite.MUTANTS,
    *in_postgresql.MUTANTS,
    *epochs.MUTANTS,
    *links.MUTANTS,
    *clients.MUTANTS,
)
