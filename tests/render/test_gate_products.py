"""Formats for CI name the products that a market was not judged on, as text and JSON do; they fail nothing."""

import json
import xml.etree.ElementTree as ET
from typing import get_args

import pytest
from support.samples import CATALOGUE, vendor
from support.samples_gate import gate_batch_of_rivals
from support.samples_reports import rendered

from cloudmkt_cli.core.formats import GateFormat

FORMATS: tuple[GateFormat, ...] = get_args(GateFormat)
SAID = "checked with the product “甲”; other products: 乙 (not eligible), 丙 (incomplete)"


def of_format(output_format: GateFormat, *, alone: bool = False) -> str:
    return rendered(output_format, gate_batch_of_rivals(alone=alone), "en")


@pytest.mark.parametrize("output_format", [kind for kind in FORMATS if kind != "sarif"])
def test_the_other_products_are_named_with_their_verdicts_once(output_format: GateFormat) -> None:
    assert of_format(output_format).count(SAID) == 1


@pytest.mark.parametrize("output_format", FORMATS)
def test_nothing_is_said_of_an_only_product(output_format: GateFormat) -> None:
    text = of_format(output_format, alone=True)
    assert [
        word for word in ("other products", "other_products", "otherProducts", "other-products") if word in text
    ] == []


def test_sarif_has_them_as_a_property_of_the_run() -> None:
    (run,) = json.loads(of_format("sarif"))["runs"]
    assert run["results"] == []
    assert [(entry["market"], entry["name"], entry["verdict"]) for entry in run["properties"]["otherProducts"]] == [
        ("image", "乙", "not_eligible"),
        ("image", "丙", "incomplete"),
    ]


def test_they_change_no_count_of_junit_and_no_plan_of_tap() -> None:
    suites = [ET.fromstring(of_format("junit", alone=alone)) for alone in (False, True)]  # noqa: S314  our own
    assert suites[0].attrib == suites[1].attrib
    assert suites[0].attrib["failures"] == "0"
    some, none = (of_format("tap", alone=alone).splitlines() for alone in (False, True))
    assert [line for line in some if SAID not in line] == none


def test_github_and_gitlab_have_a_mere_note() -> None:
    commands = [line for line in of_format("github").splitlines() if line.startswith("::")]
    assert commands == [f"::notice file=vendor.toml,title=image {CATALOGUE.market('image').name.en}::{SAID}"]
    (issue,) = json.loads(of_format("gitlab"))
    assert (issue["check_name"], issue["severity"], issue["location"]["path"]) == (
        "other-products",
        "info",
        "vendor.toml",
    )


def test_the_comment_has_a_section_for_a_vendor_who_lacks_nothing_else() -> None:
    title = f"#### `{vendor()['company']['name']}` (`vendor.toml`)"
    assert f"{title}\n\n- {CATALOGUE.market('image').name.en} `{SAID}`\n" in of_format("markdown")
    assert "####" not in of_format("markdown", alone=True)
