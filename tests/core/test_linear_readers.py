"""Files up to the largest that is accepted: whatever they hold, four times as long takes four times the time."""

import json
import subprocess
import sys
from typing import Final

import pytest
from support.strategies_runs import clean_environment

from cloudmkt_cli.core.input import MAX_BYTES

pytestmark = pytest.mark.slow

CHILD: Final = """\
import json, sys, time
from cloudmkt_cli.core.diagnostics import InputError
from cloudmkt_cli.core.toml.document import read_document
for before, unit, after in json.load(sys.stdin):
    took = []
    for length in (int(sys.argv[1]) // 4, int(sys.argv[1])):
        data = (before + unit * (length // len(unit.encode()))).encode()[: length - len(after)] + after.encode()
        start = time.process_time()
        try:
            document = read_document(data)
            document.position(("x",))
        except InputError as error:
            error.diagnostics[0]
        took.append(time.process_time() - start)
    print(json.dumps([before, unit, after, *took]), flush=True)
"""
UNITS: Final = (
    *(
        '"\\',
        '\\"',
        '""',
        "''",
        '"""',
        "'''",
        "\\",
        "\\u0041",
        "\\\n",
        "1",
        "1+",
        "+",
        "-",
        "+-",
        "1.",
        "1_",
        "1:",
        "0x",
    ),
    *("e", "a", "a.", "a ", "-a", "[", "]", "{", "}", "[[", "[]", "=", "==", "a=", ",", "#", "#\n", "\n", "\r", "\r\n"),
    *(
        " ",
        "\t",
        "\x00",
        "\x7f",
        "\x85",
        "\ufeff",
        "星",
        "😀",
        "[a]\n",
        "[[a]]\n",
        "a=1\n",
        "2026-01-01T",
        "tool.",
        "cloudmkt",
    ),
)
FRAMES: Final = (("", ""), ("x = ", ""), ('x = "', '"\n'), ("x = '", "'\n"), ('x = """', '"""\n'), ("# ", "\nx = \n"))


@pytest.mark.parametrize("frame", FRAMES, ids=repr)
def test_reading_is_linear_up_to_the_largest_file(frame: tuple[str, str]) -> None:
    before, after = frame
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(MAX_BYTES)],
        input=json.dumps([(before, unit, after) for unit in UNITS]).encode(),
        env=clean_environment(),
        capture_output=True,
        check=True,
        timeout=600,  # what is quadratic never ends
    )
    took = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(took) == len(UNITS)
    # Twice what is linear, and a second for the noise of a busy machine: a quadratic second one takes minutes.
    assert [each for each in took if each[4] > 8 * each[3] + 1] == []
