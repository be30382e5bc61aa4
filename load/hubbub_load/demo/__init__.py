"""A small invented community, so that a newcomer sees life at once."""
