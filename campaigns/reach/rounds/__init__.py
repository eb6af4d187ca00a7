"""The round of the week: groups to visit, and the letter about them."""
