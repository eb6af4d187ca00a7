"""The words for picture formats, fields of the copy and layers of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext

_ = lazy_gettext

FORMATS: Mapping[str, Any] = {
    "square": _("Square"),
    "portrait": _("Portrait"),
    "story": _("Story"),
    "reel": _("Reel"),
    "landscape": _("Landscape"),
    "a4": _("Sheet A4"),
    "a6": _("Sheet A6"),
    "film/story": _("Film, upright"),
    "film/reel": _("Film, reel"),
    "film/square": _("Film, square"),
    "film/landscape": _("Film, wide"),
}

#: Fields of the copy in the order in which they are written.
FIELDS: Mapping[str, Any] = {
    "kicker": _("Kicker"),
    "headline": _("Headline"),
    "body": _("Body"),
    "number": _("Large number"),
    "date": _("Date"),
    "myth_label": _("Label of the myth"),
    "myth": _("Myth"),
    "fact_label": _("Label of the fact"),
    "steps": _("Steps"),
    "details": _("Details"),
    "call_to_action": _("Call to action"),
    "contact": _("Contact"),
    "source": _("Source"),
    "notice": _("Notice"),
    "imprint": _("Imprint"),
    "alt_text": _("Description of the picture"),
    "hashtags": _("Hashtags"),
}

#: Layers of a picture that no field of the copy is named after.
LAYERS: Mapping[str, Any] = {
    "call": FIELDS["call_to_action"],
    "phone": _("Phone number"),
    "credit": _("Credit of the photo"),
    "funder": _("Funder statement"),
}


def format_word(key: str) -> str:
    """ "Square", or "Square, slide 2" for the second picture behind the first of a carousel."""
    base, _slash, place = key.partition("/")
    if key not in FORMATS and base in FORMATS and place:
        return str(gettext("%(format)s, slide %(number)s", format=FORMATS[base], number=place))
    return str(FORMATS.get(key, key))


def formats_named(keys: str) -> str:
    """Formats in one line, as refusals keep them."""
    return ", ".join(format_word(key) for key in keys.split(", "))


def field_word(place: str) -> str:
    """ "Steps 2" for "steps.2"."""
    name, _dot, number = place.partition(".")
    word = str(FIELDS.get(name, name))
    return f"{word} {number}" if number else word


def layer_word(layer: str) -> str:
    """What stands in a layer of a picture."""
    return str(LAYERS[layer]) if layer in LAYERS else field_word(layer)
