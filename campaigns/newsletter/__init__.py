"""The e-mail newsletter: who asked for it, in which languages, and which issue reached whom."""
