"""What an evaluator gets: the rows behind every figure of a report, the figures themselves, and a code book.

No person, no words of a question: posts, links, decisions and kits one by one, and questions as counts that the report
may show. Whoever has these files can count the whole report again without this product.
"""

from campaigns.reach.evaluation.alone import figures_csv
from campaigns.reach.evaluation.archive import evaluation_zip, told_zip
from campaigns.reach.evaluation.gathering import Gathered, gather, with_evidence

__all__ = ["Gathered", "evaluation_zip", "figures_csv", "gather", "told_zip", "with_evidence"]
