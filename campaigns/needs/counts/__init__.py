"""What may be counted of what was asked, when, and in which steps it may be told."""
