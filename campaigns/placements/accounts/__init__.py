"""Our identities on channels: what they need to be connected, how they stand, and how long their tokens last."""
