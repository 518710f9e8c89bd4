"""The texts of the program: whole in both languages, and each of them used where the source says so."""

import ast
import re
import string
from collections.abc import Iterator
from itertools import chain

import pytest
from support.message_entries import MESSAGES
from support.paths import SOURCE

from cloudmkt_cli.catalogue.loader import load_catalogue
from cloudmkt_cli.checking.results import Status, Verdict
from cloudmkt_cli.core.messages import LANGUAGES, Language, Message
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.profile.attachments import FileState

TAKES_KEYS = {"Message", "tr", "translate"}
"""The functions and methods whose first argument is the key of a message."""
MAY_BE_EMPTY = {"word.space", "encoding.unknown"}
"""What stands between two statements, where Chinese has no space, and a guess where there is none."""


SOURCES = [ast.parse(path.read_text(encoding="utf-8")) for path in sorted(SOURCE.rglob("*.py"))]
NODES = [node for tree in SOURCES for node in ast.walk(tree)]
CONSTANTS = {node.value for node in NODES if isinstance(node, ast.Constant) and isinstance(node.value, str)}
FACTS = {part for fact in load_catalogue().facts for part in fact.split(".")}
"""The keys of a profile, each of which has a question."""
FIELDS = {node.target.id for node in NODES if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)}
"""The fields of records, some of which are keys of a pack, each described in its schema."""


def placeholders(template: str) -> set[str]:
    return {field for _, field, _, _ in string.Formatter().parse(template) if field is not None}


def family(node: ast.JoinedStr) -> str:
    """The pattern of the keys that an f-string stands for, with a group for each part that is not in the source."""
    parts = node.values
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"([\w-]+)" for part in parts)


def keys_given(node: ast.expr) -> Iterator[str]:
    """Patterns of the keys that an argument may be; nothing for one that comes from elsewhere."""
    match node:
        case ast.Constant(value=str(key)):
            yield re.escape(key)
        case ast.JoinedStr():
            yield family(node)
        case ast.IfExp():
            yield from chain(keys_given(node.body), keys_given(node.orelse))


def calls() -> Iterator[ast.Call]:
    """Every call in the source that is given the key of a message."""
    for node in NODES:
        if isinstance(node, ast.Call) and node.args and name_of(node.func) in TAKES_KEYS:
            yield node


def name_of(func: ast.expr) -> str:
    return ast.unparse(func).rpartition(".")[2]


FAMILIES = {family(node) for node in NODES if isinstance(node, ast.JoinedStr)}
BEGUN = [pattern for pattern in FAMILIES if pattern[:1].isalpha()]
WORDS = CONSTANTS | FACTS | FIELDS
GIVEN = sorted({key for call in calls() for key in keys_given(call.args[0])})


def test_a_message_is_whole_in_both_languages() -> None:
    assert [key for key, texts in MESSAGES.items() if set(texts) != {"zh", "en"}] == []
    assert [key for key, texts in MESSAGES.items() if not all(texts.values()) and key not in MAY_BE_EMPTY] == []


def test_a_message_shows_the_same_values_in_both_languages() -> None:
    shown = {key: (placeholders(texts["zh"]), placeholders(texts["en"])) for key, texts in MESSAGES.items()}
    assert [key for key, (zh, en) in shown.items() if zh != en] == []
    assert [key for key, (zh, _) in shown.items() if "" in zh] == []


def test_chinese_is_chinese_and_english_is_english() -> None:
    han = re.compile(r"[\u4e00-\u9fff]")
    examples = {"error.capital_form", "hint.capital_form"}  # show how Chinese licences write sums
    assert [key for key, texts in MESSAGES.items() if han.search(texts["en"]) and key not in examples] == []
    worded = {key for key, texts in MESSAGES.items() if re.search(r"[a-z]{4}", re.sub(r"{.*?}", "", texts["en"]))}
    assert [key for key in sorted(worded) if not han.search(MESSAGES[key]["zh"])] == []


def test_the_source_is_searched_at_all() -> None:
    assert len(GIVEN) > 50
    assert any("(" in key for key in GIVEN)


def test_every_key_in_the_source_is_there() -> None:
    assert [pattern for pattern in GIVEN if not any(re.fullmatch(pattern, key) for key in MESSAGES)] == []


def test_every_message_is_used() -> None:
    others = [key for key in MESSAGES if key not in CONSTANTS]
    assert [key for key in others if not any(is_of(pattern, key) for pattern in FAMILIES)] == []


def is_of(pattern: str, key: str) -> bool:
    """Whether an f-string stands for a key: what it puts in must be a word of the source, or begin as another does."""
    match = re.fullmatch(pattern, key)
    return match is not None and all(
        part in WORDS or any(re.fullmatch(other, part) for other in BEGUN) for part in match.groups()
    )


@pytest.mark.parametrize(
    "key",
    [
        *(f"status.{status}" for status in Status),
        *(f"verdict.{verdict}" for verdict in Verdict),
        *(f"check.file_{state}" for state in FileState if state is not FileState.PRESENT),
        *(f"level.{level}" for level in ("required", "preferred")),
        *(f"scope.{scope}" for scope in ("vendor", "product")),
    ],
)
def test_every_member_of_a_closed_set_has_its_words(key: str) -> None:
    assert key in MESSAGES


def test_what_a_message_needs_is_given() -> None:
    looked_at, lacking = 0, []
    for call in calls():
        values = given_values(call)
        for key in MESSAGES.keys() & literal_keys(call.args[0]) if values is not None else ():
            looked_at += 1
            if missing := placeholders(MESSAGES[key]["zh"]) - (values or set()):
                lacking.append((call.lineno, key, missing))
    assert lacking == []
    assert looked_at > len(GIVEN) / 2


def literal_keys(node: ast.expr) -> set[str]:
    return {key.replace("\\", "") for key in keys_given(node) if "(" not in key}


def given_values(call: ast.Call) -> set[str] | None:
    """The names of the values that a call gives to a message; None where they cannot be read from the source."""
    if name_of(call.func) == "tr":
        return {word.arg for word in call.keywords if word.arg} if all(word.arg for word in call.keywords) else None
    if name_of(call.func) == "translate" or len(call.args) == 1:
        return set()
    stated = call.args[1]
    if isinstance(stated, ast.Dict) and all(isinstance(key, ast.Constant) for key in stated.keys):
        return {str(key.value) for key in stated.keys if isinstance(key, ast.Constant)}
    return None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", ["{found}", "{0}", "{", "}}", "%s", "{found.__class__}"])
def test_a_value_is_never_read_as_a_template(language: Language, value: str) -> None:
    assert value in translate(Message("error.unknown_market", {"found": value}), language)


def test_values_are_worded_by_the_language() -> None:
    inner = Message("error.unknown_market", {"found": ("x", 1_000_000, True)})
    hint = Message("check.stated", {"label": "x", "value": inner})
    assert translate(hint, "zh") == "x：未知的市场：x、1,000,000、是"
    assert translate(hint, "en") == "x: unknown market x, 1,000,000, yes"
