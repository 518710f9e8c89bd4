"""The summary of a job on GitHub: what its page shows, under the steps."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cloudmkt_cli.cli.atomic_file import appended
from cloudmkt_cli.cli.errors import print_to_stderr
from cloudmkt_cli.cli.language import tr
from cloudmkt_cli.cli.output import cannot_write

FILE_NAMED_BY: Final = "GITHUB_STEP_SUMMARY"
MOST_BYTES: Final = 1024 * 1024
"""As much as GitHub takes of a step; of more, it shows nothing at all."""


def add_job_summary(comment: Iterable[bytes]) -> None:
    """Add the comment for a merge request to the file that GitHub names, if it names one and there is room in it.

    Raises:
        InputError: the file cannot be written, or is a symbolic link.
    """
    path = os.environ.get(FILE_NAMED_BY)
    if not path:
        return
    content = b"".join(comment)
    try:
        with appended(Path(path)) as file:
            if file.tell() + len(content) <= MOST_BYTES:
                file.write(content)
            else:
                print_to_stderr(tr("text.summary_full", path=path))
    except OSError as error:
        raise cannot_write(Path(path), error) from None
