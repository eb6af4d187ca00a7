"""Glossary: names of offices, titles and benefits, how each language says them, and how it does not."""
