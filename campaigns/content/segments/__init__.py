"""Segments: the sentences of a text, which of them changed, and how many languages are where."""
