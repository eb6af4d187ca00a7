"""Reading the values of a text (amounts, dates, §§, phones, …) so that they can be compared across languages."""
