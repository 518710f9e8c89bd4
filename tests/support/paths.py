"""Where things lie in the repository."""

from pathlib import Path
from typing import Final

import cloudmkt_cli

ROOT: Final = Path(__file__).parents[2]
SOURCE: Final = Path(cloudmkt_cli.__file__).parent
PROFILES: Final = ROOT / "profiles"
TESTS: Final = ROOT / "tests"
GOLDEN: Final = TESTS / "golden"
BAD_INPUT: Final = TESTS / "bad_input"
