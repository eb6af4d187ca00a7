"""What may go from the store of files, and what may not."""
