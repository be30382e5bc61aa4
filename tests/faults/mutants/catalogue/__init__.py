"""All mutants."""

from tests.faults.mutants.catalogue import (
    clients,
    direct_channels,
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
    *redis.MUTANTS,
    *sqlite.MUTANTS,
    *in_postgresql.MUTANTS,
    *links.MUTANTS,
    *clients.MUTANTS,
)
