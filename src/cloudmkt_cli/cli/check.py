"""``cloudmkt check``: the main job."""

import gc

import typer

from cloudmkt_cli.cli.boundary import explain, guarded
from cloudmkt_cli.cli.options import (
    AsOf,
    FailOnOption,
    FormatOption,
    Lang,
    Markets,
    Output,
    ProfilePaths,
    today_in_china,
)
from cloudmkt_cli.cli.output import publish
from cloudmkt_cli.exit_status import exit_status


@guarded
def check(
    paths: ProfilePaths = None,
    market: Markets = None,
    as_of: AsOf = None,
    output_format: FormatOption = "text",
    output: Output = None,
    lang: Lang = None,
    fail_on: FailOnOption = "incomplete",
) -> None:
    from cloudmkt_cli.batch import check_paths
    from cloudmkt_cli.catalogue import load_catalogue
    from cloudmkt_cli.report import Verdict

    gc.freeze()
    gc.enable()
    catalogue = load_catalogue()
    markets = [catalogue.market(market_id).id for market_id in market or ()]
    batch = check_paths(paths or (), catalogue, as_of or today_in_china(), markets)
    publish(lambda to, *how: to.render_batch(batch, *how), output_format, output, lang)
    if output_format == "text":
        explain(batch.errors)
    status = exit_status(
        bad_input=len(batch.errors),
        not_eligible=batch.count(Verdict.NOT_ELIGIBLE),
        incomplete=batch.count(Verdict.INCOMPLETE),
        fail_on=fail_on,
    )
    raise typer.Exit(status)
