"""Checks of copy: what a machine can see before a lawyer does. Each check is a file; a finding never edits."""
