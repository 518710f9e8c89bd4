"""The words of options that leave a closed choice; this module is light, as the command line reads it at start-up."""

from typing import Final, Literal, get_args

Format = Literal["text", "json"]
GateFormat = Literal["junit", "sarif", "github", "gitlab", "tap", "markdown"]
"""What CI systems read; on standard output or as a report."""
ClientFormat = Literal["html", "xlsx", "csv", "md"]
"""What clients read."""
ReportFormat = Literal[ClientFormat, "json", GateFormat]
CheckFormat = Literal[Format, "jsonl", ClientFormat, GateFormat]
View = Literal["full", "open", "quiet"]
"""How much people see of a profile: everything, what is not met, or the verdicts alone."""
Subject = Literal["plan", "next", "where"]
"""What reports about profiles are about, beside their check."""
PlanReportFormat = Literal["html", "xlsx", "md", "json"]
"""The reports of ``plan``, ``next`` and ``where``."""
DiffReportFormat = Literal["html", "md", "json"]
FailOn = Literal["not-eligible", "incomplete", "never"]
Sort = Literal["name", "verdict", "gaps"]
ScreenEngine = Literal["duckdb", "spark"]
SqlDialect = Literal["spark", "trino", "clickhouse", "duckdb"]
Only = Literal["eligible", "incomplete", "not-eligible"]

REPORT_ENDINGS: Final[dict[str, ReportFormat]] = {
    ".html": "html",
    ".xlsx": "xlsx",
    ".csv": "csv",
    ".md": "md",
    ".json": "json",
    ".xml": "junit",
    ".sarif": "sarif",
    ".sarif.json": "sarif",
    ".gitlab.json": "gitlab",
    ".tap": "tap",
    ".comment.md": "markdown",
    ".github.txt": "github",
}
"""The kind of a report by the ending of its file: the longest that fits. The first of a kind is its usual one."""
PLAN_REPORT_ENDINGS: Final[dict[str, PlanReportFormat]] = {
    ".html": "html",
    ".xlsx": "xlsx",
    ".md": "md",
    ".json": "json",
}
DIFF_REPORT_ENDINGS: Final[dict[str, DiffReportFormat]] = {".html": "html", ".md": "md", ".json": "json"}
FOR_PEOPLE: Final[frozenset[CheckFormat | ReportFormat]] = frozenset({"text", *get_args(ClientFormat)})
"""What speaks the language of the locale, and has a view; the rest is English unless asked, and always whole."""
