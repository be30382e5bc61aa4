"""Chaos: real hubs and servers break while members write, and nothing may be lost."""
