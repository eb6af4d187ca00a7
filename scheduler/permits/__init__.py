"""Asking channels for leave to post: a file for each, strangers to each other, and the round that calls them."""
