"""What the topics confirmed by people teach: a model beside the keywords, kept only when it is better."""
