"""From cells to what we keep: which column means what, which names mean which code, which date is meant."""
