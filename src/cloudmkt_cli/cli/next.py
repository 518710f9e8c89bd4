"""``cloudmkt next``: the next onboarding step."""

from pathlib import Path

from cloudmkt_cli.cli.boundary import guarded
from cloudmkt_cli.cli.options import AsOf, FormatOption, Lang, Output, ProfilePath, today_in_china
from cloudmkt_cli.cli.output import publish


@guarded
def next_step(
    path: ProfilePath = None,
    as_of: AsOf = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
) -> None:
    from cloudmkt_cli.batch import DEFAULT_PROFILE, check_path
    from cloudmkt_cli.catalogue import load_catalogue

    catalogue = load_catalogue()
    if path is None and Path(DEFAULT_PROFILE).exists():
        path = DEFAULT_PROFILE
    checked = check_path(path, catalogue, as_of or today_in_china()) if path else None
    publish(lambda to, *how: to.render_way_in(checked, catalogue, *how), output_format, output, lang)
