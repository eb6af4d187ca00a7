"""The report itself: what was asked, published, seen and clicked, and asked again."""
