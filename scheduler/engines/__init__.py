"""Ways to keep a worker going. The table is the queue; an engine only says when to look."""
