"""The lines that machines read at the foot of a passport or an identity card (ICAO Doc 9303): name, number, birth."""

from __future__ import annotations

import re

from campaigns.needs.redaction.view import View

#: Letters and figures with fillers between: P<D<<MUSTERMANN<<ERIKA. In small letters only behind a kind of paper.
_LINE = re.compile(
    r"(?<![\w<])(?:(?=[A-Z0-9<]{0,60}<<)[A-Z0-9][A-Z0-9<]{9,100}"
    r"|[piacv][a-z]?<[a-z]{1,3}<{0,2}[a-z]{1,40}<[a-z0-9<]{3,80}"
    r"|[A-Z0-9]{5,30}<{1,3}[A-Z0-9<]{8,60})(?![A-Za-z0-9<])"
)


def take_machine_lines(view: View) -> None:
    """Whole lines: the fillers, too, for they count the letters of a name."""
    for found in list(_LINE.finditer(view.text)):
        view.take(*found.span(), "passport")
