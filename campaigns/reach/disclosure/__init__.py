"""What a report may tell so that no small count of questions can be worked out, by itself or beside others."""
