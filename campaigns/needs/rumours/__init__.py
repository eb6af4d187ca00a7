"""Rumours: claims that go around, how far each is looked into, and the post that answers it."""
