"""What an export leaves open about its days: asked where the worker refused it, answered with the file once more."""

from __future__ import annotations

from flask_babel import gettext as _

from campaigns.needs.intake.questions import WHICH_ORDER
from campaigns.reach.exports.moments import ORDERS, WHICH_YEAR, read_example
from campaigns.work.models import Work
from web.date_question import DateQuestion
from web.formats import day
from web.forms import Form

#: Years that an export without any may be of: the one in which it was handed in, and the ones before.
YEARS_BACK = 3


def date_question(work: Work) -> DateQuestion | None:
    """What the worker asked about the days of this export; None where it asked nothing."""
    if work.refusal not in (WHICH_ORDER, WHICH_YEAR):
        return None
    column, example = (str(work.refusal_values.get(name, "")) for name in ("column", "example"))
    if work.refusal == WHICH_YEAR:
        years = range(work.asked_at.year, work.asked_at.year - YEARS_BACK, -1)
        return DateQuestion(column, example, {str(year): (str(year), "") for year in years})
    words = {"dmy": _("Day first"), "mdy": _("Month first")}
    meant = {order: read_example(example, order) for order in ORDERS}
    return DateQuestion(
        column, example, {order: (words[order], day(found)) for order, found in meant.items() if found}
    )


def chosen_dates(form: Form) -> list[str]:
    """The answer as a choice of a column; empty where none was given."""
    column, chosen = form.text("date_column", longest=60), form.text("dates", longest=4)
    is_answer = chosen in ORDERS or (chosen.isdecimal() and len(chosen) == 4)
    return [f"{column}=date:{chosen}"] if column and is_answer else []
