"""Which topics there are, and which of them a question is about."""
