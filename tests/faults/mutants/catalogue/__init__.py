"""All mutants."""

from tests.faults.mutants.catalogue import clients, epochs, hub, links, redis, rights, sqlite
from tests.faults.mutants.catalogue import postgresql as in_postgresql

MUTANTS = (
    *hub.MUTANTS,
    *rights.MUTANTS,
    *redis.MUTANTS,
    *sqlite.MUTANTS,
    *in_postgresql.MUTANTS,
    *epochs.MUTANTS,
    *links.MUTANTS,
    *clients.MUTANTS,
)
