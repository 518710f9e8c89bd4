"""What every format of a check must say, whichever it is."""

import io
import zipfile
from pathlib import Path
from typing import Final, get_args

import pytest
from support.samples import CATALOGUE, Values, stating, vendor
from support.samples_reports import batch_of

from cloudmkt_cli.core.formats import CheckFormat, ReportFormat
from cloudmkt_cli.core.messages import LANGUAGES, Language
from cloudmkt_cli.render import json_report, terminal
from cloudmkt_cli.render.json_report.jsonl import profile_line
from cloudmkt_cli.render.registry import report_bytes
from cloudmkt_cli.runs.batch import Batch

FORMATS: Final = sorted({*get_args(CheckFormat), *get_args(ReportFormat)})
WITHOUT_EDITION: Final = {"csv", "gitlab", "jsonl"}
"""A table and a list of findings, which have room for nothing else; lines have the id and the day alone."""
WITHOUT_FINDINGS: Final = {"csv"}
"""A row a market, with the titles of what fails."""
NOT_TO_HOLD: Final[dict[Language, str]] = {
    "en": "attested as not met by 法务部 on 2026-01-05",
    "zh": "已声明不符合（法务部，2026-01-05）",
}


def targeting_website(values: Values) -> Values:
    return values | {"target_markets": ["website"]}


def text_of(output_format: str, batch: Batch, language: Language) -> str:
    """All that a format says, without line breaks and escapes."""
    match output_format:
        case "text":
            text = terminal.render_batch(batch, language, None)
        case "json":
            text = json_report.render_batch(batch, language)
        case "jsonl":
            text = profile_line(batch.profiles[0], batch.context, language).decode()
        case "xlsx":
            with zipfile.ZipFile(io.BytesIO(report_bytes("xlsx", batch, language))) as workbook:
                text = "".join(workbook.read(name).decode() for name in workbook.namelist() if "worksheets/" in name)
                text += workbook.read("xl/sharedStrings.xml").decode()
        case "html" | "csv" | "md" | "junit" | "sarif" | "github" | "gitlab" | "tap" | "markdown":
            text = report_bytes(output_format, batch, language).decode()
        case _:
            raise AssertionError(output_format)
    return "".join(text.replace("&#x200b;", "").replace("\\", "").split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("output_format", sorted({*FORMATS} - WITHOUT_FINDINGS))
def test_what_is_attested_not_to_hold_says_so(output_format: str, language: Language, tmp_path: Path) -> None:
    values = targeting_website(stating(("attestations", "lawful", "holds"), value=False))
    text = text_of(output_format, batch_of(tmp_path, values), language)
    assert "".join(NOT_TO_HOLD[language].split()) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("output_format", sorted({*FORMATS} - WITHOUT_EDITION))
def test_the_edition_its_days_and_the_advice_to_confirm_it_stand_once(
    output_format: str, language: Language, tmp_path: Path
) -> None:
    text = text_of(output_format, batch_of(tmp_path, targeting_website(vendor())), language)
    assert CATALOGUE.id in text
    assert CATALOGUE.checked_on.isoformat() in text or output_format == "xlsx"  # where days are numbers
    for said in (CATALOGUE.in_force, CATALOGUE.notice):
        assert text.count("".join(said.get(language).split())) == 1
