"""Campaigns at a glance: the matrix of posts and languages, their stages, and in one word where a text stands."""
