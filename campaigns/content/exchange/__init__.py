"""Exchange: texts go out as XLIFF, CSV or JSON and come back; nothing is overwritten silently."""
