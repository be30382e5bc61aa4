"""How the names of classes become tags on the wire."""


def tag_of(class_name: str) -> str:
    """Turn ``MarkRead`` into ``mark_read``."""
    return "".join("_" + c.lower() if c.isupper() else c for c in class_name).lstrip("_")
