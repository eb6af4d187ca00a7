"""Mail of newsletters: the ways out, and the ledger as the channel uses it."""
