"""The summary of a job on GitHub: what its page shows, under the steps."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from cloudmkt_cli.cli.boundary import complain
from cloudmkt_cli.cli.speech import say
from cloudmkt_cli.errors import Diagnostic, InputError
from cloudmkt_cli.language import Message

FILE_NAMED_BY: Final = "GITHUB_STEP_SUMMARY"
MOST_BYTES: Final = 1024 * 1024
"""As much as GitHub takes of a step; of more, it shows nothing at all."""


def add_job_summary(comment: Iterable[bytes]) -> None:
    """Add the comment for a merge request to the file that GitHub names, if it names one and there is room in it.

    Raises:
        InputError: the file cannot be written.
    """
    path = os.environ.get(FILE_NAMED_BY)
    if not path:
        return
    content = b"".join(comment)
    try:
        with Path(path).open("ab") as file:
            if file.tell() + len(content) <= MOST_BYTES:
                file.write(content)
            else:
                complain(say("text.summary_full", path=path))
    except OSError as error:
        message = Message("error.cannot_write", {"path": path, "reason": error.strerror or str(error)})
        raise InputError(Diagnostic(message, Message("hint.cannot_write"), path=path)) from None
