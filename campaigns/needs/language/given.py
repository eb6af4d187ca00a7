"""Whether the language that is given for a question can be that of its words.

A log's column says in which language somebody asked, and staff often note the question in German or English: so it
holds against what the words are told as. Only letters are evidence against it: a question in Arabic letters is no
German one, and one in Latin letters that is told as Polish was not asked in Ukrainian. The same letters leave it to the
column, and so do words in Latin letters of which no language is told, for people type every language in them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from campaigns.languages import languages
from campaigns.needs.language.detector import Detected
from campaigns.needs.language.scripts import dominant_script

#: The languages in which staff write down what was asked in another one.
OF_NOTES: Final = frozenset({"de", "en"})
#: Languages that are written in two scripts, with the other one.
ALSO_IN: Final[Mapping[str, tuple[str, ...]]] = {"sr": ("Latn",)}


def agrees(given: str, text: str) -> bool:
    """Whether the words are in the letters of the given language, or there are none."""
    return dominant_script(text) in (None, *_scripts_of(given))


def holds_against(given: str, text: str, told: Detected) -> bool:
    """Whether the given language holds where the words are in other letters and told as another language, or none."""
    return dominant_script(text) == "Latn" and (told.language is None or told.language in OF_NOTES)


def _scripts_of(language: str) -> tuple[str, ...]:
    known = languages().get(language)
    return ALSO_IN.get(language, ()) + ((known.script,) if known else ("Latn",))
