"""Evidence for funders and for the AI Act: who reviewed what, when and as what, and where every text came from.

Regulation (EU) 2024/1689, Article 50(4), asks for disclosure of machine-made text unless a person reviewed it and
somebody is responsible for it. The archive is meant for somebody who has nothing else: it holds the very texts, their
facts and sources, what explains each column, and what it takes to check it without us.
"""

from campaigns.reach.evidence.archive import evidence_json, evidence_zip
from campaigns.reach.evidence.book import LANGUAGES, table_csv
from campaigns.reach.evidence.decisions import Evidence, evidence_of
from campaigns.reach.evidence.gathering import Dossier, gather_evidence

__all__ = [
    "LANGUAGES",
    "Dossier",
    "Evidence",
    "evidence_json",
    "evidence_of",
    "evidence_zip",
    "gather_evidence",
    "table_csv",
]
