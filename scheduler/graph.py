"""How Meta's Graph API says no, the same for Facebook, Instagram and Threads.

The status is nearly always 400 or 500; what happened stands in `code` and `error_subcode`. Codes 1, 2, 3, 4,
17, 102 and 190 are the platform's own documentation, those with 2207 in front Instagram's (its page of error codes,
2026-06-02); the others were read in publishing tools (as of 2026-11-21).
"""

from __future__ import annotations

from scheduler.transport import Reply
from scheduler.verdicts import Fine, Kind, Rule

GRAPH_TABLE = (
    Rule(Kind.TOKEN, (), {"190", "102", "463", "467"}),
    # Before the limits of calls: 2207051 (“suspected of spam”) comes with code 4.
    Rule(Kind.RESTRICTED, (), {"368", "2207050", "2207051"}),
    Rule(Kind.RATE, (), {"4", "17", "32", "341", "613", "80001", "80002", "80006"}),
    Rule(Kind.QUOTA, (), {"9", "2207042"}),
    Rule(Kind.OUTDATED, (), {"2635"}),
    # The same post again, or a container that is out already: it may be there.
    Rule(Kind.TWICE, (), {"506", "1366051", "9007/2207089"}),
    Rule(Kind.RIGHT, (), {"3", "10", *(str(code) for code in range(200, 300))}),
    # The picture cannot be fetched or is still worked on: before anything was published.
    Rule(
        Kind.BUSY,
        (),
        {"2207003", "2207020", "2207027", "2207032", "2207052", "2207053", "2207082", "9007/2207027"},
    ),
    Rule(
        Kind.CONTENT,
        {400},
        {"100", "352", "36000", "36001", "36003", "36004", "1609008", "1366046", "2207010", "2207026"},
    ),
    # "An unknown error", "service temporarily unavailable", and whatever else: nobody knows.
    Rule(Kind.UNKNOWN),
)


def graph_fine_print(reply: Reply) -> Fine:
    """The codes of an answer: code, subcode, and both together."""
    code, subcode = reply.text_at("error", "code"), reply.text_at("error", "error_subcode")
    return Fine([each for each in (subcode and f"{code}/{subcode}", subcode, code) if each])
