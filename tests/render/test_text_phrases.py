"""How a published text whose force is not known is described."""

import pytest
from support.samples import AS_OF

from cloudmkt_cli.core.messages import Language
from cloudmkt_cli.core.translation import word
from cloudmkt_cli.planning.placements import newest_catalogues
from cloudmkt_cli.render.text_phrases import about_text


@pytest.mark.parametrize("marketplace", [catalogue.edition.marketplace for catalogue in newest_catalogues()])
@pytest.mark.parametrize(("language", "phrase"), [("en", "known to be in force"), ("zh", "有效")])
def test_a_text_is_said_once_not_to_be_known_to_be_in_force(marketplace: str, language: Language, phrase: str) -> None:
    (catalogue,) = [item for item in newest_catalogues() if item.edition.marketplace == marketplace]
    assert word(about_text(catalogue, AS_OF), language).lower().count(phrase) == 1
