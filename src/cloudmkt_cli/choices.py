"""The words of options that leave a closed choice; this module is light, as the command line reads it at start-up."""

from typing import Literal

Format = Literal["text", "json"]
CheckFormat = Literal["text", "json", "jsonl"]
ReportFormat = Literal["html", "xlsx", "csv", "md"]
FailOn = Literal["not-eligible", "incomplete"]
Sort = Literal["name", "verdict", "gaps"]
Only = Literal["eligible", "incomplete", "not-eligible"]
