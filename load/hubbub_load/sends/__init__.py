"""Durable sends, as many as the hubs acknowledge: a closed loop over the public protocol."""
