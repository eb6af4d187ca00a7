"""Short films from cards: scenes that come calmly one after another, captions, sound, one file per language."""
