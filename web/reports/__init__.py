"""A reach report in words and pictures: as a page, on paper, as files. Its figures come from campaigns/reach."""
