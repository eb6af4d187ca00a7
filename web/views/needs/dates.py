"""What a file of questions leaves open about its days: asked where the worker refused it, answered with the file again.

The file is not kept for the answer: it is held sealed only until the work has ended.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from campaigns.needs.intake.dates import ARE_THEY_DAYS, MIXED_ORDERS, SERIAL, DateOrder, NotADate, parse_date
from campaigns.needs.intake.questions import WHICH_ORDER
from campaigns.work.models import Work
from web.date_question import DateQuestion
from web.formats import day

#: The answers there are to each question.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    WHICH_ORDER: ("dmy", "mdy"),
    MIXED_ORDERS: ("dmy", "mdy"),
    ARE_THEY_DAYS: (SERIAL,),
}


def date_question(work: Work) -> DateQuestion | None:
    """What the worker asked about the days of this file; None where it asked nothing."""
    if work.refusal is None or work.refusal not in ANSWERS:
        return None
    words = {"dmy": _("Day first"), "mdy": _("Month first"), SERIAL: _("Days as a spreadsheet counts them")}
    example = str(work.refusal_values.get("example", ""))
    return DateQuestion(
        str(work.refusal_values.get("column", "")),
        example,
        {order: (words[order], _meant(example, order)) for order in ANSWERS[work.refusal]},
    )


def columns_said(work: Work, question: DateQuestion) -> list[tuple[str, str]]:
    """The columns with their fields as somebody said them for this file, the one that is asked about among them."""
    said = [str(choice).rpartition("=") for choice in work.order.get("choices", ())]
    others = [(column, field.partition(":")[0]) for column, _sign, field in said if column != question.column]
    return [*others, (question.column, "date")]


def _meant(example: str, order: str) -> str:
    try:
        return day(parse_date(example, DateOrder(order)))
    except NotADate:
        return ""
