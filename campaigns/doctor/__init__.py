"""The doctor: every precondition of this instance with its state, in sentences for people."""
