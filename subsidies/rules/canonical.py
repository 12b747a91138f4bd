"""JSON text without spaces, keys in order: alike for what is alike, so that it can be hashed."""

import json

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def canonical(value: object) -> str:
    """Return the text of what JSON can hold; the commonest values don't trouble the encoder."""
    if value is None:
        return "null"
    if type(value) is bool:
        return "true" if value else "false"
    return str(value) if type(value) is int else _ENCODER.encode(value)
