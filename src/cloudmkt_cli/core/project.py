"""Where the project lives: its address stands in ``pyproject.toml``, from where it goes into the metadata."""

from functools import cache
from pathlib import Path
from typing import Final

DISTRIBUTION: Final = "cloudmkt-cli"
_SOURCES: Final = Path(__file__).parents[3] / "pyproject.toml"


def address() -> str:
    """The address of the project, without a slash at its end."""
    return _repository() or f"https://pypi.org/project/{DISTRIBUTION}"


def file_address(path: str) -> str | None:
    """The address of a file of the repository; None where the repository is not known."""
    repository = _repository()
    return f"{repository}/blob/main/{path}" if repository else None


@cache
def _repository() -> str | None:
    """The address of the repository, without a slash at its end."""
    return _of_metadata() or _of_sources()


def _of_metadata() -> str | None:
    from importlib.metadata import PackageNotFoundError, metadata  # noqa: PLC0415  few runs need it

    try:
        stated = metadata(DISTRIBUTION).get_all("Project-URL") or []
    except PackageNotFoundError:
        return None
    return next((url.partition(",")[2].strip() for url in stated if url.startswith("Repository,")), None)


def _of_sources() -> str | None:
    """A checkout that is run without being installed, or was before the address was there."""
    import tomllib  # noqa: PLC0415  as above

    try:
        project = tomllib.loads(_SOURCES.read_text(encoding="utf-8"))["project"]
    except (OSError, ValueError, KeyError):
        return None
    return str(project["urls"]["Repository"]) if project.get("name") == DISTRIBUTION else None
