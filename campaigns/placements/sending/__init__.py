"""From a row that is due to what became of it: the claim, the exact package, and writing down the outcome."""
