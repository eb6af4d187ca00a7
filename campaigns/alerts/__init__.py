"""What somebody has to be told although nobody is looking: the worker is silent, a post is late."""
