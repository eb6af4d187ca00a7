"""Letters to people: put into the outbox by whoever has something to say, sent by the worker."""
