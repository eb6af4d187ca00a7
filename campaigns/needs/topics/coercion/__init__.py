"""Who is held, by whom and by what: violence at home, exploitation at work, or a matter of papers."""
