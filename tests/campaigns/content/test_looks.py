"""What a picture is ordered as: paper twice, a topic with its sign."""

from assets.fonts import icon_codes
from assets.formats import FORMATS
from campaigns.channels import profiles
from campaigns.content.queries import SHEET
from campaigns.content.rendering.icons import ANY, ICONS, icons_of
from campaigns.content.rendering.targets import USUAL, targets_of
from campaigns.needs.topics.taxonomy import core_taxonomy


def test_paper_is_made_as_a_picture_to_look_at_and_as_a_pdf() -> None:
    every = profiles().values()
    made = {key: [target.media_type for target in targets_of(key, every)] for key in FORMATS}
    assert {key for key, types in made.items() if SHEET in types} == {"a4", "a6"}
    assert all(types[0] == USUAL for types in made.values())


def test_every_topic_has_a_sign_that_can_be_drawn() -> None:
    assert set(core_taxonomy().topics) <= set(ICONS)
    assert {*ICONS.values(), ANY} <= set(icon_codes())
    assert icons_of("a topic of their own") == (ANY,)
