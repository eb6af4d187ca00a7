"""What people post by hand: the list of it, sheets to print, and what may not leave any more."""
