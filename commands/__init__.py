"""The command line, one file per group of commands.

A command reads its words, opens the instance, calls the same action as the desk, commits, and says what
happened. Imports stand inside the functions here, and only here: a command line is loaded anew for every
call, and most calls need little of the product.
"""
