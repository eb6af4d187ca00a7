"""Asking channels for leave to post: a file for each of them, and the round that calls them."""
