"""From a card to boxes and lines: where everything stands, before any pixel is made."""
