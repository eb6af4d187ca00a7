"""A layout file that says something wrong gets one sentence that says what and where."""

from pathlib import Path

import pytest

from assets.layouts import HERE, layout_for, layout_keys
from assets.layouts.schema import lint

SOUND = """
key = "poster"
version = 1
name = "Poster"
purpose = "A test."
needs = ["headline"]
[layers.headline]
kind = "text"
fields = ["headline"]
size = [72, 120]
[groups.page]
children = ["headline"]
"""


def written(folder: Path, text: str, name: str = "poster.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_layout_of_the_product_is_sound() -> None:
    assert {"explainer", "myth_fact", "steps", "big_number", "deadline"} <= set(layout_keys())
    assert {"checklist", "what_changes", "referral", "event"} <= set(layout_keys())
    for key in layout_keys():
        assert lint(HERE / f"{key}.toml") is None
        layout = layout_for(key)
        assert layout.version >= 1 and layout.name and layout.purpose.endswith(".")


def test_a_sound_file_has_no_sentence(tmp_path: Path) -> None:
    assert lint(written(tmp_path, SOUND)) is None


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (("version = 1", "version = 0"), "“version” must be a whole number"),
        (('key = "poster"', 'key = "placard"'), "must be the name of the file"),
        (('needs = ["headline"]', 'needs = ["slogan"]'), "“slogan”, which cards do not have"),
        (('fields = ["headline"]', 'fields = ["slogan"]'), "shows “slogan”"),
        (("size = [72, 120]", "size = [20, 120]"), "nothing may be smaller than 32 px"),
        (("size = [72, 120]", "size = [120, 72]"), "needs size = "),
        (("size = [72, 120]", 'size = "large"'), "wrong kind"),
        (("size = [72, 120]", "size = [72, 120]\nhue = 3"), "unknown entry “hue”"),
        (('kind = "text"', 'kind = "poem"'), "must be one of text, list"),
        (('kind = "text"\n', ""), "lacks “kind”"),
        (('children = ["headline"]', 'children = ["headline", "body"]'), "neither layer nor group"),
        (('children = ["headline"]', 'children = ["headline", "page"]'), "hangs in two places or in itself"),
        (("[groups.page]", "[groups.sheet]"), "no group “page”"),
        (('name = "Poster"\n', ""), "lacks “name”"),
        (('name = "Poster"', 'name = "Poster'), "cannot be read"),
        (('purpose = "A test."', 'purpose = "A test."\nmood = "calm"'), "unknown entry “mood”"),
        (
            ('purpose = "A test."', 'purpose = "A test."\nextends = "_none"'),
            "extends “_none”, which does not exist",
        ),
        (('purpose = "A test."', 'purpose = "A test."\nground = "sky"'), "“ground” must be one of"),
        (("[groups.page]", "[shapes.round]\n[groups.page]"), "“round” is no shape"),
    ],
)
def test_a_fault_is_told_in_one_sentence(change: tuple[str, str], sentence: str, tmp_path: Path) -> None:
    assert change[0] in SOUND
    found = lint(written(tmp_path, SOUND.replace(*change)))
    assert found is not None and sentence in found and "poster" in found
