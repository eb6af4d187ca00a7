"""Every language's letters are in its faces, and a damaged installation is told."""

import re
from pathlib import Path

import pytest

from assets.doctor import PROOF_LETTERS, examine, examine_fonts, ffmpeg_path
from assets.fonts import FILES, missing, path_of
from tests.assets import cards


def exemplars(shared_data: Path, language: str) -> str:
    """Base letters, marks, numerals and punctuation a language is written with."""
    folder = shared_data / "text/glyph-coverage-gflanguages/Lib/gflanguages/data/languages"
    (path,) = folder.glob(f"{language}_*.textproto")
    block = re.search(r"exemplar_chars \{(.*?)\n\}", path.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    kinds = "base|marks|numerals|punctuation"
    rows = re.findall(rf'\b(?:{kinds}): "((?:[^"\\]|\\.)*)"', block.group(1))
    return " ".join(c for c in " ".join(rows) if c not in " {}◌\\")


@pytest.mark.parametrize("language", cards.LANGUAGES)
def test_no_exemplar_character_becomes_a_box(language: str, shared_data: Path) -> None:
    wanted = exemplars(shared_data, language)
    assert len(wanted) > 100
    for weight in ("regular", "semibold", "bold"):
        assert missing(wanted, path_of(language, weight)) == ""


@pytest.mark.parametrize("language", cards.LANGUAGES)
def test_latin_names_and_prices_can_stand_in_every_language(language: str) -> None:
    assert missing("WhatsApp § 622 BGB 13,90 € Ägypten", path_of(language, "bold")) == ""


def test_the_doctor_finds_this_installation_well() -> None:
    assert [finding.message for finding in examine() if not finding.well] == []
    assert ffmpeg_path().is_file()
    assert set(PROOF_LETTERS) == set(cards.LANGUAGES)


def test_the_doctor_names_a_missing_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROOF_LETTERS, "de", "äö漢")
    finding = examine_fonts()
    assert not finding.well and "漢" in finding.message


def test_font_files_stay_small_and_their_licences_lie_beside_them() -> None:
    assert sum(path.stat().st_size for path in FILES.glob("*.ttf")) < 4_000_000
    assert len(list((FILES.parent / "licences").glob("*.txt"))) == 5
    desk = Path(__file__).parents[2] / "web" / "static" / "fonts"
    assert sum(path.stat().st_size for path in desk.glob("*.woff2")) < 1_500_000
    styles = (desk / "fonts.css").read_text(encoding="utf-8")
    assert set(re.findall(r'url\("([^"]+)"\)', styles)) == {path.name for path in desk.glob("*.woff2")}
