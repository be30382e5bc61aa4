"""Slow readers: members who stop reading, and one who was away for long, among others who talk."""
