"""A mistake in a fact file is refused with a sentence that names the file and the fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from campaigns.errors import BadInput
from campaigns.facts.library import FOLDER, read_library


def broken_copy(tmp_path: Path, old: str, new: str) -> Path:
    """A folder with child benefit alone, in which `old` has become `new`."""
    text = (FOLDER / "child_benefit.toml").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "child_benefit.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('risk = "high"', 'risk = "huge"', "risk must be one of"),
        ('status = "draft"', 'status = "checked"', "always a draft"),
        ('status = "draft"\n', "", "this is missing: status"),
        ('risk = "high"', 'risk = "high"\nmood = "calm"', "nobody knows this entry: mood"),
        ('kind = "amount", value = "259"', 'kind = "amount", value = "much"', "does not fit the kind amount"),
        ('unit = "EUR"', 'unit = "euro"', "needs its currency"),
        ('unit = "months"', 'unit = "moons"', "a duration needs a unit"),
        ("review_on = 2026-12-15", 'review_on = "soon"', "review_on must be a date"),
        ("valid_from = 2026-01-01", "valid_from = 2026-01-01\nvalid_to = 2025-01-01", "lies before"),
        ('en = "Child benefit: {amount}', 'en = "Child benefit: {sum}', "the places in en differ"),
        ('laws = ["§ 67 EStG"]', "laws = []", "name the law"),
        ("position = 1\n", "", "steps have a position"),
        ('topic = "child_benefit"', 'topic = "kindergeld"', "topic of its file name"),
        ('fr = "Kindergeld : ', 'xx = "Kindergeld : ', "languages are missing: fr"),
        ("[name]", "[name", "cannot be read as TOML"),
        ('source_url = "https://', 'source_url = "http://', "begins with https"),
    ],
)
def test_mistake_in_a_file_is_refused_with_a_sentence(
    tmp_path: Path, old: str, new: str, sentence: str
) -> None:
    if old.startswith('fr = "Kindergeld'):
        old, new = old.replace(" : ", "\u00a0: "), new.replace(" : ", "\u00a0: ")
    with pytest.raises(BadInput) as refusal:
        read_library(broken_copy(tmp_path, old, new))
    assert sentence in str(refusal.value)
    assert "child_benefit" in str(refusal.value)


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no fact files"):
        read_library(tmp_path)
