"""The figures of a report as one table that needs no other file: each line says what it is and of which report."""

from __future__ import annotations

from campaigns.reach.evaluation.codebook import book
from campaigns.reach.evaluation.figures import figures_of
from campaigns.reach.files.as_json import report_as_dict
from campaigns.reach.files.tables import write_csv
from campaigns.reach.report.building import Report


def figures_csv(report: Report) -> bytes:
    """Every figure with its unit, what it is divided by, why it is empty, and its meaning in the code book."""
    of = [report.programme, report.title, report.period.start.isoformat(), report.period.end.isoformat()]
    header = ["programme", "report", "from", "to", *book().tables["figures"].header, "meaning"]
    figures = figures_of(report_as_dict(report))
    rows = [[*of, *figure.row(), book().figure(figure.figure).meaning] for figure in figures]
    return write_csv([header, *rows])
