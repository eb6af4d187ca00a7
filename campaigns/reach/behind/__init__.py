"""The rows that figures of a report are made of: what a click on a figure shows, and what an evaluator counts again."""
