"""A server for each channel, as its documentation has it: limits, errors, steps. Strict: what is wrong is refused."""
