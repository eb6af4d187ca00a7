"""Machine help: what may be asked of a translation service, what it costs, and what came back."""
