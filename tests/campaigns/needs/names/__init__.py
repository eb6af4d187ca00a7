"""How many names of people are found: a set of sentences, and the measuring of it."""
