"""The files of a fixed report: its PDF, and its workbook and the body of its page in every language of the desk.

The page of a public report leads to the PDF in its own language, so those are set with it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from assets.store import Store
from campaigns.reach.disclosure.preparing import Prepared
from campaigns.reach.evaluation import with_evidence
from campaigns.reach.files.letterhead import Letterhead
from web.interfaces import INTERFACES
from web.reports.page import report_body
from web.reports.pdf import report_pdf
from web.words.sheets import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Written:
    """The digest of the PDF, and what else belongs to it: bodies of the page by language with the PDFs it leads to,
    workbooks by language, the tables of whoever evaluates, statement, emblem and logos, all by digest."""

    digest: str
    page: dict[str, Any]


def write_report(store: Store, prepared: Prepared, *, letterhead: Letterhead, language: str) -> Written:
    """Puts a report as it was fixed into the store: what is read later are these bytes."""
    report = prepared.report
    papers = {
        code: store.put(
            report_pdf(report, language=code, letterhead=letterhead, read=store.get), "application/pdf"
        )
        for code in dict.fromkeys((*(INTERFACES if prepared.public else ()), language))
    }
    bodies = {
        code: store.put(report_body(report, language=code).encode(), "text/html") for code in INTERFACES
    }
    whole = with_evidence(report, prepared.gathered)
    books = {
        code: store.put(workbook(whole, prepared.gathered.posts, language=code), XLSX) for code in INTERFACES
    }
    tables = store.put(prepared.tables, "application/zip")
    return Written(
        papers[language],
        {"bodies": bodies, "papers": papers, "books": books, "tables": tables, **asdict(letterhead)},
    )
