"""When and where posts leave, as people plan it, and as the signed trail tells it."""
