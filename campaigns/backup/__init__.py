"""Backups: one file with the database and every stored file, never a key."""
