"""What the desk says, in the reader's language: each room words one thing."""
