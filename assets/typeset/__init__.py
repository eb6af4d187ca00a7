"""From a text to lines: what may not be torn, where a line may end, how wide words are, how lines balance."""
