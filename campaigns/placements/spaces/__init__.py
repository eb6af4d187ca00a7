"""Groups of other people: the register, what was agreed with their admins, who looks after them."""
