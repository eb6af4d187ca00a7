"""Kits: what a partner organisation gets to post itself, in one language, from approved posts alone."""
