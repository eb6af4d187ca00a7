"""Sheets for printing: the same plan that makes a picture, as a PDF whose words are text."""
