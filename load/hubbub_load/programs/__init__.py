"""Hubs, PostgreSQL and Redis as programs of their own, which end with whoever started them."""
