"""A layout file that says something wrong gets one sentence that says what and where."""

from pathlib import Path

import pytest

from assets.layouts import HERE, layout_for, layout_keys
from assets.layouts.lint import lint, lint_all, main

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
[layers.logos]
kind = "logos"
[layers.funder]
kind = "funder"
[groups.page]
children = ["logos", "main", "funder"]
[groups.main]
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
        layout = layout_for(key)
        assert layout.version >= 1 and layout.name
    assert lint_all(HERE) == []


def test_a_sound_file_has_no_sentence(tmp_path: Path) -> None:
    assert lint(written(tmp_path, SOUND)) == []


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
    assert len(found) == 1 and sentence in found[0] and "poster" in found[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('purpose = "A test."', 'purpose = "A test"'), "ends with a full stop"),
        (('needs = ["headline"]', 'needs = ["headline", "body"]'), "needs “body”, but no layer shows it"),
        (('fields = ["headline"]', 'fields = ["headline", "headline"]'), "stands in “headline” and again"),
        (("size = [72, 120]", "size = [72, 120]\nfloor = 90"), "floor of 90 px above its smallest size"),
        (('fields = ["headline"]', 'fields = ["headline", "myth"]'), "at most 0.6 of the headline"),
        (('fields = ["headline"]', 'fields = ["headline", "steps"]'), "make it a list"),
        (("[groups.main]", '[groups.main]\nbleed = ["left"]\nground = "ink"'), "“left”, which is no side"),
        (("[groups.main]", '[groups.main]\nbleed = ["top"]'), "no ground to fill it with"),
        (('"main", "funder"]', '"main"]'), "the funder's zone is missing"),
        (('["logos", "main"', '["main"'), "the bar of marks is missing"),
    ],
)
def test_what_reads_well_but_draws_badly_is_told(
    change: tuple[str, str], sentence: str, tmp_path: Path
) -> None:
    assert change[0] in SOUND
    found = lint(written(tmp_path, SOUND.replace(*change)))
    assert found and all("poster" in one for one in found)
    assert any(sentence in one for one in found), found


def test_all_problems_of_all_files_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path, SOUND.replace("version = 1", "version = 0"))
    written(tmp_path, SOUND.replace("poster", "notice").replace("test.", "test"), "notice.toml")
    written(tmp_path, SOUND.replace('"poster"', '"sound"'), "sound.toml")
    assert [problem.file for problem in lint_all(tmp_path)] == ["notice.toml", "poster.toml"]
    assert main([str(tmp_path)]) == 1
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main([]) == 0


def test_an_empty_folder_is_a_problem(tmp_path: Path) -> None:
    assert len(lint_all(tmp_path)) == 1
