"""Recall in the calendar: what is held, what is out, and whose work it is."""
