"""A home full of fictional work: five programmes, their people, a year of questions, a campaign at every stage.

Everything is made by the same actions that people use, so the demo cannot show what the product cannot do.
"""
