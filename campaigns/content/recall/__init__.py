"""Recall: a fact changed or ended, and every text that was made from it is looked at again."""
