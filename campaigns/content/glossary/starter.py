"""The terms the product ships, in every language, all of them drafts."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from campaigns.content.glossary.terms import Forms, Term, Terms
from campaigns.languages import written_languages
from campaigns.vocabulary import TermKind

FOLDER: Final = Path(__file__).parent / "starter"


@cache
def shipped_terms() -> Terms:
    """Every shipped term with its forms by language."""
    languages = {code: _read(code) for code in written_languages()}
    return Terms(
        tuple(
            Term(
                key=key,
                kind=TermKind(row["kind"]),
                forms=MappingProxyType(
                    {
                        code: Forms(tuple(forms[key]), tuple(forms.get("forbidden", {}).get(key, ())))
                        for code, forms in languages.items()
                        if key in forms
                    }
                ),
                old=MappingProxyType(
                    {
                        code: tuple(forms["old"][key])
                        for code, forms in languages.items()
                        if key in forms.get("old", {})
                    }
                ),
                keeps_source=row.get("keeps_source", False),
                is_untranslatable=row.get("is_untranslatable", False),
                note=row.get("note", ""),
            )
            for key, row in _read("terms").items()
        )
    )


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
