"""All mutants."""

from tests.faults.mutants.catalogue import clients, hub, links, redis, rights, sqlite
from tests.faults.mutants.catalogue import postgresql as in_postgresql

MUTANTS = (
    *hub.MUTANTS,
    *rights.MUTANTS,
    *redis.MUTANTS,
    *sqlite.MUTANTS,
    *in_postgresql.MUTANTS,
    *links.MUTANTS,
    *clients.MUTANTS,
)
