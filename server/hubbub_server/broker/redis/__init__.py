"""Redis behind the broker interface: see the README beside it."""
