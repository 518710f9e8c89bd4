"""Single values as TOML, to paste into a file. tomli-w, which writes whole files, has no inline tables."""

from datetime import date
from typing import Any

from pydantic_core import to_json


def literal(value: Any) -> str:
    """A value on one line, as it is written after a key."""
    match value:
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case list() | tuple():
            return f"[{', '.join(map(literal, value))}]"
        case dict():
            return f"{{ {', '.join(assignment(key, part) for key, part in value.items())} }}"
        case str():
            # JSON and TOML use the same escapes, except that TOML requires one for DEL.
            return to_json(value).decode().replace("\x7f", "\\u007f")
        case date():
            return value.isoformat()
        case _:
            return str(value)


def assignment(key: str, value: Any) -> str:
    """``key = value`` on one line."""
    return f"{key} = {literal(value)}"
