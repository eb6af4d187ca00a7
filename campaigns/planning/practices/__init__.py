"""Practices: the shape of a campaign without its days and facts, to be used again, also by others."""
