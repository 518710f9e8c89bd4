"""A new profile: it states nothing but the name, and shows as comments what else there is to state, and what for."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from cloudmkt_cli.catalogue.model import Catalogue
from cloudmkt_cli.catalogue.usage import expectations_of, is_used, label_of
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.json_schema import Schema
from cloudmkt_cli.core.messages import Language, Message
from cloudmkt_cli.core.tables.types import keys_of
from cloudmkt_cli.core.toml.document import KeyPath, dotted
from cloudmkt_cli.core.toml.serialize import assignment
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.profile.json_schema import ENTRY_OF, profile_schema, takes
from cloudmkt_cli.profile.loader import load_profile
from cloudmkt_cli.profile.model import Attestation

SCHEMA_FILE: Final = "cloudmkt.schema.json"


def starter(name: str, markets: tuple[str, ...], catalogue: Catalogue, language: Language) -> str:
    """The text of a new profile. With ``markets``, keys that only other markets look at are left out."""
    stated: dict[KeyPath, Any] = {("profile_version",): 1, ("company", "name"): name}
    if markets:
        stated["target_markets",] = list(markets)
    writer = _Writer(stated, markets, catalogue, language)
    head = (f"#:schema ./{SCHEMA_FILE}", *writer.remark("init.about"))
    return "\n".join([*head, *writer.profile()]) + "\n"


def new_profile(name: str, markets: tuple[str, ...], catalogue: Catalogue, language: Language) -> bytes:
    """The bytes of a new profile, read back as any other.

    Raises:
        InputError: no profile can have that name.
    """
    data = starter(name, markets, catalogue, language).encode()
    try:
        load_profile(data, Path(), catalogue)
    except InputError as error:  # its place is in a file that nobody wrote
        raise InputError(*(item._replace(position=None, source=None) for item in error.diagnostics)) from None
    return data


class _Writer(NamedTuple):
    """What the lines of a new profile depend on."""

    stated: dict[KeyPath, Any]
    markets: tuple[str, ...]
    catalogue: Catalogue
    language: Language

    def profile(self) -> Iterator[str]:
        """The keys that stand alone, then a section for each table."""
        for name, schema in profile_schema(self.catalogue)["properties"].items():
            if name == "attestations":
                yield from self._section(name)
                for slug in schema["properties"]:
                    yield from self._attestation(slug)
            elif name == "marketplaces":
                yield from self._marketplace(schema)
            elif schema.get("type") == "object":
                if keys := [*self._keys(schema, name, (name,))]:
                    yield from (*self._section(name, f"[{name}]"), *keys)
            elif "properties" in schema.get("items", {}):
                if keys := [*self._keys(schema["items"], ENTRY_OF[name], (name, 0))]:
                    yield from (*self._section(name, f"#[[{name}]]"), *keys)
            else:
                yield from self._key(name, schema, name, (name,))

    def remark(self, message: Message | str) -> Iterator[str]:
        """A text as a comment."""
        yield from (f"# {line}" for line in translate(message, self.language).splitlines())

    def _section(self, name: str, *header: str) -> Iterator[str]:
        yield from ("", *self.remark(f"key.about.{name}"), *header)

    def _keys(self, table: Schema, fact: str, path: KeyPath) -> Iterator[str]:
        for name, schema in table["properties"].items():
            yield from self._key(name, schema, f"{fact}.{name}", (*path, name))

    def _key(self, name: str, schema: Schema, fact: str, path: KeyPath) -> Iterator[str]:
        """A key with what it is, takes and is for: as a comment, unless it is stated."""
        if path in self.stated:
            yield assignment(name, self.stated[path])
            return
        for_these = expectations_of(fact, self.catalogue, self.markets)
        if not for_these and (expectations_of(fact, self.catalogue) or not is_used(fact, self.catalogue)):
            return  # only other markets, or other editions, look at it
        yield from self.remark(Message("init.key", {"label": label_of(fact, self.catalogue), "takes": takes(schema)}))
        for purpose in for_these:
            yield from self.remark(purpose)
        yield f"#{name} ="

    def _marketplace(self, schema: Schema) -> Iterator[str]:
        """The tables of the edition's own marketplace, unless they stand at the top."""
        name = self.catalogue.edition.marketplace
        lines: list[str] = []
        for table, keys in schema["properties"].get(name, {"properties": {}})["properties"].items():
            path = ("marketplaces", name, table)
            if found := [*self._keys(keys, dotted(path), path)]:
                lines += ["", f"[{dotted(path)}]", *found]
        if lines:
            yield from (*self._section("marketplaces"), *lines[1:])

    def _attestation(self, slug: str) -> Iterator[str]:
        fact = f"attestations.{slug}"
        if for_these := expectations_of(fact, self.catalogue, self.markets):
            yield ""
            for purpose in for_these:
                yield from self.remark(purpose)
            yield f"#[{fact}]"
            yield from (f"#{name} =" for name in keys_of(Attestation))
