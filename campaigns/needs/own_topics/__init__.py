"""Topics that a programme adds to those of the product."""
