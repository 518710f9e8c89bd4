"""Starts Spark, or joins the session that the environment describes. Spark is an extra, and needs Java."""

import os
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from cloudmkt_cli.core.diagnostics import Diagnostic, InputError
from cloudmkt_cli.core.messages import Message

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def spark_session(master: str | None = None) -> "SparkSession":
    """The session of this process: on ``master``, or where Spark's own configuration says.

    Raises:
        InputError: Spark or Java is not installed, or Spark does not start.
    """
    if find_spec("pyspark") is None:
        install = Message("spark.install_extra", {"command": "pip install 'cloudmkt-cli[spark]'"})
        raise InputError(Diagnostic(Message("spark.missing_extra"), install))
    if not (_is_remote(master) or _has_java()):
        raise InputError(Diagnostic(Message("spark.missing_java"), Message("spark.install_java")))
    from pyspark.errors import PySparkException  # noqa: PLC0415  an extra
    from pyspark.sql import SparkSession  # noqa: PLC0415  as above

    builder = SparkSession.builder.appName("cloudmkt screen")
    try:
        if master is None:
            return builder.getOrCreate()
        return (builder.remote(master) if _is_remote(master) else builder.master(master)).getOrCreate()
    except (PySparkException, ValueError, OSError) as error:
        reason = {"reason": str(error).partition("\n")[0]}
        raise InputError(Diagnostic(Message("spark.not_started", reason), Message("spark.see_log"))) from None


def _is_remote(master: str | None) -> bool:
    """Whether Spark runs elsewhere and is reached by Spark Connect, which needs no Java here."""
    return master.startswith("sc://") if master else "SPARK_REMOTE" in os.environ


def _has_java() -> bool:
    home = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(home, "bin")) if home else None) is not None
