"""Tokens with which other programs hand questions over."""
