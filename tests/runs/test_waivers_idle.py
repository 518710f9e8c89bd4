"""What is said of a waiver that is of no use: which one, where it stands, why, and what to do."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from support.samples import AS_OF, CATALOGUE, stating
from support.samples_waivers import CODE, stated, waiver, write_waivers
from support.strategies_runs import invoke, write

from cloudmkt_cli.core.diagnostics import Diagnostic, Position
from cloudmkt_cli.core.translation import translate
from cloudmkt_cli.runs.waivers import waiver_uses

EXPIRED = waiver(expires=AS_OF - timedelta(days=1))
SAID = f"""\
idle.toml:10:15: warning: the waiver of team-size for {CODE} is unused: no checked profile fails that requirement
  10 | requirement = "team-size"
     |               ^
  hint: delete it if team-size is met; otherwise check vendor, a credit code or the name exactly as in the profile
idle.toml:17:15: warning: the waiver of agreements for {CODE} expired on 2026-11-22
  17 | requirement = "agreements"
     |               ^
  hint: fix agreements, or have the waiver approved again and change expires; delete it if it is no longer needed
idle.toml:24:15: warning: the waiver for {CODE} names an unknown requirement, agreement
  24 | requirement = "agreement"
     |               ^
  hint: did you mean agreements, api.agreements, image.agreements?
idle.toml:31:15: warning: the waiver for {CODE} names an unknown requirement, 甲
  31 | requirement = "甲"
     |               ^
  hint: cloudmkt requirements lists all of them
"""


def diagnostic(values: dict[str, Any]) -> Diagnostic:
    (use,) = waiver_uses(stated(values), CATALOGUE, AS_OF, set())
    return use.diagnostic


def test_standard_error_has_each_with_its_line_and_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    values = stating(("agreements", "consignment"), value=False) | {"target_markets": ["website"]}
    write(Path("vendor.toml"), values)
    idle = (waiver("team-size"), EXPIRED, waiver("agreement"), waiver("甲"))
    write_waivers(Path("idle.toml"), waiver(), *idle)
    arguments = ("check", "vendor.toml", "--as-of", AS_OF.isoformat(), "--lang", "en", "--waivers", "idle.toml")
    done = invoke(*arguments)
    assert (done.exit_code, done.stderr) == (0, SAID)
    done = invoke(*arguments, "--strict-waivers")
    assert (done.exit_code, done.stderr) == (4, SAID.replace(": warning: ", ": error: "))


@pytest.mark.parametrize(
    ("values", "message", "hint"),
    [
        (
            waiver("team-size"),
            f"“{CODE}”的 team-size 豁免没有用到：本次核对中没有这项不符合",
            "team-size 已符合的请删去这条豁免；否则请核对 vendor（信用代码，或与档案完全一致的名称）",
        ),
        (
            EXPIRED,
            f"“{CODE}”的 agreements 豁免已于 2026-11-22 到期",
            "请按 agreements 整改，或重新批准后修改 expires；不再需要的请删去",
        ),
    ],
    ids=["unused", "expired"],
)
def test_in_chinese_it_names_the_same(values: dict[str, Any], message: str, hint: str) -> None:
    said = diagnostic(values)
    assert (translate(said.message, "zh"), translate(said.hint, "zh")) == (message, hint)


@pytest.mark.parametrize("values", [waiver("team-size"), EXPIRED, waiver("agreement")])
def test_it_has_the_place_and_the_line_of_the_waiver(values: dict[str, Any]) -> None:
    (one,) = stated(values)
    (use,) = waiver_uses([one._replace(source="requirement = 1", position=Position(7, 3))], CATALOGUE, AS_OF, set())
    said = use.diagnostic
    assert (said.path, said.position, said.source) == ("waivers.toml", Position(7, 3), "requirement = 1")
