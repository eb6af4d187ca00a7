"""Single readings of counters: by whose definition, when they are asked for, and the figures kept from them."""
